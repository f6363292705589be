using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Lists;
using PhoneBank.Scripts;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Benchmarks;

/// <summary>Counting and listing all people of a book that has just been imported, and calling a list of them beside a small one.</summary>
internal static class ListBenchmark
{
    private const int Claims = 240;
    private const int Rounds = 5;

    /// <param name="small">A campaign with ten thousand people, on the same book.</param>
    public static async Task RunAsync(World world, CallingScene small, CancellationToken ct)
    {
        var scene = await small.AnotherCampaignAsync();
        await using var db = await world.OpenDbAsync();
        var city = await db.Contacts.Where(contact => contact.BookId == scene.BookId && contact.CityId != null).Select(contact => contact.CityId!.Value).FirstAsync(ct);
        var tag = await db.ContactLabels.Select(label => label.LabelId).FirstAsync(ct);
        (string, ContactFilter)[] filters =
        [
            ("everybody", new ContactFilter()),
            ("one language", new ContactFilter { Languages = ["he"] }),
            ("one city", new ContactFilter { CityIds = [city] }),
            ("one tag", new ContactFilter { TagIds = [tag] }),
        ];
        await CountAsync(scene, filters, "", ct);

        var making = Stopwatch.StartNew();
        var made = (await world.Get<MakeCallList>().ExecuteAsync(scene.Coordinator, scene.CampaignId, new NewCallList("All", new ContactFilter()), progress: null, ct)).Required;
        Console.WriteLine($"  a list of {made.Count:N0}: {making.Elapsed.TotalSeconds:F1} s (limit 10)");
        await CountAsync(scene, filters, ", all of them in a list", ct);
        await scene.AssignAsync(made.ListId);
        var few = await NextAsync(small, await small.OrganizersAsync(Claims / 40));
        var many = await NextAsync(scene, await scene.OrganizersAsync(Claims / 40));
        Console.WriteLine($"  next of 10,000: {few}; of {made.Count:N0}: {many}; at p99 {many.At(0.99) / few.At(0.99):F2} times (limit 1.5)");
    }

    private static async Task CountAsync(CallingScene scene, IEnumerable<(string Name, ContactFilter Filter)> filters, string beside, CancellationToken ct)
    {
        foreach (var (name, filter) in filters)
        {
            var times = new List<double>();
            var matching = 0;
            for (var i = 0; i < Rounds; i++)
            {
                var clock = Stopwatch.StartNew();
                matching = (await scene.World.Get<CountFilter>().ExecuteAsync(scene.Coordinator, scene.CampaignId, filter, ct)).Required.Matching;
                times.Add(clock.Elapsed.TotalSeconds);
            }

            Console.WriteLine($"  count of {name}{beside}: {matching:N0} people, median {times.Order().ElementAt(Rounds / 2):F2} s, longest {times.Max():F2} s (limit 1)");
        }
    }

    private static async Task<Waits> NextAsync(CallingScene scene, IReadOnlyList<PhoneBank.Shared.Actor> organizers)
    {
        var times = new List<double>();
        for (var i = 0; i < Claims; i++)
        {
            var organizer = organizers[i % organizers.Count];
            var clock = Stopwatch.StartNew();
            var claim = (await scene.NextAsync(organizer)).Required;
            times.Add(clock.Elapsed.TotalMilliseconds);
            _ = (await scene.RevealAsync(organizer, claim.ClaimId)).Required;
            _ = (await scene.RecordAsync(organizer, claim.ClaimId, "no_answer")).Required;
        }

        return new Waits([.. times]);
    }
}
