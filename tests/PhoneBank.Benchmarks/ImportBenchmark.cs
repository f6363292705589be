using System.Diagnostics;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Benchmarks;

/// <summary>
/// An import of many rows into a book whose people are being called, against the database's own loader. The loader puts
/// the same rows in clear into one table with as many indexes, leaving doubles out; it neither reads numbers, nor seals,
/// nor finds out who is who.
/// </summary>
internal static class ImportBenchmark
{
    private const int CallerCount = 50;
    private static readonly TimeSpan EveryCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(40);

    public static async Task RunAsync(DatabaseKind kind, int rows, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("phonebank-benchmark-");
        try
        {
            var file = Path.Combine(folder.FullName, "people.csv");
            InventedFile.Write(file, rows);
            Console.WriteLine($"Import, {kind}: {rows:N0} rows, {new FileInfo(file).Length / 1e6:F0} MB; load of the machine {Machine.Load}");
            var peer = await Loader.RunAsync(kind, file, folder.FullName, ct);
            Console.WriteLine($"  loader ({Loader.NameOf(kind)}): {peer.TotalSeconds:F1} s, {rows / peer.TotalSeconds:N0} rows/s");
            await OursAsync(kind, file, rows, rows / peer.TotalSeconds, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task OursAsync(DatabaseKind kind, string file, int rows, double peer, CancellationToken ct)
    {
        await using var world = await World.CreateAsync(kind);
        world.Time.GoesOn = true;
        var scene = await world.CallingSceneAsync(contacts: 10_000, ProtectionLevel.Supporters);
        var callers = new Callers(scene, await scene.OrganizersAsync(CallerCount), EveryCall);
        using var stop = new CancellationTokenSource();
        var calling = callers.CallUntilAsync(stop.Token);

        // The first calls make the program warm.
        await Task.Delay(TimeSpan.FromSeconds(20), ct);
        var usual = Stopwatch.GetTimestamp();
        await Task.Delay(Usual, ct);

        await using var machine = new Machine();
        var started = Stopwatch.GetTimestamp();
        Guid id;
        await using (var content = File.OpenRead(file))
        {
            id = (await world.Get<StartImport>().RunAsync(scene.Coordinator, scene.BookId, content, "people.csv", "IL", defaultLanguage: null, ct)).Required;
        }

        var checking = Stopwatch.GetTimestamp();
        var found = (await world.Get<RunImport>().CheckAsync(scene.Coordinator, id, ct)).Required;
        var running = Stopwatch.GetTimestamp();
        var work = Machine.Work();
        var done = (await world.Get<RunImport>().RunAsync(scene.Coordinator, id, ct)).Required;
        var ended = Stopwatch.GetTimestamp();
        var worked = Machine.Work();
        await stop.CancelAsync();
        await calling;

        if (found != done || done.Rows != rows)
        {
            throw new InvalidOperationException($"The dry run counted {found}, the import {done}.");
        }

        var seconds = Stopwatch.GetElapsedTime(running, ended).TotalSeconds;
        var before = callers.Between(usual, started);
        var during = callers.Between(started, ended);
        Console.WriteLine($"  spooling {Stopwatch.GetElapsedTime(started, checking).TotalSeconds:F1} s; dry run {Stopwatch.GetElapsedTime(checking, running).TotalSeconds:F1} s; import {seconds:F1} s");
        Console.WriteLine($"  import: {rows / seconds:N0} rows/s, {rows / seconds / peer:F2} of the loader (limit 0.20); {done.New:N0} new, {done.Duplicate:N0} known already");
        Console.WriteLine(
            $"  of the process, callers with it: {(worked.Allocated - work.Allocated) / rows:N0} bytes allocated a row, {(worked.Processor - work.Processor).TotalSeconds:F1} s of processor, {(worked.Paused - work.Paused).TotalSeconds:F1} s stopped to collect");
        Console.WriteLine($"  memory: {machine.Before / 1e6:F0} MB before, {machine.Grown / 1e6:F0} MB more at most (limit 200)");
        Console.WriteLine($"  next, {CallerCount} callers, a call every {EveryCall.TotalSeconds:F0} s: usually {before.Next}; meanwhile {during.Next}");
        Console.WriteLine($"  next at p95: {during.Next.At(0.95) - before.Next.At(0.95):F1} ms more (limit 50)");
        Console.WriteLine($"  record: usually {before.Record}; meanwhile {during.Record}");
        await ListBenchmark.RunAsync(world, scene, ct);
        Console.WriteLine($"  load of the machine {Machine.Load}");
    }
}
