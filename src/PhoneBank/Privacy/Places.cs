namespace PhoneBank.Privacy;

/// <summary>Every sealed column there is, so that who seals and who opens name the same place.</summary>
public static class Places
{
    public static Place BookName(Guid bookId) => new("books", "sealed_name", bookId);

    public static Place ContactDetails(Guid contactId) => new("contacts", "sealed_details", contactId);

    public static Place PhoneNumber(Guid phoneId) => new("contact_phones", "sealed_number", phoneId);

    public static Place LabelText(Guid labelId) => new("labels", "sealed_text", labelId);

    public static Place ImportPlan(Guid importId) => new("imports", "sealed_plan", importId);

    /// <summary>A piece of a spooled upload; its number is bound in, so that pieces cannot change places.</summary>
    public static Place SpoolSegment(Guid importId, int number) => new("spool", "segment_" + number.ToString(System.Globalization.CultureInfo.InvariantCulture), importId);

    public static Place ImportedAddition(Guid id) => new("imported_additions", "sealed_facts", id);

    public static Place ImportedChange(Guid importId, Guid contactId) => new("imported_contacts", "sealed_change_" + importId.ToString("N"), contactId);

    public static Place ImportedStop(Guid stopId) => new("imported_stops", "sealed_number", stopId);

    public static Place ImportOrigin(Guid importId) => new("imports", "sealed_origin", importId);

    public static Place SavedColumns(Guid mappingId) => new("saved_mappings", "sealed_columns", mappingId);

    public static Place RejectedRow(Guid rowId) => new("rejected_rows", "sealed_row", rowId);

    public static Place CampaignName(Guid campaignId) => new("campaigns", "sealed_name", campaignId);

    public static Place CampaignGoal(Guid campaignId) => new("campaigns", "sealed_goal", campaignId);

    public static Place CampaignOrganization(Guid campaignId) => new("campaigns", "sealed_organization", campaignId);

    public static Place OverrideReason(Guid overrideId) => new("hours_overrides", "sealed_reason", overrideId);

    public static Place ScriptDocument(Guid versionId) => new("script_versions", "sealed_document", versionId);

    public static Place CallListName(Guid listId) => new("call_lists", "sealed_name", listId);

    public static Place TeamName(Guid teamId) => new("teams", "sealed_name", teamId);

    public static Place VolunteerName(Guid volunteerId) => new("volunteers", "sealed_display_name", volunteerId);

    public static Place PasskeyName(Guid volunteerId) => new("volunteer_passkeys", "data_name", volunteerId);

    public static Place ClaimDraft(Guid claimId) => new("claims", "sealed_draft", claimId);

    public static Place CallTexts(Guid callId) => new("calls", "sealed_texts", callId);

    public static Place AnswerText(Guid answerId) => new("answers", "sealed_text", answerId);

    public static Place ReviewText(Guid reviewId) => new("reviews", "sealed_text", reviewId);

    public static Place ExportReason(Guid exportId) => new("exports", "sealed_reason", exportId);

    public static Place IdentifiedReason(Guid requestId) => new("identified_requests", "sealed_reason", requestId);

    public static Place DonationAddress(Guid campaignId) => new("campaigns", "sealed_donation_address", campaignId);

    public static Place HelpText(Guid requestId) => new("help_requests", "sealed_text", requestId);

    public static Place HelpLine(Guid lineId) => new("help_lines", "sealed", lineId);

    public static Place NoticeText(Guid noticeId) => new("notices", "sealed_text", noticeId);

    public static Place MatchWording(Guid poolId) => new("match_pools", "sealed_wording", poolId);
}
