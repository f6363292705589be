using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// Reads the organizer's open call, or with a claim's id a lapsed one that still waits for its report. Changes nothing.
/// Refuses with <see cref="NoOpenCall"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class CurrentCall(IDbContextFactory<PhoneBankDb> dbs, CampaignMoments moments, CallbackChoices choices, CallPromises promises, Sealer sealer, TimeProvider time)
{
    /// <summary>A number shown longer ago belongs to another shift.</summary>
    public static readonly TimeSpan LongestShift = TimeSpan.FromHours(8);

    private const int MostHistory = 20;

    public async Task<Result<CallView>> ExecuteAsync(Actor actor, Guid? claimId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var claim = await db.Claims.AsNoTracking().FirstOrDefaultAsync(
            candidate => candidate.OrganizerId == actor.VolunteerId && (claimId == null ? candidate.EndedAt == null : candidate.Id == claimId), ct);
        if (claim is null || !IsShown(claim))
        {
            return new NoOpenCall();
        }

        if (await db.CallingCampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == claim.CampaignId, ct) is not { } campaign)
        {
            return new NotAllowed();
        }

        var row = await db.Entries.AsNoTracking().Where(entry => entry.Id == claim.EntryId)
            .Join(db.Contacts, entry => entry.ContactId, contact => contact.Id, (entry, contact) => new { Entry = entry, Contact = contact })
            .Join(db.CallLists, pair => pair.Entry.ListId, list => list.Id, (pair, list) => new { pair.Entry, pair.Contact, list.SealedName })
            .Join(db.Books, pair => pair.Contact.BookId, book => book.Id, (pair, book) => new { pair.Entry, pair.Contact, pair.SealedName, book.Level })
            .SingleAsync(ct);
        var me = await db.Users.Where(user => user.Id == actor.VolunteerId).Select(user => user.SealedDisplayName).SingleAsync(ct);
        var moment = await moments.OfAsync(campaign.Id, ct);
        var key = moment.Classes[row.Entry.HoursClassId];
        var details = sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Contact.Id), row.Contact.SealedDetails);
        var outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaign.Id).OrderBy(outcome => outcome.Position).ToListAsync(ct);
        var calls = await db.CountedCalls().Where(counted => counted.Call.EntryId == claim.EntryId && counted.Call.WithdrawnAt == null)
            .OrderByDescending(counted => counted.Call.EndedAt).Take(MostHistory).ToListAsync(ct);
        var voicemail = CallPlace.VoicemailOf(details.Card, row.Level);
        var draft = claim.SealedDraft is null ? new CallDraft() : sealer.OpenJson<CallDraft>(Places.ClaimDraft(claim.Id), claim.SealedDraft);
        var (scriptVersionId, script) = await ScriptAsync(db, campaign, draft.ScriptVersionId, claim.RevealedAt, ct);
        var now = time.UtcNow();
        var local = ContactClock.At(key, now);
        var language = row.Entry.Language ?? row.Contact.Language;
        var callLanguage = CallLanguage(language, campaign, script);
        var hourAgo = now.AddHours(-1);
        var shiftBegan = now - LongestShift;
        var shownPhone = claim is { EndedAt: null, Kind: ClaimKind.Calling } ? claim.PhoneId : null;
        var number = shownPhone is { } phoneId ? await NumberAsync(db, row.Contact.Id, phoneId, ct) : null;
        var skips = await db.Skips.CountAsync(skip => skip.OrganizerId == actor.VolunteerId && skip.At > hourAgo && SkipReasons.Costing.Contains(skip.Reason), ct);
        return new CallView
        {
            ClaimId = claim.Id,
            EntryId = claim.EntryId,
            ListId = row.Entry.ListId,
            CampaignId = campaign.Id,
            Stage = claim.EndedAt is not null ? CallStage.Unreported : claim.Kind == ClaimKind.Calling ? CallStage.Calling : CallStage.Viewing,
            ExpiresAt = claim.ExpiresAt,
            StartedAt = claim.RevealedAt,
            ActiveAt = claim.ExpiresAt - (claim.Kind == ClaimKind.Calling ? NextContact.CallingTime : NextContact.ViewingTime),
            Now = now,
            Draft = draft,
            DraftVersion = claim.DraftVersion,
            FirstName = ContactNames.First(details),
            AlsoAtThisNumber = [.. details.Names.Skip(1).Select(name => name.First).Where(name => name.Length > 0)],
            Language = language,
            CallLanguage = callLanguage,
            ScriptLanguages = [callLanguage, .. campaign.LanguageList.Concat(script?.WrittenLanguages() ?? []).Select(LanguageTags.Normalize).Distinct(StringComparer.Ordinal).Where(tag => tag != callLanguage)],
            AddressForm = row.Contact.AddressForm,
            Card = details.Card,
            Level = row.Level,
            Voicemail = voicemail,
            CoverWordingOffered = LevelRules.Of(row.Level).CoverWordingOffered,
            History = [.. calls.Select(call => Past(call, outcomes, campaign, actor))],
            PromisedCallbackAt = claim.FromState == EntryState.Scheduled ? row.Entry.CallbackAt : null,
            PromisedByMe = claim.FromState == EntryState.Scheduled && row.Entry.CallbackFor == actor.VolunteerId,
            Number = number is null
                ? null
                : number with { Messengers = [.. Messengers.Read(campaign.Messengers).Intersect(Messengers.NamedIn(details.Card?.PreferredChannel), StringComparer.Ordinal)] },
            NumberSilenced = shownPhone is not null && number is null,
            Outcomes = [.. outcomes.Where(outcome => IsOffered(outcome, voicemail, calls)).Select(outcome => new OfferedOutcome(outcome.Id, outcome.Definition))],
            Script = script,
            ScriptVersionId = scriptVersionId,
            Promises = await promises.OfAsync(db, campaign, script, claim.Id, ct),
            IsFirstOfShift = claim.RevealedAt is null && !await db.Reveals.AnyAsync(reveal => reveal.OrganizerId == actor.VolunteerId && reveal.At > shiftBegan, ct),
            CampaignName = sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            Organization = campaign.SealedOrganization.Length == 0 ? "" : sealer.Open(Places.CampaignOrganization(campaign.Id), campaign.SealedOrganization),
            ListName = sealer.Open(Places.CallListName(row.Entry.ListId), row.SealedName),
            OrganizerName = sealer.Open(Places.VolunteerName(actor.VolunteerId), me),
            MainLanguage = campaign.MainLanguage,
            NotesToNextCallers = campaign.NotesToNextCallers,
            MessagesToCoordinator = campaign.MessagesToCoordinator,
            LocalTime = local.IsCertain ? local.EarliestLocal : null,
            ZoneId = key.ZoneId,
            Callback = choices.For(key, moment.Hours, now),
            SkipsLeft = Math.Max(0, LevelRules.SkipsPerHour - skips),
        };
    }

    private static bool IsShown(Claim claim) => claim.EndedAt is null || (claim.RevealedAt is not null && claim.EndedBy is ClaimEnd.Lapsed or ClaimEnd.TakenBack);

    private static bool IsOffered(Outcome outcome, VoicemailWish voicemail, List<CountedCall> calls) =>
        outcome.RetiredAt is null
        && !(outcome.Definition.HiddenWithoutVoicemail && voicemail == VoicemailWish.No)
        && !(outcome.Definition.AtMaximum == AtMaximum.NotOffered && calls.Count(counted => counted.OutcomeId == outcome.Id && !counted.Call.Conflicting) >= outcome.Definition.MaxPerCampaign);

    private static string CallLanguage(string? language, Campaign campaign, ScriptDocument? script)
    {
        var wanted = language ?? campaign.MainLanguage;
        var written = script?.WrittenLanguages() ?? [];
        return LanguageTags.Normalize(written.Count == 0 || language is null || written.Any(tag => LanguageTags.PrimaryOf(tag) == LanguageTags.PrimaryOf(language)) ? wanted : campaign.MainLanguage);
    }

    /// <summary>
    /// A call that has begun goes on with the version it began with; the next one gets what was signed off since. While nothing is
    /// written in it, it began with the version that was in use when the number was shown.
    /// </summary>
    private async Task<(Guid? VersionId, ScriptDocument? Script)> ScriptAsync(PhoneBankDb db, Campaign campaign, Guid? begunWith, DateTime? begunAt, CancellationToken ct)
    {
        var wanted = new[] { begunWith, campaign.ScriptVersionId }.OfType<Guid>().ToList();
        var ofCampaign = db.ScriptVersions.AsNoTracking().Where(version => version.CampaignId == campaign.Id);
        var versions = await ofCampaign.Where(version => wanted.Contains(version.Id)).ToListAsync(ct);
        var version = versions.Find(candidate => candidate.Id == begunWith) ?? versions.FirstOrDefault();
        if (version is not null && version.Id != begunWith && version.SignedOffAt > begunAt)
        {
            version = await ofCampaign.Where(older => older.SignedOffAt <= begunAt).OrderByDescending(older => older.SignedOffAt).ThenByDescending(older => older.Number).FirstOrDefaultAsync(ct) ?? version;
        }

        return version is null ? (null, null) : (version.Id, SealedScript.Open(sealer, version));
    }

    private PastCall Past(CountedCall counted, List<Outcome> outcomes, Campaign campaign, Actor actor)
    {
        var call = counted.Call;
        var outcome = outcomes.Find(candidate => candidate.Id == counted.OutcomeId)!;
        var note = campaign.NotesToNextCallers && call is { SealedTexts: { } texts, TextsStruckOutAt: null }
            ? sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), texts).NoteToCallers
            : null;
        return new PastCall(call.EndedAt, outcome.Key, outcome.Definition, note, call.OrganizerId == actor.VolunteerId);
    }

    private async Task<ShownNumber?> NumberAsync(PhoneBankDb db, Guid contactId, Guid phoneId, CancellationToken ct)
    {
        var phones = await db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == contactId).OrderBy(phone => phone.Position).ToListAsync(ct);
        if (phones.Find(candidate => candidate.Id == phoneId) is not { Suppressed: false } shown)
        {
            return null;
        }

        var callable = phones.Where(phone => phone is { BadSince: null, Suppressed: false } && phone.Id != phoneId).ToList();
        var next = callable.Find(phone => phone.Position > shown.Position) ?? callable.FirstOrDefault();
        return new ShownNumber(
            shown.Id, sealer.Open(Places.PhoneNumber(shown.Id), shown.SealedNumber), shown.Country, shown.Kind, shown.Doubtful, shown.Position + 1, phones.Count, next?.Id);
    }
}
