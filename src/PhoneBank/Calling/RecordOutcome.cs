using System.Data.Common;
using Microsoft.Extensions.Logging;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What the caller says came of a call.</summary>
public sealed record RecordRequest
{
    public required Guid ClaimId { get; init; }

    /// <summary>Made with the page; the same token again gives the same answer and no second call.</summary>
    public required Guid SubmissionToken { get; init; }

    public required string OutcomeKey { get; init; }

    /// <summary>By step id of the script: the chosen choice's id, or what was typed (dates <c>yyyy-MM-dd</c>).</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    public string? NoteToCallers { get; init; }

    public string? MessageToCoordinator { get; init; }

    public string? Reason { get; init; }

    /// <summary>In the contact's zone.</summary>
    public DateOnly? CallbackDate { get; init; }

    /// <summary>In the contact's zone.</summary>
    public TimeOnly? CallbackTime { get; init; }

    /// <summary>The contact's zone, where it had to be asked (<see cref="Hours.ZoneNotKnown"/>).</summary>
    public string? CallbackZone { get; init; }

    /// <summary>The caller promises to call back in person; else anyone does.</summary>
    public bool CallbackMine { get; init; }

    /// <summary>The person wants to be called, but not by this organizer again; it holds in every campaign of the book.</summary>
    public bool NotByMeAgain { get; init; }

    /// <summary>The caller wants a coordinator to look at this call.</summary>
    public bool AsksReview { get; init; }

    /// <summary>The language the person speaks, where the outcome asks for it.</summary>
    public string? SpeaksLanguage { get; init; }

    /// <summary>The language the script was read in.</summary>
    public string? ScriptLanguage { get; init; }

    /// <summary>The script version that was read; null when there was none.</summary>
    public Guid? ScriptVersionId { get; init; }

    /// <summary>Details in texts that the caller was warned about and keeps; see <see cref="TextHoldsDetails"/>.</summary>
    public IReadOnlyCollection<NoteFinding> Kept { get; init; } = [];

    /// <summary>Claim the next person in the same act.</summary>
    public bool ThenNext { get; init; }

    /// <summary>Where the next person comes from; null for any list of the organizer.</summary>
    public Guid? NextCampaignId { get; init; }

    /// <inheritdoc cref="NextCampaignId"/>
    public Guid? NextListId { get; init; }
}

/// <summary>A recorded call.</summary>
/// <param name="UndoUntil">UTC. <see cref="WithdrawCall"/> works until then.</param>
/// <param name="Late">The claim had lapsed before.</param>
/// <param name="Conflicting">Somebody else had recorded a call meanwhile; both are kept.</param>
/// <param name="NextClaimId">The next person, when asked for and there is one.</param>
/// <param name="NextRefusal">Why there is no next person, when asked for.</param>
public sealed record Recorded(Guid CallId, Guid CampaignId, string OutcomeKey, DateTime EndedAt, DateTime UndoUntil, bool Late, bool Conflicting, Guid? NextClaimId, Error? NextRefusal)
{
    /// <summary>A note to the next callers can still be added, with <see cref="AddToCall"/>.</summary>
    public bool TakesNote { get; init; }

    /// <summary>A message to the coordinators can still be added, with <see cref="AddToCall"/>.</summary>
    public bool TakesMessage { get; init; }

    /// <summary>The number was bad and the person has another one: <see cref="CallOtherNumber"/> goes on with it.</summary>
    public bool OtherNumberLeft { get; init; }

    /// <summary>The person's numbers are on the stop list now.</summary>
    public bool Silenced { get; init; }

    /// <summary>The outcome cannot wait: every coordinator with a page of the desk open is told.</summary>
    public bool CoordinatorsCalled { get; init; }

    /// <summary>Less than all that was pledged could be doubled: the match was used up, or closed during the call.</summary>
    public bool MatchIsShort { get; init; }
}

