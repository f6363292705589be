using Microsoft.EntityFrameworkCore;
using PhoneBank.Lists;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Lists are made, handed out, taken back and moved.</summary>
internal sealed class ListSteps(WalkRun run)
{
    private readonly HashSet<Guid> _met = [];

    private ModelCampaign CampaignOf(WalkStep step) => run.Model.Campaigns[step.A % 3];

    public async Task MakeAsync(WalkStep step)
    {
        var campaign = CampaignOf(step);
        var imports = run.Model.Imports.Where(import => import.Book == campaign.Book).ToList();
        var filter = (step.B % 4) switch
        {
            1 when imports.Count > 0 => new ContactFilter { ImportId = imports[step.C % imports.Count].Id },
            2 => new ContactFilter { Languages = ["he", ContactFilter.Unknown] },
            _ => new ContactFilter(),
        };
        var made = await run.World.Get<MakeCallList>().ExecuteAsync(
            campaign.Book.Coordinator, campaign.Id, new NewCallList("Families", filter, Priority: step.B % 3, MoveFromOtherLists: step.C % 2 == 1, Refills: step.C % 3 == 0), progress: null, CancellationToken.None);
        run.Say($"list {made.Value?.ListId} made in campaign {step.A % 3}, {made.Value?.Added} added, {made.Value?.Moved} moved", made);
        if (made.Value is not { } list)
        {
            return;
        }

        run.Model.Lists.Add(new ModelList(list.ListId, campaign));
        await AssignAsync(run.Model.Lists[^1], step.C % 4 == 3 ? step.B : null, step.B % 4 == 3 ? 3 : null);
        if (filter == new ContactFilter())
        {
            var everybody = await run.World.ReadAsync(db => db.Contacts.Decided(db).Where(contact => contact.BookId == campaign.Book.Id && contact.EndedAt == null).Select(contact => contact.Id).ToListAsync());
            campaign.Listed.UnionWith(everybody);
        }

        await MeetAsync();
    }

    public async Task RefillAsync()
    {
        run.Say($"lists refilled, {await run.World.Get<RefillLists>().ExecuteAsync(CancellationToken.None)} people");
        await MeetAsync();
    }

    public async Task AssignAsync(WalkStep step)
    {
        var list = run.Model.Lists[step.A % run.Model.Lists.Count];
        await AssignAsync(list, step.B % 2 == 0 ? step.B / 2 : null, step.C % 5 == 0 ? 1 + (step.C % 4) : null);
    }

    public async Task TakeBackAsync(WalkStep step)
    {
        var list = run.Model.Lists[step.A % run.Model.Lists.Count];
        if (list.Assignments.Count > 0)
        {
            var assignment = list.Assignments[step.B % list.Assignments.Count];
            run.Say($"list {list.Id} taken back", await run.World.Get<TakeBackAssignment>().ExecuteAsync(list.Campaign.Book.Coordinator, assignment.AssignmentId, CancellationToken.None));
            list.Assignments.Remove(assignment);
        }
    }

    public async Task MoveRestAsync(WalkStep step)
    {
        var (from, to) = (run.Model.Lists[step.A % run.Model.Lists.Count], run.Model.Lists[step.B % run.Model.Lists.Count]);
        var moved = await run.World.Get<MoveRest>().ExecuteAsync(from.Campaign.Book.Coordinator, from.Id, to.Id, CancellationToken.None);
        run.Say($"{moved.Value} moved from list {from.Id} to {to.Id}", moved);
        run.Must(!moved.IsDone || from.Campaign == to.Campaign, "people were moved between campaigns");
    }

    public async Task PauseAsync(WalkStep step)
    {
        var list = run.Model.Lists[step.A % run.Model.Lists.Count];
        list.Paused = !list.Paused;
        run.Say($"list {list.Id} paused {list.Paused}", await run.World.Get<PauseList>().ExecuteAsync(list.Campaign.Book.Coordinator, list.Id, list.Paused, CancellationToken.None));
    }

    private async Task AssignAsync(ModelList list, int? to, int? maximum)
    {
        var callers = run.Model.Callers.Where(caller => caller.Campaigns.Contains(list.Campaign)).ToList();
        var caller = to is { } which ? callers[which % callers.Count] : null;
        var assigned = await run.World.Get<AssignList>().ExecuteAsync(
            list.Campaign.Book.Coordinator, list.Id, caller is null ? Assignee.Everyone : Assignee.Volunteer(caller.Actor.VolunteerId), maximum, CancellationToken.None);
        run.Say($"list {list.Id} handed to {(caller is null ? "everyone" : $"caller {caller.Number}")}, at most {maximum}", assigned);
        if (!list.Assignments.Exists(known => known.AssignmentId == assigned.Required))
        {
            list.Assignments.Add((assigned.Required, caller?.Actor.VolunteerId));
        }
    }

    // Chance decides between people who could all be next; here it does so the same way when a walk is walked again.
    private async Task MeetAsync()
    {
        foreach (var campaign in run.Model.Campaigns)
        {
            var entries = await run.World.ReadAsync(db => db.Entries.Where(entry => entry.CampaignId == campaign.Id).Select(entry => new { entry.Id, entry.ContactId }).ToListAsync());
            if (entries.FindAll(entry => _met.Add(entry.Id)) is not { Count: > 0 } fresh)
            {
                continue;
            }

            campaign.Listed.UnionWith(fresh.Select(entry => entry.ContactId));
            var people = (await run.PeopleOfAsync(campaign.Book)).ToList();
            await using var db = await run.World.OpenDbAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            foreach (var entry in fresh)
            {
                await db.Entries.Where(known => known.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.RandomKey, people.IndexOf(entry.ContactId) * 7919 % 101));
            }

            await transaction.CommitAsync();
        }
    }
}
