using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Scripts;

namespace PhoneBank.Web.Scripts;

/// <summary>The call a script is previewed in: nobody is called, and the names are invented.</summary>
internal static class PreviewCall
{
    public static CallView Of(EditableScript script, ScriptDocument document, string language, string firstName, string organizer, DateTime now) => new()
    {
        ClaimId = Guid.Empty,
        EntryId = Guid.Empty,
        ListId = Guid.Empty,
        CampaignId = script.CampaignId,
        Stage = CallStage.Calling,
        ExpiresAt = now,
        Now = now,
        Draft = new CallDraft(),
        DraftVersion = 0,
        FirstName = firstName,
        Language = language,
        CallLanguage = language,
        Level = script.Level,
        Voicemail = VoicemailWish.YesNamed,
        Script = document,
        CampaignName = script.CampaignName,
        Organization = script.Organization,
        ListName = "",
        OrganizerName = organizer,
        MainLanguage = script.MainLanguage,
        Callback = new CallbackOptions(DateOnly.FromDateTime(now), DateOnly.FromDateTime(now), [], []),
    };

    public static RenderedScript Render(CallView view, EditableScript script, string language, AddressForm form) => ScriptRenderer.Render(
        view.Script!,
        language,
        script.MainLanguage,
        form,
        new MergeValues(view.FirstName, view.OrganizerName, view.Organization, view.CampaignName, Cover: null, new TimeOnly(18, 0)));
}
