using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reports;

/// <summary>What came of the calls of a campaign, and who is told how much of it.</summary>
public sealed class CampaignReportsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Each_report_says_what_was_recorded_before_and_after_it_is_summed_up(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, omer) = (await scene.OrganizerAsync(name: "Mia"), await scene.OrganizerAsync(name: "Omer"));
        var (first, second, third) = (await scene.PersonAsync(new ContactName("Dana", "Levi", null)), await scene.PersonAsync(new ContactName("Noam", "Katz", null)), await scene.PersonAsync(new ContactName("Tamar", "Biton", null)));
        var monday = world.Now;
        await scene.RecordedCallAsync(first, OutcomeKeys.NoAnswer, mia, at: monday);
        await scene.RecordedCallAsync(first, OutcomeKeys.Callback, omer, at: monday.AddHours(3), callbackAt: monday.AddDays(1).AddMinutes(10));
        await scene.RecordedCallAsync(first, OutcomeKeys.Talked, omer, at: monday.AddDays(1).AddMinutes(30), choices: new Dictionary<string, string> { ["comes"] = "yes" });
        await scene.RecordedCallAsync(second, OutcomeKeys.Talked, mia, at: monday.AddMinutes(20), choices: new Dictionary<string, string> { ["comes"] = "no" });
        await scene.RecordedCallAsync(third, OutcomeKeys.WrongNumber, mia, at: monday.AddMinutes(30));
        await scene.RecordedCallAsync(third, OutcomeKeys.Talked, mia, at: monday.AddMinutes(40), withdrawn: true);
        world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));

        for (var pass = 0; pass < 2; pass++)
        {
            var report = await ReportAsync(scene);

            Assert.Equal((5, 3), Of(report.All));
            Assert.Equal(
                [(OutcomeKeys.NoAnswer, 1), (OutcomeKeys.WrongNumber, 1), (OutcomeKeys.Talked, 2), (OutcomeKeys.Callback, 1)],
                report.Outcomes.Select(row => (row.Outcome.Key, row.Calls.N)));
            var question = report.Questions.Single(question => question.StepId == "comes");
            Assert.Equal(2, question.Answered.N);
            Assert.Equal([("yes", 1), ("maybe", 0), ("no", 1)], question.Choices.Select(choice => (choice.ChoiceId, choice.Calls.N)));

            // The clock of the world starts at noon in Jerusalem, on a Monday.
            Assert.Equal(
                [(DayOfWeek.Monday, 12, 3, 1), (DayOfWeek.Monday, 15, 1, 1), (DayOfWeek.Tuesday, 12, 1, 1)],
                report.Hours.Select(hour => (hour.Weekday, hour.Hour, hour.Counts.Calls.N, hour.Counts.Reached.N)));
            Assert.Equal([(1, 3, 1, 1), (2, 1, 1, 2)], report.Attempts.Select(row => (row.Number, row.People.N, row.Reached.N, row.ReachedSoFar.N)));
            var list = Assert.Single(report.Lists);
            Assert.Equal((3, 3, 2, 5, 1, 0), (list.People.N, list.Called.N, list.Reached.N, list.Calls.N, list.BadNumbers.N, list.NeverAgain.N));
            Assert.Equal([("Mia", 3, 1), ("Omer", 2, 2)], report.Organizers.Select(row => (row.Name![..^8], row.Counts.Calls.N, row.Counts.Reached.N)));
            Assert.Equal(("he", (5, 3)), (Assert.Single(report.Languages).Tag, Of(report.Languages[0].Counts)));
            Assert.Equal((1, 1, 0, 0), (report.Callbacks.Promised.N, report.Callbacks.Kept.N, report.Callbacks.Early.N, report.Callbacks.Late.N));

            await SumCheck.EqualsRecountAsync(world);
            Assert.NotEmpty(await world.ReadAsync(db => Task.FromResult(db.CallSums.ToList())));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_period_is_days_of_the_campaigns_zone_and_a_list_is_that_list_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var entry = await world.ReadAsync(db => Task.FromResult(db.Entries.Single().Id));

        // 23:30 on Sunday and 00:30 on Monday in Jerusalem: both Sunday in London.
        await scene.RecordedCallAsync(entry, OutcomeKeys.NoAnswer, at: world.Now.Date.AddHours(-2.5));
        await scene.RecordedCallAsync(entry, OutcomeKeys.Talked, at: world.Now.Date.AddHours(-1.5));
        var sunday = DateOnly.FromDateTime(world.Now).AddDays(-1);
        var empty = await scene.ListAsync(name: "Nobody yet");
        foreach (var isSummedUp in new[] { false, true })
        {
            if (isSummedUp)
            {
                await SumCheck.EqualsRecountAsync(world);
            }

            Assert.Equal((1, 0), Of((await ReportAsync(scene, new ReportFilter { To = sunday })).All));
            Assert.Equal((1, 1), Of((await ReportAsync(scene, new ReportFilter { From = sunday.AddDays(1) })).All));
            Assert.Equal((2, 1), Of((await ReportAsync(scene, new ReportFilter { From = sunday, To = sunday.AddDays(1), ListId = scene.ListId })).All));
            Assert.Equal((0, 0), Of((await ReportAsync(scene, new ReportFilter { ListId = empty })).All));
            Assert.Equal((2, 1), Of((await ReportAsync(scene, new ReportFilter { From = DateOnly.MinValue, To = DateOnly.MaxValue })).All));
        }

        await scene.ChangeCampaignAsync(campaign => campaign.TimeZone = "Europe/London");
        await SumCheck.EqualsRecountAsync(world);
        Assert.Equal((2, 1), Of((await ReportAsync(scene, new ReportFilter { To = sunday })).All));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_does_not_coordinate_the_campaign_is_told_no_small_count_and_no_organizer(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 6);
        var entries = await world.ReadAsync(db => Task.FromResult(db.Entries.Select(entry => entry.Id).ToList()));
        foreach (var entry in entries)
        {
            await scene.RecordedCallAsync(entry, OutcomeKeys.NoAnswer);
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.RecordedCallAsync(entries[0], OutcomeKeys.Distress, choices: new Dictionary<string, string> { ["comes"] = "maybe" });
        var administrator = await world.VolunteerAsync("Admin", Roles.Administrator);
        var tomorrow = DateOnly.FromDateTime(world.Now).AddDays(1);

        var told = (await world.Get<CampaignReports>().ExecuteAsync(administrator, new ReportFilter { CampaignId = scene.CampaignId, ListId = scene.ListId, From = tomorrow }, "en", None)).Required;

        Assert.False(told.IsExact);
        Assert.Equal((7, 0, true), (told.All.Calls.N, told.All.Reached.N, told.All.Reached.IsFew));
        Assert.Equal([(OutcomeKeys.NoAnswer, 6, false), (OutcomeKeys.Distress, 0, true)], told.Outcomes.Select(row => (row.Outcome.Key, row.Calls.N, row.Calls.IsFew)));
        Assert.True(told.Questions.Single(question => question.StepId == "comes").Choices.Single(choice => choice.ChoiceId == "maybe").Calls is { N: 0, IsFew: true });
        Assert.Equal([(6, false), (0, true)], told.Attempts.Select(row => (row.People.N, row.People.IsFew)));
        Assert.Empty(told.Organizers);
        Assert.Empty(Assert.Single(await world.Get<CampaignReports>().ChoicesAsync(administrator, None)).Lists);
        Assert.Equal((7, 1), Of((await ReportAsync(scene)).All));

        var (stranger, organizer) = ((await world.CallingSceneAsync()).Coordinator, await scene.OrganizerAsync());
        foreach (var actor in new[] { stranger, organizer })
        {
            Assert.IsType<NotFound>((await world.Get<CampaignReports>().ExecuteAsync(actor, new ReportFilter { CampaignId = scene.CampaignId }, "en", None)).Error);
            Assert.DoesNotContain(await world.Get<CampaignReports>().ChoicesAsync(actor, None), choice => choice.Id == scene.CampaignId);
        }

        await world.WriteAsync(db => db.Users.Single(user => user.Id == scene.Coordinator.VolunteerId).Status = VolunteerStatus.Suspended);
        Assert.IsType<NotFound>((await world.Get<CampaignReports>().ExecuteAsync(scene.Coordinator, new ReportFilter { CampaignId = scene.CampaignId }, "en", None)).Error);
        Assert.IsType<NotFound>((await world.Get<CampaignReports>().ExecuteAsync(organizer, new ReportFilter(), "en", None)).Error);
    }

    private static (int Calls, int Reached) Of(ReachedCount counts) => (counts.Calls.N, counts.Reached.N);

    private static async Task<CampaignReport> ReportAsync(CallingScene scene, ReportFilter? filter = null) =>
        (await scene.World.Get<CampaignReports>().ExecuteAsync(scene.Coordinator, (filter ?? new ReportFilter()) with { CampaignId = scene.CampaignId }, "en", None)).Required;
}
