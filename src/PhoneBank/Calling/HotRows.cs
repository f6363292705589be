using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;

namespace PhoneBank.Calling;

/// <summary>A claim as an act sees it, locked.</summary>
internal sealed record ClaimRow(
    Guid Id,
    Guid EntryId,
    Guid ListId,
    Guid CampaignId,
    Guid BookId,
    Guid ContactId,
    Guid OrganizerId,
    ClaimKind Kind,
    DateTime TakenAt,
    DateTime? RevealedAt,
    Guid? PhoneId,
    DateTime ExpiresAt,
    EntryState FromState,
    byte[]? SealedDraft,
    int DraftVersion,
    DateTime? EndedAt,
    ClaimEnd? EndedBy,
    DateTime? ReportedAt)
{
    public bool IsOpen => EndedAt is null;

    /// <summary>The number was shown and nobody has said what happened.</summary>
    public bool IsUnreported => EndedBy == ClaimEnd.Lapsed && ReportedAt is null;

    /// <summary>The number was shown, the claim is over, and no call was recorded under it: what happened can still be told.</summary>
    public bool CanBeReportedLate => RevealedAt is not null && EndedBy is ClaimEnd.Lapsed or ClaimEnd.TakenBack;

    /// <summary>Locks a claim of this organizer; null when there is none.</summary>
    public static async Task<ClaimRow?> LockAsync(HotSession session, Guid claimId, Guid organizerId) =>
        await LockAsync(session, claimId) is { } claim && claim.OrganizerId == organizerId ? claim : null;

    public static Task<ClaimRow?> LockAsync(HotSession session, Guid claimId) => session.FirstAsync(
        $"""
        SELECT id, entry_id, list_id, campaign_id, book_id, contact_id, organizer_id, kind, taken_at, revealed_at, phone_id, expires_at, from_state,
               sealed_draft, draft_version, ended_at, ended_by, reported_at
        FROM claims WHERE id = {claimId} {session.ForUpdate}
        """,
        Map);

    /// <summary>The open claim of an organizer, if any; locked.</summary>
    public static Task<ClaimRow?> LockOpenAsync(HotSession session, Guid organizerId) => session.FirstAsync(
        $"""
        SELECT id, entry_id, list_id, campaign_id, book_id, contact_id, organizer_id, kind, taken_at, revealed_at, phone_id, expires_at, from_state,
               sealed_draft, draft_version, ended_at, ended_by, reported_at
        FROM claims WHERE organizer_id = {organizerId} AND ended_at IS NULL {session.ForUpdate}
        """,
        Map);

    private static ClaimRow Map(HotRow row) => new(
        row.Id(0),
        row.Id(1),
        row.Id(2),
        row.Id(3),
        row.Id(4),
        row.Id(5),
        row.Id(6),
        row.Word<ClaimKind>(7),
        row.Time(8),
        row.TimeOrNull(9),
        row.IdOrNull(10),
        row.Time(11),
        row.Word<EntryState>(12),
        row.BytesOrNull(13),
        row.Int(14),
        row.TimeOrNull(15),
        row.WordOrNull<ClaimEnd>(16),
        row.TimeOrNull(17));
}

/// <summary>An entry as an act sees it, locked.</summary>
internal sealed record EntryRow(
    Guid Id,
    Guid CampaignId,
    Guid ListId,
    Guid ContactId,
    EntryState State,
    DateTime ReadyAt,
    int Pass,
    string? Language,
    Guid HoursClassId,
    bool Callable,
    int Attempts,
    DateTime? CallbackAt,
    Guid? CallbackFor,
    DateTime? LastCallAt,
    Guid? LastOutcomeId,
    CoordinatorNeed? HeldFor,
    string? ReroutedTo)
{
    public static Task<EntryRow?> LockAsync(HotSession session, Guid entryId) => session.FirstAsync(
        $"""
        SELECT id, campaign_id, list_id, contact_id, state, ready_at, pass, language, hours_class_id, callable, attempts, callback_at, callback_for,
               last_call_at, last_outcome_id, held_for, rerouted_to
        FROM entries WHERE id = {entryId} {session.ForUpdate}
        """,
        row => new EntryRow(
            row.Id(0),
            row.Id(1),
            row.Id(2),
            row.Id(3),
            row.Word<EntryState>(4),
            row.Time(5),
            row.Int(6),
            row.TextOrNull(7),
            row.Id(8),
            row.Flag(9),
            row.Int(10),
            row.TimeOrNull(11),
            row.IdOrNull(12),
            row.TimeOrNull(13),
            row.IdOrNull(14),
            row.WordOrNull<CoordinatorNeed>(15),
            row.TextOrNull(16)));
}

/// <summary>What decides whether a contact may be called at all.</summary>
internal sealed record ContactRow(Guid Id, Guid BookId, int CallablePhones, DateTime? RestsUntil, DateTime? EndedAt)
{
    public bool MayBeCalled(DateTime now) => CallablePhones > 0 && EndedAt is null && (RestsUntil is null || RestsUntil <= now);

    /// <summary>Waits for the contact's row.</summary>
    public static Task<ContactRow?> LockAsync(HotSession session, Guid contactId) => FindAsync(session, contactId, session.ForUpdate);

    /// <summary>Null when the contact is gone, or another act is busy with it.</summary>
    public static Task<ContactRow?> TryLockAsync(HotSession session, Guid contactId) => FindAsync(session, contactId, session.SkipLocked);

    private static Task<ContactRow?> FindAsync(HotSession session, Guid contactId, RawSql tail) => session.FirstAsync(
        $"SELECT id, book_id, callable_phones, rests_until, ended_at FROM contacts WHERE id = {contactId} {tail}",
        row => new ContactRow(row.Id(0), row.Id(1), row.Int(2), row.TimeOrNull(3), row.TimeOrNull(4)));
}

/// <summary>What an act asks about a campaign.</summary>
internal sealed record CampaignRow(Guid Id, Guid BookId, CampaignState State, ProtectionLevel Level, int MaxAttemptsPerDay, int MaxAttempts, bool PickFromList, BookPace Pace)
{
    public static Task<CampaignRow?> FindAsync(HotSession session, Guid campaignId) => session.FirstAsync(
        $"""
        SELECT c.id, c.book_id, c.state, b.level, c.max_attempts_per_day, c.max_attempts, c.pick_from_list, b.hours_between_talks, b.minutes_between_tries
        FROM campaigns c JOIN books b ON b.id = c.book_id WHERE c.id = {campaignId}
        """,
        row => new CampaignRow(row.Id(0), row.Id(1), row.Word<CampaignState>(2), row.Word<ProtectionLevel>(3), row.Int(4), row.Int(5), row.Flag(6), new BookPace(row.Int(7), row.Int(8))));
}
