using System.Text;
using PhoneBank.Privacy;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Numbers come onto the stop list and off it.</summary>
internal sealed class StopSteps(WalkRun run)
{
    private int _files;

    public async Task SuppressAsync(WalkStep step)
    {
        var number = run.Numbers[step.B % run.Numbers.Count];
        var stopped = await run.World.Get<SuppressNumber>().ExecuteAsync(run.Model.Books[step.A % 2].Coordinator, number, "IL", CancellationToken.None);
        run.Say($"number {step.B % run.Numbers.Count} stopped, entry {stopped.Value}", stopped);
        run.Model.StopEntries.Add((stopped.Required, number));
        run.Model.Stops[$"entry:{stopped.Required}"] = [number];
    }

    public async Task LiftAsync(WalkStep step)
    {
        var coordinator = run.Model.Books[step.A % 2].Coordinator;
        if (step.B % 2 == 0 && run.Model.StopEntries.Count > 0)
        {
            // One entry: what else stands against the number stays.
            var (entryId, number) = run.Model.StopEntries[step.C % run.Model.StopEntries.Count];
            run.Say($"entry {entryId} lifted", await run.World.Get<LiftSuppression>().ExecuteAsync(coordinator, entryId, LiftReason.Mistake, CancellationToken.None));
            run.Model.Stops.Remove($"entry:{entryId}");
            return;
        }

        var stopped = run.Numbers.Where(run.Model.IsStopped).ToList();
        if (stopped.Count == 0)
        {
            return;
        }

        // Everything that stands against a number, as a coordinator finds it.
        var lifted = stopped[step.C % stopped.Count];
        var entries = (await run.World.Get<AskStopList>().ExecuteAsync(coordinator, lifted, "IL", CancellationToken.None)).Required;
        run.Must(entries.Count > 0, $"number {run.Numbers.ToList().IndexOf(lifted)} should be on the stop list");
        foreach (var entry in entries)
        {
            run.Must((await run.World.Get<LiftSuppression>().ExecuteAsync(coordinator, entry.Id, LiftReason.PersonAsked, CancellationToken.None)).IsDone, $"entry {entry.Id} could not be lifted");
        }

        run.Say($"number {run.Numbers.ToList().IndexOf(lifted)} lifted, {entries.Count} entries");
        foreach (var reason in run.Model.Stops.Values)
        {
            reason.Remove(lifted);
        }
    }

    public async Task FileAsync(WalkStep step)
    {
        string[] asked = [run.Numbers[step.B % run.Numbers.Count], run.Numbers[step.C % run.Numbers.Count]];
        var numbers = asked.Where(number => !run.Model.IsStoppedForGood(number)).ToHashSet();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', asked)));
        var imported = await run.World.Get<ImportStopList>().ExecuteAsync(run.Model.Books[step.A % 2].Coordinator, content, "IL", CancellationToken.None);
        run.Say($"numbers {step.B % run.Numbers.Count} and {step.C % run.Numbers.Count} stopped by a list, {imported.Value?.Added} added", imported);
        run.Must(imported.Required.Added == numbers.Count, $"a list added {imported.Required.Added} numbers, it should be {numbers.Count}");
        run.Model.Stops[$"file:{_files++}"] = numbers;
    }

    public async Task LiftCallerAsync(WalkStep step)
    {
        var (book, caller) = (run.Model.Books[step.A % 2], run.Model.Callers[step.B % run.Model.Callers.Count]);
        var lifted = await run.World.Get<LiftCallerSuppressions>().ExecuteAsync(book.Coordinator, caller.Actor.VolunteerId, LiftReason.NotAskedFor, CancellationToken.None);
        run.Say($"what caller {caller.Number} stopped lifted, {lifted.Value?.Numbers} numbers", lifted);
        if (lifted.IsDone)
        {
            foreach (var call in run.Model.Calls.Where(call => !call.Erased && call.Campaign.Book == book && call.Claim.Caller == caller && call.At >= run.Now.AddDays(-7)))
            {
                run.Model.Stops.Remove($"call:{call.Id}");
            }
        }
    }
}
