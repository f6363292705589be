using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>What waits for a coordinator, with the figures the tiles show of it.</summary>
/// <param name="Needs">The most pressing kind first.</param>
internal sealed record CollectedNeeds(IReadOnlyList<DeskNeed> Needs, int CallbacksDue, int CallbacksLate, int Held);

/// <summary>
/// Collects what waits for a coordinator within her or his books. Nothing is counted further than <see cref="DeskNeed.MostCounted"/>, or it is
/// read from counters, so that what it costs does not grow with a campaign.
/// </summary>
public sealed class DeskNeeds(DryLists dryLists, UnusualCalling unusual, TimeProvider time)
{
    // So many are worth a name each; more of them are one matter.
    private const int MostUnusual = 10;

    private static readonly TimeSpan NoticeOfExports = TimeSpan.FromDays(7);

    /// <param name="campaigns">Those of the actor that are not closed.</param>
    internal async Task<CollectedNeeds> OfAsync(PhoneBankDb db, Actor actor, List<Guid> campaigns, Func<DateTime, DateTime> toLocal, CancellationToken ct)
    {
        var now = time.UtcNow();
        var needs = new Found(toLocal);
        var heldNow = await UpToAsync(Held(db, campaigns).Where(entry => entry.HeldFor == CoordinatorNeed.Now).OrderBy(entry => entry.LastCallAt).Select(entry => entry.LastCallAt), ct);
        var heldInTurn = await UpToAsync(Held(db, campaigns).Where(entry => entry.HeldFor != CoordinatorNeed.Now).OrderBy(entry => entry.LastCallAt).Select(entry => entry.LastCallAt), ct);
        needs.Add(DeskNeedKind.HeldNow, heldNow);
        needs.Add(DeskNeedKind.HeldInTurn, heldInTurn);
        var (due, late) = await CallbacksAsync(db, campaigns, now, ct);
        needs.Add(DeskNeedKind.MissedCallbacks, late);
        await AddHelpAsync(db, actor, needs, ct);
        needs.Add(DeskNeedKind.WaitingRoom, await UpToAsync(
            db.CampaignMembers.AsNoTracking().Where(member => campaigns.Contains(member.CampaignId) && member.AdmittedAt == null && member.RemovedAt == null)
                .OrderBy(member => member.JoinedAt).Select(member => (DateTime?)member.JoinedAt),
            ct));

        // Also of campaigns that are closed by now: the queue of reviews shows them too.
        needs.Add(DeskNeedKind.CallsToReview, await UpToAsync(
            db.Reviews.AsNoTracking().Where(review => review.Verdict == ReviewVerdict.Waiting && db.CampaignsOf(actor).Any(campaign => campaign.Id == review.CampaignId))
                .OrderBy(review => review.PickedAt).Select(review => (DateTime?)review.PickedAt),
            ct));
        needs.Add(DeskNeedKind.Unreported, await UpToAsync(
            db.Claims.AsNoTracking().Where(claim => campaigns.Contains(claim.CampaignId) && claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null)
                .OrderBy(claim => claim.RevealedAt).Select(claim => claim.RevealedAt),
            ct));
        needs.AddRange((await unusual.OfAsync(campaigns, ct)).Take(MostUnusual).Select(caller => new DeskNeed(caller.Kind, caller.Count, caller.OrganizerId, caller.Name)));
        needs.AddRange(await dryLists.OfAsync(db, actor, campaigns, ct));
        await AddOfBooksAsync(db, actor, needs, now, ct);
        return new CollectedNeeds([.. needs.All.OrderBy(need => need.Kind)], due, late.Count, heldNow.Count + heldInTurn.Count);
    }

    private static IQueryable<Entry> Held(PhoneBankDb db, List<Guid> campaigns) =>
        db.Entries.AsNoTracking().Where(entry => campaigns.Contains(entry.CampaignId) && entry.State == EntryState.Held);

    // How many, up to one more than is shown, and since when; of moments in their order.
    private static async Task<Waiting> UpToAsync(IQueryable<DateTime?> oldestFirst, CancellationToken ct)
    {
        var moments = await oldestFirst.Take(DeskNeed.MostCounted + 1).ToListAsync(ct);
        return new Waiting(moments.Count, moments.Find(moment => moment is not null));
    }

