namespace PhoneBank.Privacy;

/// <summary>Who did what to which id when. Never content.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }

    public DateTime At { get; init; }

    /// <summary>The volunteer who did it; null for the application itself and for unknown people at the sign-in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>What was done: a constant of <see cref="AuditAction"/>.</summary>
    public string Action { get; init; } = "";

    /// <summary>The id it was done to.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The book or campaign it happened in.</summary>
    public Guid? ScopeId { get; init; }

    /// <summary>A code or a count that explains it, such as the name of a refusal. Never personal data.</summary>
    public string? Detail { get; init; }
}

/// <summary>What the audit log can say.</summary>
public static class AuditAction
{
    public const string SignedIn = "signed-in";
    public const string SignInFailed = "sign-in-failed";
    public const string SignedOut = "signed-out";
    public const string InstallationSetUp = "installation-set-up";
    public const string RecoverySheetConfirmed = "recovery-sheet-confirmed";
    public const string RecoverySheetShown = "recovery-sheet-shown";
    public const string InvitationMade = "invitation-made";
    public const string InvitationRevoked = "invitation-revoked";
    public const string Joined = "joined";
    public const string Admitted = "admitted";
    public const string RemovedFromCampaign = "removed-from-campaign";
    public const string CallerPaused = "caller-paused";
    public const string CallerResumed = "caller-resumed";
    public const string Suspended = "suspended";
    public const string Reinstated = "reinstated";
    public const string RoleChanged = "role-changed";
    public const string PasswordChanged = "password-changed";
    public const string PasswordReset = "password-reset";
    public const string BookMade = "book-made";
    public const string ContactAdded = "contact-added";
    public const string ImportRun = "import-run";
    public const string ImportUndone = "import-undone";
    public const string ImportCancelled = "import-cancelled";
    public const string RejectedRowsDownloaded = "rejected-rows-downloaded";
    public const string CampaignMade = "campaign-made";
    public const string CampaignCopied = "campaign-copied";
    public const string CampaignOpened = "campaign-opened";
    public const string CampaignPaused = "campaign-paused";
    public const string CampaignClosed = "campaign-closed";
    public const string CampaignChanged = "campaign-changed";
    public const string HoursOpened = "hours-opened";
    public const string HoursOpeningEnded = "hours-opening-ended";
    public const string SecondPass = "second-pass";
    public const string BookPaceChanged = "book-pace-changed";
    public const string ScriptSaved = "script-saved";
    public const string ScriptSignedOff = "script-signed-off";
    public const string ScriptObjectedTo = "script-objected-to";
    public const string ListMade = "list-made";
    public const string ListChanged = "list-changed";
    public const string ListAssigned = "list-assigned";
    public const string AssignmentTakenBack = "assignment-taken-back";
    public const string TeamChanged = "team-changed";
    public const string Claimed = "claimed";
    public const string Revealed = "revealed";
    public const string BudgetRefused = "budget-refused";
    public const string BudgetExtended = "budget-extended";
    public const string CallRecorded = "call-recorded";
    public const string CallWithdrawn = "call-withdrawn";
    public const string CallViewed = "call-viewed";
    public const string Skipped = "skipped";
    public const string Released = "released";
    public const string Suppressed = "suppressed";
    public const string SuppressionLifted = "suppression-lifted";
    public const string HeldResolved = "held-resolved";
    public const string NoteStruckOut = "note-struck-out";
    public const string Exported = "exported";
    public const string IdentifiedExport = "identified-export";
    public const string Promised = "promised";
    public const string Practised = "practised";
    public const string CallAddedTo = "call-added-to";
    public const string NumberLookedUp = "number-looked-up";
    public const string HelpAsked = "help-asked";
    public const string HelpTaken = "help-taken";
    public const string HelpClosed = "help-closed";
    public const string HelpLinesChanged = "help-lines-changed";
    public const string NoticeGiven = "notice-given";
    public const string NoticeWithdrawn = "notice-withdrawn";
    public const string ReEntryMade = "re-entry-made";
    public const string ReEntryUsed = "re-entry-used";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";
    public const string CallbackGivenUp = "callback-given-up";
    public const string CalendarMade = "calendar-made";
    public const string CalendarRevoked = "calendar-revoked";
    public const string FollowUpOpened = "follow-up-opened";
    public const string FollowUpClosed = "follow-up-closed";
    public const string FollowUpReopened = "follow-up-reopened";
    public const string FollowUpTaken = "follow-up-taken";
    public const string FollowUpGivenBack = "follow-up-given-back";
    public const string MatchChanged = "match-changed";
    public const string StopListImported = "stop-list-imported";
    public const string StopListAsked = "stop-list-asked";
    public const string CallerSuppressionsLifted = "caller-suppressions-lifted";
    public const string BookSearched = "book-searched";
    public const string ContactOpened = "contact-opened";
    public const string ContactChanged = "contact-changed";
    public const string ContactErased = "contact-erased";
    public const string ContactsMerged = "contacts-merged";
    public const string HoldOutSet = "hold-out-set";
    public const string HoldOutLifted = "hold-out-lifted";
    public const string CallingChanged = "calling-changed";
    public const string ContactZoneSet = "contact-zone-set";
    public const string RetentionChanged = "retention-changed";
    public const string ReviewTaken = "review-taken";
    public const string CallApproved = "call-approved";
    public const string CallCorrected = "call-corrected";
    public const string CallReturned = "call-returned";
    public const string FeedbackRead = "feedback-read";
}
