using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Reports;

/// <summary>Each call is in the sums once, whatever becomes of it before or after it is summed up.</summary>
public sealed class SummarizeCallsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_call_is_summed_up_once_its_caller_cannot_take_it_back_and_a_correction_or_an_erasure_counts_it_anew(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var call = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with { Answers = new Dictionary<string, string> { ["comes"] = "maybe" } });
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal(0, await SummarizeAsync(world));
        Assert.Equal((2, 1), await CountsAsync(scene));

        world.Time.Advance(TimeSpan.FromMinutes(12));
        Assert.True(await SummarizeAsync(world) > 0);
        Assert.Equal(0, await SummarizeAsync(world));
        Assert.Equal(2, await world.ReadAsync(db => db.CallSums.Where(sum => sum.Kind == CallSumKind.Outcome).SumAsync(sum => sum.Calls)));
        Assert.Equal((2, 1), await CountsAsync(scene));

        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(call.CallId), OutcomeKeys.NotInterested)).IsDone);
        Assert.Single(await world.ReadAsync(db => db.StaleCalls.ToListAsync()));
        Assert.Equal((2, 2), await CountsAsync(scene));
        Assert.Empty(await world.ReadAsync(db => db.StaleCalls.ToListAsync()));
        Assert.Equal(0, await SummarizeAsync(world));
        await SumCheck.EqualsRecountAsync(world);

        var contactId = await world.ReadAsync(db => db.Calls.Where(row => row.Id == call.CallId).Select(row => row.ContactId).SingleAsync());
        Assert.True((await world.Get<EraseContact>().ExecuteAsync(scene.Coordinator, scene.BookId, contactId, neverAgain: false, None)).IsDone);
        Assert.Equal(1, await SummarizeAsync(world));
        Assert.Equal((2, 2), await CountsAsync(scene));
        var report = await ReportAsync(scene);
        Assert.Equal([(mia.VolunteerId, 1), (null, 1)], report.Organizers.OrderByDescending(row => row.Id is not null).Select(row => (row.Id, row.Counts.Calls.N)));
        Assert.Equal(1, report.Questions.Single(question => question.StepId == "comes").Answered.N);
        await SumCheck.EqualsRecountAsync(world);
        Assert.Empty(await world.ReadAsync(db => db.StaleCalls.ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_taken_back_is_counted_nowhere(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var call = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromMinutes(7));
        await SummarizeAsync(world);
        Assert.Equal((2, 1), await CountsAsync(scene));

        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).IsDone);
        Assert.Equal((1, 1), await CountsAsync(scene));
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await SumCheck.EqualsRecountAsync(world);
        Assert.Equal((1, 1), await CountsAsync(scene));
    }

    [Theory, OnBothDatabases]
    public async Task A_sum_that_is_wrong_is_found(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        await scene.CallAndRecordAsync(await scene.OrganizerAsync(), OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromMinutes(12));
        await SumCheck.EqualsRecountAsync(world);
        await world.WriteAsync(db => db.CallSums.Single(sum => sum.Kind == CallSumKind.Language).Calls++);
        Assert.Contains("kept 2 calls", Assert.Single(await world.Get<CheckCallSums>().ExecuteAsync(scene.CampaignId, None)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Several_nodes_sum_up_while_calls_are_corrected_and_a_report_never_counts_one_twice(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 30);
        var mia = await scene.OrganizerAsync();
        var reviews = new List<Guid>();
        for (var n = 0; n < 20; n++)
        {
            reviews.Add(await scene.ReviewOfAsync((await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId));
            world.Time.Advance(TimeSpan.FromMinutes(2));
        }

        var nodes = Enumerable.Range(0, 3).Select(_ => new SummarizeCalls(world.Get<IHotStore>(), world.Get<IDbContextFactory<PhoneBankDb>>(), world.Get<TimeProvider>())).ToList();
        var correcting = CorrectAsync(scene, reviews);
        var summing = nodes.Select(node => SumAsync(node, correcting)).ToList();
        do
        {
            Assert.Equal(20, (await CountsAsync(scene)).Calls);
        }
        while (!correcting.IsCompleted);

        await correcting;
        await Task.WhenAll(summing);
        Assert.Equal((20, 20), await CountsAsync(scene));
        await SumCheck.EqualsRecountAsync(world);
    }

    private static async Task CorrectAsync(CallingScene scene, List<Guid> reviews)
    {
        foreach (var review in reviews)
        {
            scene.World.Time.Advance(TimeSpan.FromSeconds(30));
            Assert.True((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Talked)).IsDone);
        }
    }

    private static async Task SumAsync(SummarizeCalls node, Task until)
    {
        do
        {
            await node.ExecuteAsync(None);
        }
        while (!until.IsCompleted);

        await node.ExecuteAsync(None);
    }

    private static Task<int> SummarizeAsync(World world) => world.Get<SummarizeCalls>().ExecuteAsync(None);

    private static async Task<(int Calls, int Reached)> CountsAsync(CallingScene scene) => await ReportAsync(scene) is var report ? (report.All.Calls.N, report.All.Reached.N) : default;

    private static async Task<CampaignReport> ReportAsync(CallingScene scene) =>
        (await scene.World.Get<CampaignReports>().ExecuteAsync(scene.Coordinator, new ReportFilter { CampaignId = scene.CampaignId }, "en", None)).Required;
}