    private static async Task<(int Due, Waiting Late)> CallbacksAsync(PhoneBankDb db, List<Guid> campaigns, DateTime now, CancellationToken ct)
    {
        var (until, late) = (now.AddHours(1), now - HeldEntries.LateAfter);
        var scheduled = db.Entries.AsNoTracking().Where(entry => entry.State == EntryState.Scheduled && campaigns.Contains(entry.CampaignId));
        var due = await scheduled.Where(entry => entry.CallbackAt <= until).Take(DeskNeed.MostCounted + 1).CountAsync(ct);
        return (due, await UpToAsync(scheduled.Where(entry => entry.CallbackAt < late).OrderBy(entry => entry.CallbackAt).Select(entry => entry.CallbackAt), ct));
    }

    // Also of campaigns that are closed by now: somebody still waits.
    private static async Task AddHelpAsync(PhoneBankDb db, Actor actor, Found needs, CancellationToken ct)
    {
        var asked = await db.HelpRequests.AsNoTracking()
            .Where(request => request.ClosedAt == null && db.CampaignsOf(actor).Any(campaign => campaign.Id == request.CampaignId))
            .GroupBy(request => request.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Count(), Since = group.Min(request => request.At) }).ToListAsync(ct);
        foreach (var group in asked.GroupBy(row => Urgency.IsUrgent(row.Kind)))
        {
            needs.Add(group.Key ? DeskNeedKind.HelpUrgent : DeskNeedKind.HelpAsked, new Waiting(group.Sum(row => row.Count), group.Min(row => row.Since)));
        }
    }

    private static async Task AddOfBooksAsync(PhoneBankDb db, Actor actor, Found needs, DateTime now, CancellationToken ct)
    {
        var imports = await db.Imports.AsNoTracking()
            .Where(import => import.State == ImportState.Checked && db.BooksOf(actor).Any(book => book.Id == import.BookId))
            .OrderBy(import => import.CreatedAt)
            .Select(import => new { import.Id, import.CreatedAt, import.RowsNew }).ToListAsync(ct);
        needs.AddRange(imports.Select(import => new DeskNeed(DeskNeedKind.ImportWaiting, import.RowsNew, import.Id, SinceLocal: needs.ToLocal(import.CreatedAt))));

        // The newest is the one to ask about.
        var noticed = now - NoticeOfExports;
        needs.Add(DeskNeedKind.ExportedByOther, await UpToAsync(
            db.Exports.AsNoTracking().Where(export => export.Kind == ExportKind.Results && export.At >= noticed && export.By != actor.VolunteerId
                    && db.BooksOf(actor).Any(book => book.Id == export.BookId && book.Level == Books.ProtectionLevel.AtRisk))
                .OrderByDescending(export => export.At).Select(export => (DateTime?)export.At),
            ct));

        needs.Add(DeskNeedKind.NamesAskedByOther, await UpToAsync(
            db.IdentifiedRequestsOf(actor).AsNoTracking().Where(request => request.AskedAt >= noticed && request.AskedBy != actor.VolunteerId && request.EndedAt == null)
                .OrderByDescending(request => request.AskedAt).Select(request => (DateTime?)request.AskedAt),
            ct));

        if (await db.IsInRoleAsync(actor, Roles.AdministratorId, ct)
            && await db.Installation.AnyAsync(state => state.SetUpAt != null && state.RecoverySheetConfirmedAt == null && !state.Demo, ct))
        {
            needs.AddRange([new DeskNeed(DeskNeedKind.RecoverySheet, 1)]);
        }
    }

    private readonly record struct Waiting(int Count, DateTime? Since);

    private sealed class Found(Func<DateTime, DateTime> toLocal)
    {
        private readonly List<DeskNeed> _needs = [];

        public IReadOnlyList<DeskNeed> All => _needs;

        public DateTime ToLocal(DateTime utc) => toLocal(utc);

        public void Add(DeskNeedKind kind, Waiting waiting)
        {
            if (waiting.Count > 0)
            {
                _needs.Add(new DeskNeed(
                    kind, Math.Min(waiting.Count, DeskNeed.MostCounted), SinceLocal: waiting.Since is { } at ? toLocal(at) : null, IsMore: waiting.Count > DeskNeed.MostCounted));
            }
        }

        public void AddRange(IEnumerable<DeskNeed> needs) => _needs.AddRange(needs);
    }
}
