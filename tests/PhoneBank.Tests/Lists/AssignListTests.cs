using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Lists;

public sealed class AssignListTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_list_is_handed_to_a_person_a_team_and_everyone_and_taken_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, campaign, list) = await ListAsync(world);
        var mia = await world.CallerAsync(campaign);
        var team = (await world.Get<MakeTeam>().ExecuteAsync(noa, campaign, "North", None)).Required;
        Assert.True((await world.Get<ChangeTeam>().ExecuteAsync(noa, team, mia.VolunteerId, isMember: true, None)).IsDone);

        var toMia = (await AssignAsync(world, noa, list, Assignee.Volunteer(mia.VolunteerId), 20)).Required;
        await AssignAsync(world, noa, list, Assignee.Team(team));
        await AssignAsync(world, noa, list, Assignee.Everyone);

        var view = (await world.Get<CallListOverview>().ExecuteAsync(noa, list, None)).Required;
        Assert.Equal(
            [(AssigneeKind.Everyone, "", null), (AssigneeKind.Team, "North", null), (AssigneeKind.Volunteer, "Mia", (int?)20)],
            view.Assignments.Select(assignment => (assignment.Kind, assignment.Name, assignment.Maximum)));
        Assert.True(view.IsForEveryone);
        Assert.Empty(view.CanBeAssigned);

        Assert.True((await world.Get<TakeBackAssignment>().ExecuteAsync(noa, toMia, None)).IsDone);
        var after = (await world.Get<CallListOverview>().ExecuteAsync(noa, list, None)).Required;
        Assert.Equal(2, after.Assignments.Count);
        Assert.Equal("Mia", Assert.Single(after.CanBeAssigned).Name);
        var overview = (await world.Get<PhoneBank.Campaigns.CampaignOverview>().ExecuteAsync(noa, campaign, None)).Required;
        Assert.Equal("Mia", Assert.Single(Assert.Single(overview.Teams).Members).Name);
    }

    [Theory, OnBothDatabases]
    public async Task Handing_out_again_changes_the_maximum_and_makes_no_second_assignment(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, _, list) = await ListAsync(world);

        var first = (await AssignAsync(world, noa, list, Assignee.Everyone, 10)).Required;
        var again = (await AssignAsync(world, noa, list, Assignee.Everyone, 30)).Required;

        Assert.Equal(first, again);
        Assert.Equal(30, Assert.Single((await world.Get<CallListOverview>().ExecuteAsync(noa, list, None)).Required.Assignments).Maximum);
    }

    [Theory, OnBothDatabases]
    public async Task Only_people_of_the_campaign_and_only_by_its_coordinators(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, campaign, list) = await ListAsync(world);
        var (_, otherCampaign, _) = await ListAsync(world, "Dan");
        var elsewhere = await world.CallerAsync(otherCampaign, "Omar");
        var mia = await world.CallerAsync(campaign);
        var assignment = (await AssignAsync(world, noa, list, Assignee.Everyone)).Required;

        Assert.IsType<NotInThisCampaign>((await AssignAsync(world, noa, list, Assignee.Volunteer(elsewhere.VolunteerId))).Error);
        Assert.IsType<NotInThisCampaign>((await AssignAsync(world, noa, list, Assignee.Team(Guid.CreateVersion7()))).Error);
        Assert.IsType<InvalidField>((await AssignAsync(world, noa, list, Assignee.Everyone, 0)).Error);
        foreach (var actor in new[] { mia, elsewhere, await world.CoordinatorAsync("Lea") })
        {
            Assert.IsType<NotFound>((await AssignAsync(world, actor, list, Assignee.Everyone)).Error);
            Assert.IsType<NotFound>((await world.Get<TakeBackAssignment>().ExecuteAsync(actor, assignment, None)).Error);
            Assert.IsType<NotFound>((await world.Get<SetPriority>().ExecuteAsync(actor, list, 2, None)).Error);
            Assert.IsType<NotFound>((await world.Get<PauseList>().ExecuteAsync(actor, list, true, None)).Error);
            Assert.IsType<NotFound>((await world.Get<RenameList>().ExecuteAsync(actor, list, "Mine", None)).Error);
            Assert.IsType<NotFound>((await world.Get<CallListOverview>().ExecuteAsync(actor, list, None)).Error);
            Assert.IsType<NotFound>((await world.Get<ListProgress>().ExecuteAsync(actor, list, None)).Error);
            Assert.IsType<NotFound>((await world.Get<FilterChoices>().ExecuteAsync(actor, campaign, None)).Error);
            Assert.IsType<NotFound>((await world.Get<CountFilter>().ExecuteAsync(actor, campaign, new ContactFilter(), None)).Error);
            Assert.IsType<NotFound>((await world.Get<MakeCallList>().ExecuteAsync(actor, campaign, new NewCallList("All", new ContactFilter()), null, None)).Error);
            Assert.IsType<NotFound>((await world.Get<MakeTeam>().ExecuteAsync(actor, campaign, "Mine", None)).Error);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_list_is_renamed_paused_and_given_another_place(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, _, list) = await ListAsync(world);

        Assert.True((await world.Get<RenameList>().ExecuteAsync(noa, list, " Haifa ", None)).IsDone);
        Assert.True((await world.Get<SetPriority>().ExecuteAsync(noa, list, 5, None)).IsDone);
        Assert.IsType<InvalidField>((await world.Get<SetPriority>().ExecuteAsync(noa, list, 10, None)).Error);
        Assert.True((await world.Get<PauseList>().ExecuteAsync(noa, list, true, None)).IsDone);

        var view = (await world.Get<CallListOverview>().ExecuteAsync(noa, list, None)).Required;
        Assert.Equal(("Haifa", 5, CallListState.Paused), (view.Name, view.Priority, view.State));
        Assert.True((await world.Get<PauseList>().ExecuteAsync(noa, list, false, None)).IsDone);
        Assert.Equal(CallListState.Open, await world.ReadAsync(db => db.CallLists.Where(candidate => candidate.Id == list).Select(candidate => candidate.State).FirstAsync()));
    }

    private static Task<Result<Guid>> AssignAsync(World world, Actor actor, Guid list, Assignee assignee, int? maximum = null) =>
        world.Get<AssignList>().ExecuteAsync(actor, list, assignee, maximum, None);

    private static async Task<(Actor Coordinator, Guid Campaign, Guid List)> ListAsync(World world, string name = "Noa")
    {
        var coordinator = await world.CoordinatorAsync(name);
        var book = await world.BookAsync(ProtectionLevel.Careful, coordinator);
        await world.ContactsAsync(book, 3);
        var campaign = await world.CampaignAsync(coordinator, book);
        return (coordinator, campaign, (await world.ListAsync(coordinator, campaign)).ListId);
    }
}
