using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>A request as coordinators of the book see it, with what the one who looks may do.</summary>
/// <param name="UntilLocal">When the present state ends: approval, waiting, being ready, or the file's life. Null when it does not.</param>
public sealed record IdentifiedRow(
    Guid Id,
    IdentifiedState State,
    string CampaignName,
    string? ListName,
    string? AskedBy,
    DateTime AskedAtLocal,
    string Reason,
    string? ApprovedBy,
    string? EndedBy,
    DateTime? UntilLocal,
    int Rows,
    bool IsWhole,
    bool Fetched,
    bool IsMine)
{
    public bool MayApprove => State == IdentifiedState.WaitsForApproval && !IsMine;

    public bool MayMake => State == IdentifiedState.Ready && IsMine;

    public bool MayFetch => State == IdentifiedState.Made && IsMine && IsWhole;

    public bool MayEnd => State is IdentifiedState.WaitsForApproval or IdentifiedState.Waits or IdentifiedState.Ready or IdentifiedState.Made;
}

/// <summary>The requests for names and numbers of the books this coordinator is a member of, newest first.</summary>
public sealed class IdentifiedExportsQuery(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int Most = 30;

    public async Task<IReadOnlyList<IdentifiedRow>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var requests = await db.IdentifiedRequestsOf(actor).AsNoTracking().OrderByDescending(request => request.AskedAt).ThenByDescending(request => request.Id).Take(Most).ToListAsync(ct);
        var campaignIds = requests.ConvertAll(request => request.CampaignId);
        var campaigns = await db.Campaigns.AsNoTracking().Where(campaign => campaignIds.Contains(campaign.Id)).ToDictionaryAsync(campaign => campaign.Id, ct);
        var listIds = requests.Select(request => request.ListId).OfType<Guid>().ToList();
        var lists = await db.CallLists.AsNoTracking().Where(list => listIds.Contains(list.Id)).ToDictionaryAsync(list => list.Id, list => list.SealedName, ct);
        var names = new VolunteerNames(sealer);
        await names.LoadAsync(db, [.. requests.SelectMany(request => new[] { request.AskedBy, request.ApprovedBy, request.EndedBy }).OfType<Guid>()], ct);
        var now = time.UtcNow();
        var rows = new List<IdentifiedRow>();
        foreach (var request in requests)
        {
            var campaign = campaigns.GetValueOrDefault(request.CampaignId);
            var clock = DeskClock.In(campaign?.TimeZone);
            var another = request.MadeAt is null && await IdentifiedRules.LastMadeAsync(db, request, now, ct) is not null;
            var state = IdentifiedRules.StateOf(request, another, now);
            DateTime? until = state switch
            {
                IdentifiedState.WaitsForApproval => request.AskedAt + IdentifiedRules.ApprovalWithin,
                IdentifiedState.Waits => IdentifiedRules.ReadyFrom(request, another),
                IdentifiedState.Ready => IdentifiedRules.ReadyFrom(request, another) + IdentifiedRules.ReadyFor,
                IdentifiedState.Made => request.MadeAt + IdentifiedRules.FileLife,
                _ => null,
            };
            rows.Add(new IdentifiedRow(
                request.Id,
                state,
                campaign is null ? "" : sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
                request.ListId is { } list && lists.TryGetValue(list, out var listName) ? sealer.Open(Places.CallListName(list), listName) : null,
                names.Of(request.AskedBy),
                clock.ToLocal(request.AskedAt),
                sealer.Open(Places.IdentifiedReason(request.Id), request.SealedReason),
                request.ApprovedBy is { } approver ? names.Of(approver) : null,
                request.EndedBy is { } ender ? names.Of(ender) : null,
                until is { } moment ? clock.ToLocal(moment) : null,
                request.Rows,
                request.Bytes > 0,
                request.FetchedAt is not null,
                request.AskedBy == actor.VolunteerId));
        }

        return rows;
    }
}
