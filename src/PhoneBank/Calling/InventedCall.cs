using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>Whom a practice call is with, in words of the language of the interface.</summary>
/// <param name="ListName">Stands where a list's name stands, and says that nobody is called.</param>
/// <param name="CampaignName">For scripts, while there is no campaign of one's own.</param>
/// <param name="Organization">For scripts, while there is no campaign of one's own.</param>
public sealed record InventedPerson(string FirstName, string WhoMayAnswer, string ListName, string CampaignName, string Organization);

/// <summary>
/// The call page of a practice call: an invented person, with script and outcomes of a campaign the actor is admitted to (the one on
/// the book with the strictest level), else with built-in ones. Reads only; there is neither claim nor entry. Refuses with <see cref="NotAllowed"/>.
/// </summary>
public sealed class InventedCall(IDbContextFactory<PhoneBankDb> dbs, CallbackChoices choices, Sealer sealer, TimeProvider time)
{
    /// <summary>What stands for a claim in the forms of a practice call; no claim ever has it.</summary>
    public static readonly Guid ClaimId = new("0197a000-0000-7000-8000-0000000000ca");

    /// <summary>Reserved by the British regulator for use in drama.</summary>
    private const string Number = "+442079460018";

    private const string Zone = "Asia/Jerusalem";
    private static readonly Guid PhoneId = new("0197a000-0000-7000-8000-0000000000cb");
    private static readonly Lazy<ScriptDocument> BuiltInScript = new(LoadScript);

    /// <param name="stage"><see cref="CallStage.Viewing"/> or <see cref="CallStage.Calling"/>.</param>
    public async Task<Result<CallView>> ExecuteAsync(Actor actor, InventedPerson person, CallStage stage, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = await db.Users.AsNoTracking().SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct);
        if (me is null)
        {
            return new NotAllowed();
        }

        var (campaign, level) = await CampaignAsync(db, actor, ct);
        var version = campaign is null ? null : await db.ScriptVersions.AsNoTracking().SingleAsync(found => found.Id == campaign.ScriptVersionId, ct);
        var script = version is null ? BuiltInScript.Value : ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument));
        var outcomes = campaign is null
            ? OutcomeSet.Default.Outcomes.Select(definition => new OfferedOutcome(Guid.Empty, definition))
            : (await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaign.Id && outcome.RetiredAt == null).OrderBy(outcome => outcome.Position).ToListAsync(ct))
                .Select(outcome => new OfferedOutcome(outcome.Id, outcome.Definition));
        var card = new SafeContactCard { WhoMayAnswer = person.WhoMayAnswer };
        var voicemail = CallPlace.VoicemailOf(card, level);
        var mainLanguage = campaign?.MainLanguage ?? me.InterfaceLanguage;
        var language = me.CallLanguageList.FirstOrDefault(spoken => script.WrittenLanguages().Any(tag => LanguageTags.PrimaryOf(tag) == LanguageTags.PrimaryOf(spoken))) ?? mainLanguage;
        var now = time.UtcNow();
        var key = HoursClassKey.For(Zone, "IL", safeHours: null, Zone);
        return new CallView
        {
            ClaimId = ClaimId,
            EntryId = Guid.Empty,
            ListId = Guid.Empty,
            CampaignId = Guid.Empty,
            Stage = stage,
            ExpiresAt = now + NextContact.CallingTime,
            StartedAt = stage == CallStage.Viewing ? null : now,
            Now = now,
            Draft = new CallDraft(),
            DraftVersion = 0,
            FirstName = person.FirstName,
            Language = language,
            CallLanguage = LanguageTags.Normalize(language),
            ScriptLanguages = [.. script.WrittenLanguages().Prepend(LanguageTags.Normalize(language)).Distinct(StringComparer.Ordinal)],
            Card = card,
            Level = level,
            Voicemail = voicemail,
            CoverWordingOffered = LevelRules.Of(level).CoverWordingOffered,
            Number = stage == CallStage.Viewing ? null : new ShownNumber(PhoneId, Number, "GB", PhoneKind.Unknown, Doubtful: false, Position: 1, Of: 1, NextPhoneId: null),
            Outcomes = [.. outcomes.Where(outcome => !(outcome.Definition.HiddenWithoutVoicemail && voicemail == VoicemailWish.No))],
            Script = script,
            CampaignName = campaign is null ? person.CampaignName : sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            Organization = campaign is not { SealedOrganization.Length: > 0 } ? person.Organization : sealer.Open(Places.CampaignOrganization(campaign.Id), campaign.SealedOrganization),
            ListName = person.ListName,
            OrganizerName = sealer.Open(Places.VolunteerName(me.Id), me.SealedDisplayName),
            MainLanguage = mainLanguage,
            NotesToNextCallers = campaign?.NotesToNextCallers ?? LevelRules.Of(level).NotesToNextCallers,
            MessagesToCoordinator = campaign?.MessagesToCoordinator ?? true,
            LocalTime = ContactClock.At(key, now).EarliestLocal,
            ZoneId = key.ZoneId,
            Callback = choices.For(key, campaign is null ? CampaignHours.CeilingOnly : CampaignMoments.HoursOf(campaign), now),
            SkipsLeft = LevelRules.SkipsPerHour,
        };
    }

    // Without a campaign the strictest rules are the ones to practise.
    private static async Task<(Campaign? Campaign, ProtectionLevel Level)> CampaignAsync(PhoneBankDb db, Actor actor, CancellationToken ct)
    {
        var mine = await db.CallingCampaignsOf(actor).AsNoTracking().Where(campaign => campaign.State != CampaignState.Closed && campaign.ScriptVersionId != null)
            .Join(db.Books, campaign => campaign.BookId, book => book.Id, (campaign, book) => new { Campaign = campaign, book.Level })
            .ToListAsync(ct);
        var first = mine.OrderByDescending(one => one.Level).ThenBy(one => one.Campaign.CreatedAt).FirstOrDefault();
        return first is null ? (null, ProtectionLevel.AtRisk) : (first.Campaign, first.Level);
    }

    private static ScriptDocument LoadScript()
    {
        using var json = typeof(InventedCall).Assembly.GetManifestResourceStream("PhoneBank.Calling.PracticeScript.json")
            ?? throw new InvalidOperationException("The practice script is not in the assembly.");
        using var copy = new MemoryStream();
        json.CopyTo(copy);
        return ScriptDocument.FromUtf8(copy.ToArray());
    }
}
