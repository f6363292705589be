using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Who a text was written for.</summary>
public enum NoteReader
{
    /// <summary>Whoever calls this person next.</summary>
    NextCallers,
    Coordinators,

    /// <summary>Nobody in particular: why the outcome was chosen.</summary>
    Reason,
}

public sealed record CallNote(NoteReader Reader, string Text);

/// <summary>A question of the script and what was answered.</summary>
/// <param name="Question">In the language of the interface, else the campaign's; empty when the step is not in the script any more.</param>
/// <param name="QuestionLanguage">The language the question stands in.</param>
/// <param name="Text">A choice's label, or what was typed.</param>
/// <param name="Typed">Typed by the caller, not chosen.</param>
public sealed record CallAnswer(string StepId, string Question, string QuestionLanguage, string Text, bool Typed);

/// <summary>An earlier or later event of the same entry, newest first.</summary>
/// <param name="Outcome">Of a call.</param>
/// <param name="Decision">Of a coordinator.</param>
public sealed record EntryEvent(DateTime AtLocal, string? Who, Guid? CallId, OutcomeDefinition? Outcome, HeldDecision? Decision, bool Withdrawn);

/// <summary>A note was destroyed; that it was there, who did it and when stay known.</summary>
public sealed record StruckOut(DateTime AtLocal, string? By);

/// <summary>A coordinator's verdict on a call.</summary>
public sealed record CallReview
{
    public required ReviewReason Reason { get; init; }

    public required ReviewVerdict Verdict { get; init; }

    /// <summary>Display name; null while it waits.</summary>
    public string? By { get; init; }

    public DateTime? AtLocal { get; init; }

    /// <summary>What the caller had recorded; null unless it was corrected.</summary>
    public OutcomeDefinition? Recorded { get; init; }

    /// <summary>The reason of a correction, or the feedback.</summary>
    public string? Text { get; init; }

    /// <summary>When the organizer had read the feedback.</summary>
    public DateTime? AcknowledgedAtLocal { get; init; }
}

/// <summary>One call with everything a coordinator may know of it. Never a number, never a last name.</summary>
public sealed record CallFacts
{
    public required Guid CallId { get; init; }

    public required Guid EntryId { get; init; }

    public required Guid CampaignId { get; init; }

    public required string CampaignName { get; init; }

    public required string MainLanguage { get; init; }

    public required Guid ListId { get; init; }

    public required string ListName { get; init; }

    public required ProtectionLevel Level { get; init; }

    /// <summary>First name and initial.</summary>
    public required string Person { get; init; }

    /// <summary>BCP-47; null when unknown.</summary>
    public string? PersonLanguage { get; init; }

    /// <summary>Null when the zone is one of several.</summary>
    public DateTime? PersonsTime { get; init; }

    public string? PersonsZone { get; init; }

    /// <summary>Null once the link between caller and contact is cut.</summary>
    public string? Organizer { get; init; }

    /// <summary>What the call counts by.</summary>
    public required OutcomeDefinition Outcome { get; init; }

    /// <summary>What came of looking at it; null when nobody was asked to.</summary>
    public CallReview? Review { get; init; }

    /// <summary>Times are in this zone.</summary>
    public required string ZoneId { get; init; }

    public DateTime? ClaimedAtLocal { get; init; }

    /// <summary>When the number was shown.</summary>
    public required DateTime StartedAtLocal { get; init; }

    public required DateTime EndedAtLocal { get; init; }

    public TimeSpan Duration => EndedAtLocal - StartedAtLocal;

    /// <summary>BCP-47 tag the script was read in.</summary>
    public required string Language { get; init; }

    public int? ScriptVersion { get; init; }

    public bool Late { get; init; }

    public bool Conflicting { get; init; }

    public DateTime? WithdrawnAtLocal { get; init; }

    /// <summary>Which attempt on this person in the campaign it was, withdrawn ones apart; 0 when it is itself withdrawn.</summary>
    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    public IReadOnlyList<CallAnswer> Answers { get; init; } = [];

    public IReadOnlyList<CallNote> Notes { get; init; } = [];

    public IReadOnlyList<PromiseKept> Promised { get; init; } = [];

    public StruckOut? NotesStruckOut { get; init; }

    /// <summary>Where the entry stands now.</summary>
    public required EntryState State { get; init; }

    public CoordinatorNeed? HeldFor { get; init; }

    public int EntryVersion { get; init; }

    /// <summary>The promised callback, in the contact's zone where it is known.</summary>
    public DateTime? CallbackAtLocal { get; init; }

    /// <summary>Not handed out before; null unless the entry waits for a later time.</summary>
    public DateTime? NotBeforeLocal { get; init; }

    /// <summary>Numbers put on the stop list by this call, and not lifted since.</summary>
    public int StopListed { get; init; }

    /// <summary>Rests in the whole book until then.</summary>
    public DateTime? RestsUntilLocal { get; init; }

    public IReadOnlyList<EntryEvent> History { get; init; } = [];
}

