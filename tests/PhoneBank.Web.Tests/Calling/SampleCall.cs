using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Phones;
using PhoneBank.Scripts;
using PhoneBank.Tests;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>A call as the call page gets it, with nothing unusual about it; a test changes what it is about.</summary>
internal static class SampleCall
{
    public static readonly Guid ClaimId = new("0197a000-0000-7000-8000-0000000000c1");

    public static CallView Viewing(string template = CampaignTemplate.ReservistSupport) => new()
    {
        ClaimId = ClaimId,
        EntryId = Guid.CreateVersion7(),
        ListId = Guid.CreateVersion7(),
        CampaignId = Guid.CreateVersion7(),
        Stage = CallStage.Viewing,
        Now = FakeTime.Start.UtcDateTime,
        ExpiresAt = FakeTime.Start.UtcDateTime.AddMinutes(10),
        Draft = new CallDraft(),
        DraftVersion = 0,
        FirstName = "Dana",
        Language = "he",
        CallLanguage = "he",
        ScriptLanguages = ["he", "en", "ar", "ru"],
        AddressForm = AddressForm.Feminine,
        Card = new SafeContactCard { SafeHours = "Su-Th 17:00-20:00", WhoMayAnswer = "Her father. Ask for Dana, say nothing else.", CoverWording = "I am calling about the course." },
        Level = ProtectionLevel.AtRisk,
        Voicemail = VoicemailWish.No,
        CoverWordingOffered = true,
        Outcomes = [.. OutcomeSet.Default.Outcomes.Select(outcome => new OfferedOutcome(Guid.CreateVersion7(), outcome))],
        Script = CampaignTemplate.Find(template)!.Script,
        ScriptVersionId = Guid.CreateVersion7(),
        CampaignName = "Reservist support",
        Organization = "Open Hand",
        ListName = "Families in the north",
        OrganizerName = "Mia",
        MainLanguage = "he",
        MessagesToCoordinator = true,
        NotesToNextCallers = true,
        LocalTime = FakeTime.Start.UtcDateTime.AddHours(2),
        ZoneId = "Asia/Jerusalem",
        Callback = new CallbackOptions(
            new DateOnly(2026, 11, 23),
            new DateOnly(2026, 12, 23),
            [],
            [
                new CallbackChoice(CallbackMoment.InAnHour, new DateOnly(2026, 11, 23), new TimeOnly(13, 0), FakeTime.Start.UtcDateTime.AddHours(1)),
                new CallbackChoice(CallbackMoment.ThisEvening, new DateOnly(2026, 11, 23), new TimeOnly(18, 0), FakeTime.Start.UtcDateTime.AddHours(6)),
                new CallbackChoice(CallbackMoment.TomorrowEvening, new DateOnly(2026, 11, 24), new TimeOnly(18, 0), FakeTime.Start.UtcDateTime.AddHours(30)),
            ]),
        SkipsLeft = 6,
    };

    public static CallView Calling(string template = CampaignTemplate.ReservistSupport) => Viewing(template) with
    {
        Stage = CallStage.Calling,
        StartedAt = FakeTime.Start.UtcDateTime,
        ExpiresAt = FakeTime.Start.UtcDateTime.AddMinutes(45),
        Number = new ShownNumber(Guid.CreateVersion7(), "+972501234567", "IL", PhoneKind.Mobile, Doubtful: false, Position: 1, Of: 2, NextPhoneId: Guid.CreateVersion7()),
        History = [new PastCall(FakeTime.Start.UtcDateTime.AddDays(-6), OutcomeKeys.NoAnswer, OutcomeSet.Default.Find(OutcomeKeys.NoAnswer)!, Note: "Rather in the evening.", ByMe: false)],
    };

    public static PhoneBank.Web.Calling.CallScreen Screen(CallView? view) => new()
    {
        View = view,
        Values = view is null ? new PhoneBank.Web.Calling.CallValues() : PhoneBank.Web.Calling.CallValues.From(view.Draft),
        Token = new Guid("0197a000-0000-7000-8000-0000000000d1"),
    };
}
