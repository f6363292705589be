using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.Tests;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>The plug is pulled while outcomes are being posted.</summary>
[Collection(Journeys.Name)]
public sealed class KillTests(Browser browser, ITestOutputHelper output)
{
    private const int Organizers = 16;
    private const int CallsEachRound = 3;

    private static int Rounds => Long.Run ? 20 : 3;

    [Theory, OnBothDatabases]
    public async Task After_every_kill_each_acknowledged_outcome_is_there_once(DatabaseKind kind)
    {
        var random = new Random(7);
        await using var shift = await Shift.StartAsync(browser, kind, people: Organizers * CallsEachRound * (Rounds + 5));
        var organizers = await Task.WhenAll(Enumerable.Range(1, Organizers).Select(i => HttpOrganizer.JoinAsync(shift.App, shift.Invite, $"Organizer {i}")));
        int Acknowledged() => organizers.Sum(organizer => organizer.Acknowledged.Count);
        var startUp = TimeSpan.Zero;
        for (var round = 1; round <= Rounds; round++)
        {
            var enough = Acknowledged() + random.Next(5, Organizers * CallsEachRound * 3 / 4);
            var calling = organizers.Select(organizer => Task.Run(() => organizer.CallAsync(CallsEachRound))).ToList();
            while (Acknowledged() < enough && calling.Any(task => !task.IsCompleted))
            {
                await Task.Delay(1);
            }

            await shift.App.KillAsync();
            await Task.WhenAll(calling);
            var clock = Stopwatch.StartNew();
            await shift.App.StartAgainAsync();
            startUp += clock.Elapsed;

            // A browser whose post got no answer sends it again, with the same token.
            await Task.WhenAll(organizers.Select(organizer => organizer.SendAgainAsync()));
        }

        await shift.App.KillAsync();
        var acknowledged = organizers.SelectMany(organizer => organizer.Acknowledged).ToDictionary(pair => pair.Key, pair => pair.Value);
        await using var db = shift.App.OpenDb();
        var calls = await (from call in db.Calls join outcome in db.Outcomes on call.OutcomeId equals outcome.Id select new { call.SubmissionToken, outcome.Key, call.EntryId, call.ClaimId }).ToListAsync();
        var recorded = calls.ToLookup(call => call.SubmissionToken, call => call.Key);
        Assert.All(acknowledged, pair => Assert.Equal([pair.Value], recorded[pair.Key]));
        Assert.Equal(acknowledged.Count, calls.Count);
        Assert.Equal(calls.Count, calls.Select(call => call.ClaimId).Distinct().Count());
        Assert.Empty(await shift.App.IntegrityAsync());
        Assert.Empty(await shift.App.WrongTalliesAsync());

        var cutOff = organizers.Sum(organizer => organizer.CutOff);
        Assert.True(cutOff > 0, "No post was under way at any kill, so nothing was proved.");
        output.WriteLine($"{kind}: {Rounds} kills, {Organizers} organizers at once, {acknowledged.Count} outcomes acknowledged, each there once; {cutOff} posts were cut off and sent again; {startUp.TotalSeconds / Rounds:F1} s from start to listening.");
        foreach (var organizer in organizers)
        {
            organizer.Dispose();
        }
    }
}
