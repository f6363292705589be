using System.Diagnostics;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reports;

namespace PhoneBank.Benchmarks;

/// <summary>Summing up a great many calls, the reports over them, and the pages of the list of calls.</summary>
internal static class ReportBenchmark
{
    private const int Organizers = 200;
    private const int Rounds = 20;
    private const double ReportLimit = 1_000;
    private const double GridLimit = 300;

    public static async Task RunAsync(DatabaseKind kind, int calls, CancellationToken ct)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var organizers = await scene.OrganizersAsync(Organizers);
        var filling = Stopwatch.StartNew();
        var lists = await InventedCalls.WriteAsync(scene, calls, organizers);
        Console.WriteLine($"Reports, {kind}: {calls:N0} calls written in {filling.Elapsed.TotalSeconds:F0} s; load of the machine {Machine.Load}");
        var summing = Stopwatch.StartNew();
        await world.Get<SummarizeCalls>().ExecuteAsync(ct);
        Console.WriteLine($"  all summed up in {summing.Elapsed.TotalSeconds:F1} s");
        var today = DateOnly.FromDateTime(world.Now);
        (string, ReportFilter)[] reports =
        [
            ("all reports of the campaign", new ReportFilter()),
            ("all reports of one list", new ReportFilter { ListId = lists[3] }),
            ("all reports of a week", new ReportFilter { From = today.AddDays(-30), To = today.AddDays(-24) }),
        ];
        foreach (var (name, filter) in reports)
        {
            await MeasureAsync(name, ReportLimit, async () => _ = (await world.Get<CampaignReports>().ExecuteAsync(scene.Coordinator, filter with { CampaignId = scene.CampaignId }, "en", ct)).Required);
        }

        var middle = (await world.Get<CallsQuery>().ExecuteAsync(scene.Coordinator, new CallFilter { CampaignId = scene.CampaignId, To = today.AddDays(-30) }, after: null, ct)).Calls.Next;
        var empty = await scene.ListAsync(name: "Nobody");
        (string, CallFilter, string?)[] pages =
        [
            ("newest calls", new CallFilter(), null),
            ("calls from the middle", new CallFilter(), middle),
            ("a common outcome", new CallFilter { OutcomeKey = OutcomeKeys.NoAnswer }, null),
            ("a rare outcome", new CallFilter { OutcomeKey = OutcomeKeys.NotSafe }, middle),
            ("an outcome nobody had", new CallFilter { OutcomeKey = OutcomeKeys.Died }, null),
            ("one list", new CallFilter { ListId = lists[3] }, null),
            ("a list nobody called", new CallFilter { ListId = empty }, null),
            ("a list nobody called, a common outcome", new CallFilter { ListId = empty, OutcomeKey = OutcomeKeys.NoAnswer }, null),
            ("one list, a rare outcome", new CallFilter { ListId = lists[3], OutcomeKey = OutcomeKeys.NotSafe }, null),
            ("one organizer", new CallFilter { OrganizerId = organizers[7].VolunteerId }, middle),
            ("one organizer, a rare outcome", new CallFilter { OrganizerId = organizers[7].VolunteerId, OutcomeKey = OutcomeKeys.NotSafe }, null),
            ("a day, a rare outcome", new CallFilter { OutcomeKey = OutcomeKeys.NotSafe, From = today.AddDays(-20), To = today.AddDays(-20) }, null),
            ("people who wait", new CallFilter { HeldOnly = true }, null),
        ];
        foreach (var (name, filter, after) in pages)
        {
            await MeasureAsync($"a page of {name}", GridLimit, () => world.Get<CallsQuery>().ExecuteAsync(scene.Coordinator, filter with { CampaignId = scene.CampaignId }, after, ct));
        }

        var checking = Stopwatch.StartNew();
        var differences = await world.Get<CheckCallSums>().ExecuteAsync(scene.CampaignId, ct);
        Console.WriteLine($"  recount of all: {checking.Elapsed.TotalSeconds:F1} s, {differences.Count} differences (limit 0)");
        Console.WriteLine($"  load of the machine {Machine.Load}");
    }

    private static async Task MeasureAsync(string name, double limit, Func<Task> act)
    {
        await act();
        var times = new double[Rounds];
        for (var n = 0; n < Rounds; n++)
        {
            var clock = Stopwatch.StartNew();
            await act();
            times[n] = clock.Elapsed.TotalMilliseconds;
        }

        var waits = new Waits(times);
        Console.WriteLine($"  {name}: {waits}; at p95 {waits.At(0.95) / limit:F2} of the limit ({limit:N0} ms)");
    }
}
