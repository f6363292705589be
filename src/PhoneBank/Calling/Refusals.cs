using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Nobody can be handed out now, and why. A campaign or list that gives nothing is one of the reasons.</summary>
public sealed record NothingToCall(IReadOnlyList<NothingReason> Reasons) : Error;

/// <summary>Why some people cannot be handed out now. The type's name is the key of its text.</summary>
public abstract record NothingReason
{
    private NothingReason(long count) => Count = count;

    public virtual string Key => GetType().Name;

    /// <summary>How many people it is about; 0 when it is about lists or campaigns. Never more than <see cref="MostCounted"/>.</summary>
    public long Count { get; }

    /// <summary>Counting stops here: the text says "more than".</summary>
    public const int MostCounted = 10_000;

    /// <summary>No open list is assigned to this organizer.</summary>
    public sealed record NoListAssigned() : NothingReason(0);

    /// <summary>A campaign of this organizer is paused.</summary>
    public sealed record CampaignPaused() : NothingReason(0);

    /// <summary>A coordinator paused this organizer.</summary>
    public sealed record CallerPaused() : NothingReason(0);

    /// <summary>The organizer has taken as many entries of a list as the assignment allows.</summary>
    public sealed record ShareTaken() : NothingReason(0);

    /// <summary>Nobody is left on the lists: every entry is done.</summary>
    public sealed record AllDone() : NothingReason(0);

    /// <summary>Outside the hours in which they may be called; the first can be called from then on (UTC).</summary>
    public sealed record OutsideHours(long People, DateTime? OpensAt) : NothingReason(People);

    /// <summary>Called before and resting until the next try; the first is due then (UTC).</summary>
    public sealed record WaitingForRetry(long People, DateTime At) : NothingReason(People);

    /// <summary>A callback is promised for later; the first is due then (UTC).</summary>
    public sealed record CallbackLater(long People, DateTime At) : NothingReason(People);

    /// <summary>Waiting for a coordinator, or for a report of what happened.</summary>
    public sealed record Held(long People) : NothingReason(People);

    /// <summary>With another caller now.</summary>
    public sealed record HeldByOthers(long People) : NothingReason(People);

    /// <summary>They speak a language the organizer did not tick.</summary>
    public sealed record OtherLanguage(long People, IReadOnlyDictionary<string, long> ByLanguage) : NothingReason(People);

    /// <summary>Their country is not one the organizer can call for free.</summary>
    public sealed record OtherCountry(long People) : NothingReason(People);

    /// <summary>Passed on by this organizer in this campaign.</summary>
    public sealed record PassedOn(long People) : NothingReason(People);

    /// <summary>Not to be called by this organizer, for this reason.</summary>
    public sealed record HeldOut(long People, SkipReason Why) : NothingReason(People)
    {
        public override string Key => nameof(HeldOut) + Why;
    }

    /// <summary>No number of theirs may be called, or they rest or left in the whole book.</summary>
    public sealed record NotCallable(long People) : NothingReason(People);
}

/// <summary>The promises every caller gives have not been given; nobody is handed out before.</summary>
public sealed record PromisesFirst : Error;

/// <summary>The only people to call are on a book whose level asks for one practice call first.</summary>
public sealed record PracticeFirst : Error;

/// <summary>A call came back with feedback; nobody is handed out before it is said to be read.</summary>
public sealed record ReturnedCallFirst : Error;

/// <summary>The first calls of a newcomer wait for a coordinator to look at them, and the only people to call are on a book whose level asks for that.</summary>
public sealed record FirstCallsInReview : Error;

/// <summary>Which budget is spent.</summary>
public enum BudgetLimit
{
    Hour,
    Day,

    /// <summary>The share of the book one organizer may see in 7 days.</summary>
    Share,
}

/// <summary>No more numbers are shown to this organizer until <paramref name="Until"/> (UTC); a coordinator of the book can extend it.</summary>
public sealed record RevealBudgetSpent(DateTime Until, BudgetLimit Limit) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until];
}

/// <summary>The organizer has looked at more people than can be called; nobody more until <paramref name="Until"/> (UTC).</summary>
public sealed record ViewBudgetSpent(DateTime Until, BudgetLimit Limit) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until];
}

/// <summary>Six people were skipped within an hour; the next skip is possible at <paramref name="Until"/> (UTC).</summary>
public sealed record TooManySkips(DateTime Until) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until];
}

/// <summary>The claim has ended: it ran out, was taken back, or was recorded from another tab.</summary>
public sealed record ClaimLost : Error;

/// <summary>There is no open call.</summary>
public sealed record NoOpenCall : Error;

/// <summary>The number was shown, so first say what happened.</summary>
public sealed record OutcomeFirst : Error;

/// <summary>Another person is open; finish that call first.</summary>
public sealed record FinishOpenCallFirst(Guid ClaimId) : Error;

