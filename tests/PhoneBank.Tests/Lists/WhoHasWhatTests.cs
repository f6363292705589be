using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Lists;

/// <summary>Who of a campaign has what, how fast it goes, and which lists starve.</summary>
public sealed class WhoHasWhatTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Each_assignee_stands_with_the_calls_so_far_and_what_waits_adds_up(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var listId = await scene.ListAsync(priority: 3);
        var team = await scene.TeamAsync(mia, tom);
        await scene.AssignAsync(listId, to: mia, maximum: 20);
        await scene.AssignAsync(listId, teamId: team);
        await scene.ContactsAsync(6, listId);
        await scene.ContactsAsync(2, listId, country: "US", zone: "America/Los_Angeles");
        var gone = (await scene.ContactsAsync(1, listId))[0];
        await scene.ChangeEntryAsync(gone, entry => entry.Callable = false);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        var toms = await scene.CallAndRecordAsync(tom, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(tom, OutcomeKeys.Talked);
        await world.Get<WithdrawCall>().ExecuteAsync(tom, toms.CallId, None);
        await SummarizeAsync(world);

        var list = (await ViewAsync(scene)).Lists[0];

        Assert.Equal(listId, list.Id);
        var (one, both) = (Assert.Single(list.Assignees, line => line.Kind == AssigneeKind.Volunteer), Assert.Single(list.Assignees, line => line.Kind == AssigneeKind.Team));
        Assert.Equal((20, 1, 1, 2), (one.Maximum, one.People, one.OnShift, one.Calls));
        Assert.Equal((null, 2, 2), (both.Maximum, both.People, both.OnShift));
        Assert.InRange(both.Calls, 3, 4);
        Assert.Equal(list.Counts.Waiting + list.Counts.Scheduled, list.Now + list.Later + list.Never);
        Assert.Equal((1, 3), (list.Never, list.Later));
        Assert.Empty(list.Gaps);
        Assert.DoesNotContain(Starving.NobodyOnShift, list.Starves);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task The_pace_is_that_of_the_last_hour_and_says_how_long_the_list_lasts_and_when_it_runs_dry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 12);
        var mia = await scene.OrganizerAsync();
        Assert.Null((await ViewAsync(scene)).Lists[0].Pace);
        for (var n = 0; n < 6; n++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(5));
            await scene.CallAndRecordAsync(mia, n % 2 == 0 ? OutcomeKeys.Talked : OutcomeKeys.NoAnswer);
        }

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await SummarizeAsync(world);
        var list = (await ViewAsync(scene)).Lists[0];

        // Six calls in the half hour since the first; three people done; nine still wait, three of them for a later try.
        Assert.Equal((12, 6), (Math.Round(list.Pace!.CallsPerHour), Math.Round(list.Pace.DonePerHour)));
        Assert.Equal((6, 3), (list.Now, list.Later));
        Assert.Equal(90, Math.Round(list.Lasts!.Value.TotalMinutes));
        Assert.DoesNotContain(Starving.RunsDry, list.Starves);

        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await SummarizeAsync(world);
        Assert.Contains(Starving.RunsDry, (await ViewAsync(scene)).Lists[0].Starves);
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null((await ViewAsync(scene)).Lists[0].Pace);
    }

    [Theory, OnBothDatabases]
    public async Task A_list_of_nobody_or_of_nobody_calling_starves_and_one_that_is_paused_does_not(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var (unassigned, paused, resting) = (await scene.ListAsync(), await scene.ListAsync(state: CallListState.Paused), await scene.ListAsync());
        foreach (var id in new[] { unassigned, paused, resting })
        {
            await scene.ContactsAsync(1, id);
        }

        await scene.AssignAsync(resting, to: mia);
        await SummarizeAsync(world);
        Assert.Equal([Starving.NobodyAssigned], await StarvesAsync(scene, unassigned));
        Assert.Equal([Starving.NobodyOnShift], await StarvesAsync(scene, resting));
        Assert.Empty(await StarvesAsync(scene, paused));
        Assert.Empty(await StarvesAsync(scene, scene.ListId));

        _ = await scene.ClaimAsync(mia);
        Assert.Empty(await StarvesAsync(scene, resting));
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.Empty(await StarvesAsync(scene, unassigned));
    }

    [Theory, OnBothDatabases]
    public async Task Who_speaks_a_language_nobody_assigned_speaks_is_shown_with_those_who_could_help(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, alexei) = (await scene.OrganizerAsync(), await scene.OrganizerAsync("ru"));
        var listId = await scene.ListAsync();
        await scene.AssignAsync(listId, to: mia);
        await scene.ContactsAsync(2, listId, language: "ru-IL");
        await scene.ContactsAsync(1, listId, language: null);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.OtherLanguage, request => request with { SpeaksLanguage = "ti" });
        await SummarizeAsync(world);

        var list = (await ViewAsync(scene)).Lists.Single(one => one.Id == listId);
        Assert.Contains(Starving.LanguageNobodySpeaks, list.Starves);
        Assert.Equal([("ru", 2, 1), ("ti", 1, 0)], list.Gaps.Select(gap => (gap.Language, gap.People, gap.Speakers.Count)));
        Assert.Equal(alexei.VolunteerId, Assert.Single(list.Gaps[0].Speakers));

        await scene.AssignAsync(listId, to: alexei);
        Assert.Equal("ti", Assert.Single((await ViewAsync(scene)).Lists.Single(one => one.Id == listId).Gaps).Language);
    }

    [Theory, OnBothDatabases]
    public async Task A_long_list_is_counted_over_several_steps_and_agrees_with_its_entries(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.OrganizerAsync();
        var small = await scene.ListAsync();
        await scene.ContactsAsync(3, small);
        await scene.ContactsAsync(7, language: "ru");
        await scene.ContactsAsync(5, language: null);
        var summarize = new SummarizeLists(world.Get<IHotStore>(), world.Get<TimeProvider>()) { AtOnce = 4, Piece = 2 };
        var (done, steps) = (0, 0);
        for (; done < 4; steps++)
        {
            done += await summarize.ExecuteAsync(None);
        }

        Assert.InRange(steps, 8, 12);
        var lists = (await ViewAsync(scene)).Lists;
        Assert.Equal(12, lists.Single(list => list.Id == scene.ListId).Now);
        Assert.Equal(3, lists.Single(list => list.Id == small).Now);
        Assert.Equal(world.Now, lists[0].CountedAt);
    }

    [Theory, OnBothDatabases]
    public async Task Only_coordinators_of_the_book_see_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var elsewhere = await world.CallingSceneAsync();
        var query = world.Get<WhoHasWhat>();
        Assert.IsType<NotFound>((await query.ExecuteAsync(await scene.OrganizerAsync(), scene.CampaignId, None)).Error);
        Assert.IsType<NotFound>((await query.ExecuteAsync(elsewhere.Coordinator, scene.CampaignId, None)).Error);
    }

    private static async Task SummarizeAsync(World world) => Assert.True(await world.Get<SummarizeLists>().ExecuteAsync(None) > 0);

    private static async Task<WhoHasWhatView> ViewAsync(CallingScene scene) =>
        (await scene.World.Get<WhoHasWhat>().ExecuteAsync(scene.Coordinator, scene.CampaignId, None)).Required;

    private static async Task<IReadOnlyList<Starving>> StarvesAsync(CallingScene scene, Guid listId) => (await ViewAsync(scene)).Lists.Single(list => list.Id == listId).Starves;
}