/// <summary>
/// One call, for a coordinator of its book. Looking is recorded. Refuses with <see cref="NotFound"/>, the same for a call
/// that does not exist and one in somebody else's book.
/// </summary>
public sealed class CallDetails(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <param name="language">Of the interface: questions and labels stand in it where they are written in it.</param>
    public async Task<Result<CallFacts>> ExecuteAsync(Actor actor, Guid callId, string language, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            join campaign in db.CampaignsOf(actor) on call.CampaignId equals campaign.Id
            join book in db.Books on campaign.BookId equals book.Id
            join entry in db.Entries on call.EntryId equals entry.Id
            join contact in db.Contacts on call.ContactId equals contact.Id
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            join list in db.CallLists on call.ListId equals list.Id
            where call.Id == callId
            select new { Call = call, Campaign = campaign, book.Level, Entry = entry, Contact = contact, Outcome = outcome, List = list }).FirstOrDefaultAsync(ct);
        if (found is null)
        {
            return new NotFound();
        }

        var (recorded, entryNow, of) = (found.Call, found.Entry, found.Contact);
        var details = sealer.OpenJson<ContactDetails>(Places.ContactDetails(of.Id), of.SealedDetails);
        var clock = DeskClock.In(found.Campaign.TimeZone);
        var hours = await db.HoursClasses.AsNoTracking().FirstOrDefaultAsync(hours => hours.Id == entryNow.HoursClassId, ct);
        var theirs = hours is null ? null : HoursClassKey.Parse(hours.Key);
        var theirClock = theirs?.ZoneId is { } zone ? DeskClock.In(zone) : null;
        var claimedAt = await db.Claims.AsNoTracking().Where(claim => claim.Id == recorded.ClaimId).Select(claim => (DateTime?)claim.TakenAt).FirstOrDefaultAsync(ct);
        var script = recorded.ScriptVersionId is { } versionId ? await db.ScriptVersions.AsNoTracking().FirstOrDefaultAsync(version => version.Id == versionId, ct) : null;
        var stopListed = await db.StopListEntries.CountAsync(stop => stop.CallId == callId && stop.LiftedAt == null, ct);
        var attempt = recorded.WithdrawnAt is not null ? 0 : await db.Calls.CountAsync(
            call => call.EntryId == recorded.EntryId && call.WithdrawnAt == null
                && (call.EndedAt < recorded.EndedAt || (call.EndedAt == recorded.EndedAt && call.Id <= recorded.Id)),
            ct);
        var names = new VolunteerNames(sealer);
        var organizer = await names.OfAsync(db, recorded.OrganizerId, ct);
        var campaignName = sealer.Open(Places.CampaignName(found.Campaign.Id), found.Campaign.SealedName);
        var said = new MergeValues(MaskedName.FirstOf(details), organizer, sealer.Open(Places.CampaignOrganization(found.Campaign.Id), found.Campaign.SealedOrganization), campaignName);
        var view = new CallFacts
        {
            CallId = recorded.Id,
            EntryId = recorded.EntryId,
            CampaignId = found.Campaign.Id,
            CampaignName = campaignName,
            MainLanguage = found.Campaign.MainLanguage,
            ListId = found.List.Id,
            ListName = sealer.Open(Places.CallListName(found.List.Id), found.List.SealedName),
            Level = found.Level,
            Person = MaskedName.Of(details),
            PersonLanguage = of.Language,
            PersonsTime = theirClock?.ToLocal(time.UtcNow()),
            PersonsZone = theirs?.ZoneId,
            Organizer = organizer,
            Outcome = found.Outcome.Definition,
            Review = await ReviewAsync(db, recorded, names, clock, ct),
            ZoneId = clock.ZoneId,
            ClaimedAtLocal = claimedAt is { } taken ? clock.ToLocal(taken) : null,
            StartedAtLocal = clock.ToLocal(recorded.StartedAt),
            EndedAtLocal = clock.ToLocal(recorded.EndedAt),
            Language = recorded.Language,
            ScriptVersion = script?.Number,
            Late = recorded.Late,
            Conflicting = recorded.Conflicting,
            WithdrawnAtLocal = recorded.WithdrawnAt is { } withdrawn ? clock.ToLocal(withdrawn) : null,
            Attempt = attempt,
            MaxAttempts = found.Campaign.MaxAttempts,
            Answers = await AnswersAsync(db, recorded, script, language, found.Campaign.MainLanguage, said, ct),
            Notes = NotesOf(recorded),
            Promised = await PromiseKept.OfAsync(db, callId, ct),
            NotesStruckOut = await StruckOutAsync(db, recorded, names, clock, ct),
            State = entryNow.State,
            HeldFor = entryNow.HeldFor,
            EntryVersion = entryNow.Version,
            CallbackAtLocal = recorded.CallbackAt is { } callback ? (theirClock ?? clock).ToLocal(callback) : null,
            NotBeforeLocal = entryNow.State == EntryState.Waiting && entryNow.ReadyAt > time.UtcNow() ? clock.ToLocal(entryNow.ReadyAt) : null,
            StopListed = stopListed,
            RestsUntilLocal = of.RestsUntil > time.UtcNow() ? clock.ToLocal(of.RestsUntil.Value) : null,
            History = await HistoryAsync(db, recorded.EntryId, names, clock, ct),
        };
        db.Record(time, actor, AuditAction.CallViewed, callId, found.Campaign.BookId);
        await db.SaveChangesAsync(ct);
        return view;
    }

    private List<CallNote> NotesOf(Call call)
    {
        if (call.SealedTexts is null)
        {
            return [];
        }

        var texts = sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), call.SealedTexts);
        return [.. new[]
            {
                (Reader: NoteReader.Coordinators, Text: texts.MessageToCoordinator),
                (Reader: NoteReader.NextCallers, Text: texts.NoteToCallers),
                (Reader: NoteReader.Reason, Text: texts.Reason),
            }
            .Where(note => !string.IsNullOrWhiteSpace(note.Text))
            .Select(note => new CallNote(note.Reader, note.Text!))];
    }

    private async Task<CallReview?> ReviewAsync(PhoneBankDb db, Call call, VolunteerNames names, DeskClock clock, CancellationToken ct)
    {
        if (await db.Reviews.AsNoTracking().FirstOrDefaultAsync(review => review.CallId == call.Id, ct) is not { } review)
        {
            return null;
        }

        return new CallReview
        {
            Reason = review.Reason,
            Verdict = review.Verdict,
            By = await names.OfAsync(db, review.JudgedBy, ct),
            AtLocal = review.JudgedAt is { } judged ? clock.ToLocal(judged) : null,
            Recorded = review.CorrectedOutcomeId is null ? null : (await db.Outcomes.AsNoTracking().FirstAsync(outcome => outcome.Id == call.OutcomeId, ct)).Definition,
            Text = review.SealedText is { } text ? sealer.Open(Places.ReviewText(review.Id), text) : null,
            AcknowledgedAtLocal = review.AcknowledgedAt is { } read ? clock.ToLocal(read) : null,
        };
    }

    private static async Task<StruckOut?> StruckOutAsync(PhoneBankDb db, Call call, VolunteerNames names, DeskClock clock, CancellationToken ct)
    {
        if (call.TextsStruckOutAt is not { } at)
        {
            return null;
        }

        var by = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.At == at && entry.SubjectId == call.Id && entry.Action == AuditAction.NoteStruckOut)
            .Select(entry => entry.ActorId)
            .FirstOrDefaultAsync(ct);
        return new StruckOut(clock.ToLocal(at), await names.OfAsync(db, by, ct));
    }

    private async Task<List<CallAnswer>> AnswersAsync(PhoneBankDb db, Call call, ScriptVersion? version, string language, string mainLanguage, MergeValues said, CancellationToken ct)
    {
        var answers = await db.Answers.AsNoTracking().Where(answer => answer.CallId == call.Id).ToListAsync(ct);
        var script = version is null ? ScriptDocument.Empty : ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument));
        var order = script.Steps.Select((step, index) => (step.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        return [.. answers
            .OrderBy(answer => order.GetValueOrDefault(answer.StepId, int.MaxValue))
            .Select(answer =>
            {
                var step = script.Find(answer.StepId);
                var question = step?.Texts.Pick(language, mainLanguage);
                var label = step?.Question?.Choices.FirstOrDefault(choice => choice.Id == answer.ChoiceId)?.Labels.Pick(language, mainLanguage);
                var typed = answer.SealedText is null ? null : sealer.Open(Places.AnswerText(answer.Id), answer.SealedText);
                return new CallAnswer(
                    answer.StepId,
                    question is { } asked ? ScriptMarks.Plain(MergeFields.Fill(asked.Text.Any, asked.Language, said)) : "",
                    question?.Language ?? language,
                    typed ?? (label is { } chosen ? ScriptMarks.Plain(chosen.Text.Any) : answer.ChoiceId ?? ""),
                    typed is not null);
            })];
    }

    private static async Task<List<EntryEvent>> HistoryAsync(PhoneBankDb db, Guid entryId, VolunteerNames names, DeskClock clock, CancellationToken ct)
    {
        var calls = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            where call.EntryId == entryId
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            select new { call.Id, call.EndedAt, call.OrganizerId, outcome.Definition, Withdrawn = call.WithdrawnAt != null }).ToListAsync(ct);
        var decisions = await db.HeldResolutions.AsNoTracking().Where(resolution => resolution.EntryId == entryId).ToListAsync(ct);
        await names.LoadAsync(db, [.. calls.Select(call => call.OrganizerId).Concat(decisions.Select(decision => (Guid?)decision.By)).OfType<Guid>()], ct);
        return [.. calls
            .Select(call => (At: call.EndedAt, Event: new EntryEvent(clock.ToLocal(call.EndedAt), names.Of(call.OrganizerId), call.Id, call.Definition, Decision: null, call.Withdrawn)))
            .Concat(decisions.Select(decision => (decision.At, Event: new EntryEvent(clock.ToLocal(decision.At), names.Of(decision.By), CallId: null, Outcome: null, decision.Decision, Withdrawn: false))))
            .OrderByDescending(pair => pair.At)
            .Select(pair => pair.Event)];
    }
}