/// <summary>The campaign is paused: no next person, no number. An open call can still be recorded.</summary>
public sealed record CampaignIsPaused : Error;

/// <summary>A coordinator paused this organizer: no next person, no number. An open call can still be recorded.</summary>
public sealed record CallerIsPaused : Error;

/// <summary>The campaign is not open (any more).</summary>
public sealed record CampaignIsClosed : Error;

/// <summary>The list is paused, closed or still being filled.</summary>
public sealed record ListIsNotOpen : Error;

/// <summary>The person may not be called at this hour; from <paramref name="OpensAt"/> (UTC) on, when that is known.</summary>
public sealed record OutsideCallingHours(DateTime? OpensAt) : Error
{
    public override IReadOnlyList<object> TextArguments => [OpensAt ?? default];
}

/// <summary>The person must not be called (any more): no number left, resting, ended, or on the stop list. The claim is given back.</summary>
public sealed record MayNotBeCalled : Error;

/// <summary>The campaign does not let organizers pick, or the book's level does not.</summary>
public sealed record PickingIsOff : Error;

/// <summary>The entry cannot be picked now: somebody has it, it rests, is done, or is not for this organizer.</summary>
public sealed record EntryNotFree : Error;

/// <summary>The outcome is not one that can be chosen for this call.</summary>
public sealed record OutcomeNotOffered : Error;

/// <summary>The outcome needs the time of the callback.</summary>
public sealed record CallbackTimeMissing : Error;

/// <summary>The time promised cannot be kept; <paramref name="Why"/> names it.</summary>
public sealed record CallbackNotPossible(CallbackRefusal Why) : Error
{
    /// <summary>The key of a text that says why, e.g. <c>InThePast</c>.</summary>
    public string WhyKey => Why.GetType().Name;
}

/// <summary>The outcome needs a reason.</summary>
public sealed record ReasonMissing : Error;

/// <summary>The outcome needs the language the person speaks.</summary>
public sealed record LanguageMissing : Error;

/// <summary>A text is longer than <paramref name="Most"/> characters; <paramref name="Field"/> is the form field's name.</summary>
public sealed record TextTooLong(string Field, int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Field, Most];
}

/// <summary>An answer is to no question of the script that was read, or is none of its choices.</summary>
public sealed record AnswerNotInScript(string StepId) : Error;

/// <summary>A day or an amount could not be read: days are <c>yyyy-MM-dd</c>, pledges an amount and a currency such as <c>50 ILS</c>.</summary>
public sealed record AnswerNotReadable(string StepId) : Error;

/// <summary>The number was not shown yet, so there is no call to tell about.</summary>
public sealed record NumberNotShown : Error;

/// <summary>Something that looks like a card or bank number was typed; such numbers are never kept.</summary>
public sealed record LooksLikeCardNumber(string Field) : Error
{
    public override IReadOnlyList<object> TextArguments => [Field];
}

/// <summary>What one text of a submission holds.</summary>
/// <param name="Field">The name of a property of <see cref="RecordRequest"/>, or the step of a script that asked.</param>
public sealed record NoteFinding(string Field, NoteMatter Matter);

/// <summary>
/// Texts hold details that a list must not collect by accident. A warning, given once: the same submission with the findings in
/// <see cref="RecordRequest.Kept"/> goes through. Names the kinds, never what was found.
/// </summary>
public sealed record TextHoldsDetails(IReadOnlyList<NoteFinding> Findings) : Error;

/// <summary>The ten minutes for adding to a call are over.</summary>
public sealed record AddTooLate : Error;

/// <summary>The call was taken back, so nothing is added to it.</summary>
public sealed record CallWasWithdrawn : Error;

/// <summary>A coordinator struck out the notes of this call, so none are added.</summary>
public sealed record NotesWereStruckOut : Error;

/// <summary>The campaign does not take such a text (any more).</summary>
public sealed record TextNotTaken : Error;

/// <summary>There was nothing to add.</summary>
public sealed record NothingToAdd : Error;

/// <summary>The person has no other number that may be called, or the call did not say that the number was bad.</summary>
public sealed record NoOtherNumber : Error;

/// <summary>The ten minutes for taking a call back are over.</summary>
public sealed record UndoTooLate : Error;

/// <summary>Somebody else holds the person now.</summary>
public sealed record HeldBySomeoneElse : Error;

/// <summary>A later call with this person was recorded.</summary>
public sealed record LaterCallExists : Error;

/// <summary>A coordinator has corrected this call meanwhile, so it is not taken back any more.</summary>
public sealed record CallWasCorrected : Error;

/// <summary>The person was made one with another since, so what was before cannot be brought back.</summary>
public sealed record PersonMergedSince : Error;

/// <summary>What was given is not a number that can be dialled.</summary>
public sealed record NotANumber : Error;
