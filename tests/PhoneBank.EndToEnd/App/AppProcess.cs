using System.Diagnostics;
using System.Text.RegularExpressions;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Data;
using PhoneBank.Tests;

namespace PhoneBank.EndToEnd.App;

/// <summary>The real application in a process of its own, on a port of its own, over a new SQLite file or PostgreSQL database.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private readonly List<string> _output = [];
    private AppOptions _options;
    private Process? _process;

    private AppProcess(DatabaseKind kind, string folder, string? connectionString, AppOptions options)
    {
        Kind = kind;
        Folder = folder;
        ConnectionString = connectionString;
        _options = options;
    }

    public DatabaseKind Kind { get; }

    /// <summary>Holds <c>data/</c> (database, spool), <c>keys/</c>, <c>tmp/</c> (the process's temporary folder) and <c>log.txt</c>.</summary>
    public string Folder { get; }

    public string DataFolder => Path.Combine(Folder, "data");

    public string KeyFile => Path.Combine(Folder, "keys", "master.key");

    public string TemporaryFolder => Path.Combine(Folder, "tmp");

    /// <summary>Of the PostgreSQL database; null on SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>For example <c>http://localhost:41234</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>All that the process has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Lines of the output in which the application owns to a fault, each with what follows it.</summary>
    public IReadOnlyList<string> Faults =>
        [.. Output.Split('\n').Select((line, i) => (Line: line, Index: i)).Where(at => at.Line.StartsWith("fail: ", StringComparison.Ordinal) || at.Line.StartsWith("crit: ", StringComparison.Ordinal)).Select(at => string.Join('\n', Output.Split('\n').Skip(at.Index).Take(6)))];

    /// <summary>Bytes of memory the process held at most since it started (Linux).</summary>
    public long PeakMemory => MemoryOf("VmHWM");

    /// <summary>Bytes of memory the process holds (Linux).</summary>
    public long Memory => MemoryOf("VmRSS");

    /// <summary>Now, as the application sees it.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + _options.ClockOffset;

    /// <summary>Starts on an empty installation.</summary>
    public static async Task<AppProcess> StartAsync(DatabaseKind kind, AppOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("phonebank-e2e-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        var app = new AppProcess(kind, folder, kind == DatabaseKind.Postgres ? await TestPostgres.CreateEmptyAsync() : null, options ?? new AppOptions());
        try
        {
            await app.StartAgainAsync(port: 0);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process again over the same data; with the old port, so that open pages find it.</summary>
    public async Task StartAgainAsync(int? port = null)
    {
        var dll = _options.Published ? await App.Published.DllAsync() : Path.Combine(Repository.Root, "src/PhoneBank.Web/bin", Configuration, "net10.0/PhoneBank.Web.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(dll)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { dll, "--data", DataFolder, "--key", KeyFile, "--urls", $"http://localhost:{port ?? new Uri(Address).Port}" }.Concat(_options.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        if (_options.ClockOffset > TimeSpan.Zero)
        {
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
            start.Environment["PhoneBank__ClockOffset"] = _options.ClockOffset.ToString("c");
        }
        else
        {
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        }

        if (_options.Published)
        {
            // Tests run with settings that let them start quickly; what is measured runs as at an installation.
            start.Environment.Remove("DOTNET_TieredPGO");
        }

        start.Environment["TMPDIR"] = TemporaryFolder;
        start.Environment["DOTNET_NOLOGO"] = "1";

        // Else the runtime keeps sockets and pipes in the temporary folder, which no scan can read.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["Logging__LogLevel__Default"] = _options.LogLevel;

        // This one line tells where it listens.
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        if (ConnectionString is not null)
        {
            start.Environment["ConnectionStrings__PhoneBank"] = ConnectionString;
        }

        // Kestrel does not take port 0 for "localhost" (two sockets); 127.0.0.1 does, and is as good.
        if (port == 0)
        {
            start.ArgumentList[start.ArgumentList.IndexOf("--urls") + 1] = "http://127.0.0.1:0";
        }

        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        DataReceivedEventHandler onLine = (_, line) =>
        {
            if (line.Data is null)
            {
                return;
            }

            lock (_output)
            {
                _output.Add(line.Data);
            }

            if (ListeningOn().Match(line.Data) is { Success: true } match)
            {
                listening.TrySetResult(match.Groups["it"].Value);
            }
        };
        _process.OutputDataReceived += onLine;
        _process.ErrorDataReceived += onLine;
        var process = _process;
        _process.Exited += (_, _) => _ = Task.Run(async () =>
        {
            // The event comes before the last lines are read.
            await Task.WhenAny(Task.Run(process.WaitForExit), Task.Delay(2_000));
            listening.TrySetException(new InvalidOperationException("The application ended before it listened:\n" + Output));
        });
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = (await listening.Task.WaitAsync(TimeSpan.FromSeconds(90))).Replace("127.0.0.1", "localhost");
    }

    /// <summary>Kills the process and starts it again that much later, as its clock sees it.</summary>
    public async Task SleepAsync(TimeSpan time)
    {
        await KillAsync();
        _options = _options with { ClockOffset = _options.ClockOffset + time };
        await StartAgainAsync();
    }

    /// <summary>Waits for a line of the output and gives the named group <c>it</c> of the pattern.</summary>
    public async Task<string> PrintedAsync(Regex pattern)
    {
        for (var i = 0; i < 300; i++)
        {
            if (pattern.Match(Output) is { Success: true } match)
            {
                return match.Groups["it"].Value;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"Never printed: {pattern}\n{Output}");
    }

    /// <summary>As <c>kill -9</c>: no warning, no clean-up.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (ConnectionString is not null)
        {
            await TestPostgres.DropAsync(ConnectionString);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private long MemoryOf(string figure)
    {
        var line = File.ReadLines($"/proc/{_process!.Id}/status").First(line => line.StartsWith(figure, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [GeneratedRegex(@"Now listening on: (?<it>http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningOn();
}

/// <summary>How a test wants its process.</summary>
public sealed record AppOptions
{
    /// <summary>How far ahead of the machine the process lives. Zero means production with the machine's own clock.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Of everything the process prints; <c>Debug</c>, where the output is searched, shows what a careless log would give away.</summary>
    public string LogLevel { get; init; } = "Warning";

    /// <summary>The published build is started instead of the one the tests were built with.</summary>
    public bool Published { get; init; }

    /// <summary>Further arguments, such as <c>--demo</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The process lives on the next Tuesday from noon in Jerusalem, when people of every country in the samples' zones may be called for hours.</summary>
    public static AppOptions AtNoon
    {
        get
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem");
            var now = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone);
            var noon = now.Date.AddHours(12);
            while (noon.DayOfWeek != DayOfWeek.Tuesday || noon <= now.DateTime || IsQuiet(TimeZoneInfo.ConvertTimeToUtc(noon, zone)))
            {
                noon = noon.AddDays(1);
            }

            return new AppOptions { ClockOffset = TimeZoneInfo.ConvertTimeToUtc(noon, zone) - now.UtcDateTime };
        }
    }

    // A holiday of the calendars that the templates keep.
    private static bool IsQuiet(DateTime noonUtc) => QuietTimes.InZone(CalendarSets.Jewish | CalendarSets.Muslim, "Asia/Jerusalem", noonUtc, noonUtc.AddHours(3)).Count > 0;
}
