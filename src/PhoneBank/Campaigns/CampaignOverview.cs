using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>A campaign with everything its page shows.</summary>
/// <param name="OutcomesOffered">How many a caller can choose from.</param>
/// <param name="Admitted">Organizers who may call.</param>
/// <param name="InWaitingRoom">Organizers who wait to be admitted.</param>
public sealed record CampaignView(
    Guid Id,
    Guid BookId,
    string BookName,
    ProtectionLevel Level,
    CampaignState State,
    DateTime CreatedAt,
    DateTime? OpenedAt,
    DateTime? ClosedAt,
    CampaignSettings Settings,
    CampaignReadiness Readiness,
    IReadOnlyList<CallListLine> Lists,
    ScriptStanding? Script,
    int OutcomesOffered,
    int Admitted,
    int InWaitingRoom,
    IReadOnlyList<TeamLine> Teams)
{
    public ListCounts Counts => Lists.Aggregate(ListCounts.None, (sum, list) => sum + list.Counts);
}

/// <summary>A list on its campaign's page.</summary>
public sealed record CallListLine(Guid Id, string Name, CallListState State, int Priority, ListCounts Counts, int Assignments, bool IsForEveryone);

/// <summary>A team with whoever is in it.</summary>
public sealed record TeamLine(Guid Id, string Name, IReadOnlyList<TeamPerson> Members, IReadOnlyList<TeamPerson> Others);

/// <summary>An organizer by the name others see.</summary>
public sealed record TeamPerson(Guid VolunteerId, string Name);

/// <summary>One campaign, its lists, its script and its people in numbers.</summary>
public sealed class CampaignOverview(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <returns>The campaign, or <see cref="NotFound"/>.</returns>
    public async Task<Result<CampaignView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var book = await db.Books.AsNoTracking().FirstAsync(candidate => candidate.Id == campaign.BookId, ct);
        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.CampaignId == campaignId)
            .Select(list => new
            {
                List = list,
                Assignments = db.Assignments.Count(assignment => assignment.ListId == list.Id && assignment.TakenBackAt == null),
                IsForEveryone = db.Assignments.Any(assignment => assignment.ListId == list.Id && assignment.TakenBackAt == null && assignment.VolunteerId == null && assignment.TeamId == null),
            })
            .ToListAsync(ct);
        var counts = await ListCounts.OfAsync(db, lists.ConvertAll(row => row.List.Id), ct);
        var newest = await db.ScriptVersions.AsNoTracking().Where(version => version.CampaignId == campaignId).OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct);
        var people = await db.CampaignMembers.AsNoTracking()
            .Where(member => member.CampaignId == campaignId && member.RemovedAt == null)
            .Join(db.Users, member => member.VolunteerId, volunteer => volunteer.Id, (member, volunteer) => new { volunteer.Id, volunteer.SealedDisplayName, IsAdmitted = member.AdmittedAt != null })
            .ToListAsync(ct);
        var admitted = people.Where(person => person.IsAdmitted)
            .Select(person => new TeamPerson(person.Id, sealer.Open(Places.VolunteerName(person.Id), person.SealedDisplayName)))
            .OrderBy(person => person.Name, StringComparer.CurrentCulture)
            .ToList();
        var teams = await db.Teams.AsNoTracking()
            .Where(team => team.CampaignId == campaignId)
            .Select(team => new { Team = team, MemberIds = db.TeamMembers.Where(member => member.TeamId == team.Id).Select(member => member.VolunteerId).ToList() })
            .ToListAsync(ct);

        return new CampaignView(
            campaign.Id,
            book.Id,
            sealer.Open(Places.BookName(book.Id), book.SealedName),
            book.Level,
            campaign.State,
            campaign.CreatedAt,
            campaign.OpenedAt,
            campaign.ClosedAt,
            CampaignSettings.Of(campaign, sealer),
            await CampaignReadiness.OfAsync(db, campaign, sealer, time.UtcNow(), ct),
            [.. lists
                .OrderByDescending(row => row.List.Priority)
                .ThenBy(row => row.List.Id)
                .Select(row => new CallListLine(
                    row.List.Id,
                    sealer.Open(Places.CallListName(row.List.Id), row.List.SealedName),
                    row.List.State,
                    row.List.Priority,
                    counts.GetValueOrDefault(row.List.Id) ?? ListCounts.None,
                    row.Assignments,
                    row.IsForEveryone))],
            newest is null ? null : await ScriptStanding.OfAsync(db, book, campaign, newest, actor, time.UtcNow(), ct),
            await db.Outcomes.CountAsync(outcome => outcome.CampaignId == campaignId && outcome.RetiredAt == null, ct),
            admitted.Count,
            people.Count(person => !person.IsAdmitted),
            [.. teams.Select(row => new TeamLine(
                row.Team.Id,
                sealer.Open(Places.TeamName(row.Team.Id), row.Team.SealedName),
                [.. admitted.Where(person => row.MemberIds.Contains(person.VolunteerId))],
                [.. admitted.Where(person => !row.MemberIds.Contains(person.VolunteerId))]))]);
    }
}
