using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>Somebody who calls otherwise than people do who call.</summary>
/// <param name="Kind">One of the unusual kinds.</param>
/// <param name="Count">Of the last hour.</param>
public sealed record UnusualCaller(Guid OrganizerId, string Name, DeskNeedKind Kind, int Count);

/// <summary>
/// Who was shown numbers without recording calls, passes many on, or leafs through people, in the last hour: what somebody does who collects
/// numbers. Also what somebody does who has a bad line: a coordinator looks, nothing is stopped by it. Read from claims and skips, worked out at
/// most once a minute for each campaign, so that the desk may ask every second.
/// </summary>
public sealed class UnusualCalling(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <summary>So many numbers shown without a call, and at least as many as calls were recorded.</summary>
    public const int NumbersWithoutCall = 5;

    private static readonly TimeSpan Over = TimeSpan.FromHours(1);
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, (DateTime At, IReadOnlyList<UnusualCaller> Callers)> _known = new();

    /// <summary>Asks nobody's reach: the campaigns given are within it.</summary>
    public async Task<IReadOnlyList<UnusualCaller>> OfAsync(IReadOnlyCollection<Guid> campaignIds, CancellationToken ct)
    {
        var now = time.UtcNow();
        var found = new List<UnusualCaller>();
        foreach (var id in campaignIds)
        {
            if (!_known.TryGetValue(id, out var known) || now - known.At >= KnownFor || known.At > now)
            {
                known = (now, await WorkOutAsync(id, now, ct));
                _known[id] = known;
            }

            found.AddRange(known.Callers);
        }

        return found;
    }

    private async Task<IReadOnlyList<UnusualCaller>> WorkOutAsync(Guid campaignId, DateTime now, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var since = now - Over;
        var costing = SkipReasons.Costing;
        var rows = await (
            from member in db.CampaignMembers.AsNoTracking()
            where member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null
            join volunteer in db.Users on member.VolunteerId equals volunteer.Id
            select new
            {
                member.VolunteerId,
                volunteer.SealedDisplayName,
                People = db.Claims.Count(claim => claim.OrganizerId == member.VolunteerId && claim.TakenAt > since && claim.CampaignId == campaignId),
                Calls = db.Claims.Count(claim => claim.OrganizerId == member.VolunteerId && claim.TakenAt > since && claim.CampaignId == campaignId && (claim.EndedBy == ClaimEnd.Recorded || claim.ReportedAt != null)),
                Numbers = db.Claims.Count(claim => claim.OrganizerId == member.VolunteerId && claim.TakenAt > since && claim.CampaignId == campaignId
                    && claim.RevealedAt != null && claim.EndedAt != null && claim.EndedBy != ClaimEnd.Recorded && claim.ReportedAt == null),
                Skips = db.Skips.Count(skip => skip.OrganizerId == member.VolunteerId && skip.At > since && skip.CampaignId == campaignId && costing.Contains(skip.Reason)),
            }).ToListAsync(ct);
        var level = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Join(db.Books, campaign => campaign.BookId, book => book.Id, (_, book) => book.Level).SingleAsync(ct);
        var many = LevelRules.Of(level).RevealsPerHour;
        var callers = new List<UnusualCaller>();
        foreach (var row in rows)
        {
            // One line each, for the gravest.
            (DeskNeedKind Kind, int Count)? unusual =
                row.Numbers >= NumbersWithoutCall && row.Numbers >= row.Calls ? (DeskNeedKind.UnusualNumbers, row.Numbers)
                : row.People >= many ? (DeskNeedKind.UnusualBreadth, row.People)
                : row.Skips >= LevelRules.SkipsPerHour ? (DeskNeedKind.UnusualSkips, row.Skips)
                : null;
            if (unusual is { } what)
            {
                callers.Add(new UnusualCaller(row.VolunteerId, sealer.Open(Places.VolunteerName(row.VolunteerId), row.SealedDisplayName), what.Kind, what.Count));
            }
        }

        return callers;
    }
}
