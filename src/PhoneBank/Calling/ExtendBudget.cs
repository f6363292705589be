using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// A coordinator lets an organizer go on past a spent budget: once more an hour's reveals, for 24 hours (for the share of the
/// book: 7 days). Refuses with <see cref="NotFound"/> outside the coordinator's books.
/// </summary>
public sealed class ExtendBudget(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid organizerId, Guid bookId, CancellationToken ct)
    {
        var result = await store.WriteAsync(session => WithinAsync(session, time, coordinator, organizerId, bookId), ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: organizerId));
        }

        return result;
    }

    /// <summary>The same within another act.</summary>
    public static async Task<Result> WithinAsync(HotSession session, TimeProvider time, Actor coordinator, Guid organizerId, Guid bookId)
    {
        var level = await session.QueryAsync(
            $"""
            SELECT b.level FROM books b
            JOIN book_members m ON m.book_id = b.id AND m.volunteer_id = {coordinator.VolunteerId}
            JOIN volunteers v ON v.id = m.volunteer_id AND v.status = 'Active'
            JOIN volunteer_roles r ON r.user_id = v.id AND r.role_id = {Roles.CoordinatorId}
            WHERE b.id = {bookId}
              AND EXISTS (SELECT 1 FROM campaign_members cm JOIN campaigns c ON c.id = cm.campaign_id
                WHERE c.book_id = b.id AND cm.volunteer_id = {organizerId} AND cm.admitted_at IS NOT NULL AND cm.removed_at IS NULL)
            """,
            row => row.Word<ProtectionLevel>(0));
        if (level is not [var found])
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        await session.ExecuteAsync($"""
            INSERT INTO budget_extensions (id, organizer_id, book_id, extra, at, until, "by")
            VALUES ({time.NewId()}, {organizerId}, {bookId}, {LevelRules.Of(found).RevealsPerHour}, {now}, {now + Allowance.OneDay}, {coordinator.VolunteerId})
            """);
        await session.RecordAsync(time, coordinator, AuditAction.BudgetExtended, organizerId, bookId);
        return Result.Done;
    }
}