/// <summary>
/// Records what came of a call, exactly once for each submission token and claim, with everything the outcome causes, and claims the
/// next person when asked. A lapsed claim is recorded late; when somebody else recorded a call meanwhile both are kept.
/// Refuses with <see cref="ClaimLost"/>, <see cref="NumberNotShown"/>, <see cref="OutcomeNotOffered"/>, <see cref="CallbackTimeMissing"/>,
/// <see cref="CallbackNotPossible"/>, <see cref="ReasonMissing"/>, <see cref="LanguageMissing"/>, <see cref="TextTooLong"/>,
/// <see cref="AnswerNotInScript"/>, <see cref="AnswerNotReadable"/>, <see cref="LooksLikeCardNumber"/>, <see cref="FollowUps.DayIsPast"/>,
/// <see cref="FollowUps.NoPlacesLeft"/>, <see cref="FollowUps.AmountNotReadable"/>, <see cref="FollowUps.AmountOutOfRange"/>,
/// <see cref="TextHoldsDetails"/> (once), <see cref="NotAllowed"/>; then nothing is changed and the draft stays.
/// </summary>
public sealed partial class RecordOutcome(
    IHotStore store, CallWriter writer, NextContact next, WhyNobody why, CampaignMoments moments, CallingHours hours, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time, ILogger<RecordOutcome> logger)
{
    /// <summary>Characters of a note, message, reason or typed answer.</summary>
    public const int MostText = 2000;

    public static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(10);

    public async Task<Result<Recorded>> ExecuteAsync(Actor actor, RecordRequest request, CancellationToken ct)
    {
        var place = await store.ReadAsync(session => CallPlace.FindAsync(session, sealer, actor, request), ct);
        if (place is null)
        {
            return new ClaimLost();
        }

        var moment = await moments.OfAsync(place.CampaignId, ct);
        var nextMoments = request.ThenNext ? await next.PrepareAsync(store, actor, ct) : new Dictionary<Guid, CampaignMoment>();
        var result = await store.WriteAsync(session => RecordAsync(session, actor, request, place, moment, nextMoments), ct);
        if (!result.IsDone)
        {
            return result;
        }

        signals.Publish(new Signal(Signal.CallRecorded, place.CampaignId, actor.VolunteerId));
        if (result.Value.CoordinatorsCalled)
        {
            signals.Publish(new Signal(Signal.HelpAsked, place.CampaignId));
        }

        if (result.Value.Silenced)
        {
            await silenced.CloseOfCallAsync(result.Value.CallId, ct);
        }

        result = result.Value with { TakesNote = place.TakesNotes, TakesMessage = place.TakesMessages };
        return request.ThenNext && result.Value is { NextClaimId: null, NextRefusal: null }
            ? result.Value with { NextRefusal = await why.AskAsync(actor, request.NextCampaignId, request.NextListId, ct) }
            : result;
    }

    private async Task<Result<Recorded>> RecordAsync(
        HotSession session, Actor actor, RecordRequest request, CallPlace place, CampaignMoment moment, IReadOnlyDictionary<Guid, CampaignMoment> nextMoments)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller || !await Caller.IsAdmittedAsync(session, actor.VolunteerId, place.CampaignId))
        {
            return new NotAllowed();
        }

        if (await RecordedCall.FindAsync(session, actor, request) is { } recorded)
        {
            return recorded;
        }

        if (await ClaimRow.LockAsync(session, request.ClaimId, caller.Id) is not { } claim || !(claim.IsOpen || claim.CanBeReportedLate))
        {
            return new ClaimLost();
        }

        if (claim.RevealedAt is null)
        {
            return new NumberNotShown();
        }

        if (await CampaignOutcomes.FindAsync(session, claim.CampaignId, request.OutcomeKey) is not { } outcome)
        {
            return new OutcomeNotOffered();
        }

        var now = time.UtcNow();
        var key = moment.Classes[place.HoursClassId];
        var same = await CallsOfDay.CountAsync(session, claim.EntryId, outcome.Id, key, now);
        var isUsedUp = outcome.Definition.AtMaximum == AtMaximum.NotOffered && same.InAll >= outcome.Definition.MaxPerCampaign;
        var check = RecordCheck.Run(
            request,
            new RecordRules(outcome.Definition, !outcome.Retired && !isUsedUp, place.Script, place.Voicemail, key, moment.Hours, now, place.AtRisk) { CalledAt = claim.RevealedAt.Value },
            hours);
        if (!check.IsDone)
        {
            return check.Error;
        }

        var written = await writer.WriteAsync(session, new CallToWrite(actor, claim, outcome, request, check.Value, key, moment.Hours, same.Today, same.InAll, now));
        if (!written.IsDone)
        {
            return written.Error;
        }

        var call = written.Value;
        var answer = new Recorded(call.Id, claim.CampaignId, outcome.Definition.Key, now, now + UndoWindow, call.Late, call.Conflicting, NextClaimId: null, NextRefusal: null)
        {
            OtherNumberLeft = call.OtherNumberLeft,
            MatchIsShort = call.MatchIsShort,
            Silenced = outcome.Definition.SuppressEverywhere,
            CoordinatorsCalled = outcome.Definition.NeedsCoordinator == CoordinatorNeed.Now,
        };
        return request.ThenNext ? await ThenNextAsync(session, caller, request, nextMoments, answer, call) : answer;
    }

    // Behind a savepoint: whatever goes wrong with the next person, the call just recorded stays.
    private async Task<Recorded> ThenNextAsync(
        HotSession session, Caller caller, RecordRequest request, IReadOnlyDictionary<Guid, CampaignMoment> nextMoments, Recorded answer, WrittenCall call)
    {
        await session.ExecuteAsync($"SAVEPOINT next_person");
        try
        {
            // A late report may come while another call is open: that one is next then.
            var found = await ClaimRow.LockOpenAsync(session, caller.Id) is { } open
                ? new NextAnswer(new ClaimTaken(open.Id, WasOpen: true), Refusal: null)
                : await next.TakeAsync(session, caller, request.NextCampaignId, request.NextListId, nextMoments);
            if (found.Taken is { } taken)
            {
                var before = (call.Before with { NextClaimId = taken.ClaimId }).ToJson();
                await session.ExecuteAsync($"UPDATE calls SET before = {before} WHERE id = {call.Id}");
            }

            await session.ExecuteAsync($"RELEASE SAVEPOINT next_person");
            return answer with { NextClaimId = found.Taken?.ClaimId, NextRefusal = found.Refusal };
        }
        catch (DbException exception)
        {
            await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT next_person");
            LogNextFailed(logger, exception.SqlState, exception.ErrorCode);
            return answer with { NextRefusal = new BusyTryAgain() };
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call was recorded; handing out the next person failed ({SqlState}, {Code}).")]
    private static partial void LogNextFailed(ILogger logger, string? sqlState, int code);
}
