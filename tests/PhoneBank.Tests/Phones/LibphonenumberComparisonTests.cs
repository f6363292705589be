using System.Diagnostics;
using System.Globalization;
using PhoneBank.Phones;
using Xunit.Abstractions;

namespace PhoneBank.Tests.Phones;

/// <summary>Runs where Node.js is, because the reference is written for it.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string? Missing = ReferenceReader.WhatIsMissing();

    public NodeFactAttribute()
    {
        Skip = Missing;
    }
}

public sealed class LibphonenumberComparisonTests(ITestOutputHelper output)
{
    private const int AtLeast = 50_000;

    [NodeFact]
    public void Every_generated_spelling_is_read_and_written_as_libphonenumber_does()
    {
        var spellings = Spellings.All();
        Assert.True(spellings.Count >= AtLeast, $"Only {spellings.Count} spellings.");
        var theirs = ReferenceReader.Read(spellings);

        var literal = new List<string>();
        var repaired = new List<string>();
        var formatted = 0;
        for (var i = 0; i < spellings.Count; i++)
        {
            var (country, text) = spellings[i];
            var expected = theirs[i].Split('\t');
            var expectedReading = string.Join(' ', expected.Take(4)).TrimEnd();
            var reading = PhoneNumbers.ReadLiterally(text, country);
            Compare(literal, expectedReading, Summary(reading));
            if (reading.E164 is { } e164 && expected.Length > 4)
            {
                formatted++;
                Compare(literal, expected[4], PhoneNumbers.FormatNational(e164));
                Compare(literal, expected[5], PhoneNumbers.FormatInternational(e164));
            }
            // What is read beyond the reference, on purpose.
            Compare(repaired, expectedReading, Summary(PhoneNumbers.Read(text, country)));

            void Compare(List<string> differences, string expected, string ours)
            {
                if (ours != expected)
                {
                    differences.Add($"{country}\t{text}\t{expected}\t{ours}");
                }
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{spellings.Count} spellings, {formatted} written both ways, {literal.Count} differences, {repaired.Count} readings beyond the reference"));
        if (Environment.GetEnvironmentVariable("PHONE_DIFFERENCES") is { Length: > 0 } path)
        {
            File.WriteAllLines(path, repaired);
        }

        Assert.True(literal.Count == 0, $"{literal.Count} differences:\n{Shown(literal)}");
        var reviewed = ReferenceReader.Reviewed();
        var unreviewed = repaired.Except(reviewed).ToList();
        var stale = reviewed.Except(repaired).ToList();
        Assert.True(unreviewed.Count == 0, $"{unreviewed.Count} differences nobody reviewed:\n{Shown(unreviewed)}");
        Assert.True(stale.Count == 0, $"{stale.Count} reviewed differences that are none:\n{Shown(stale)}");
    }

    private static string Shown(List<string> differences) => string.Join('\n', differences.Take(40));

    private static string Summary(PhoneReading reading) =>
        reading.Status == PhoneStatus.Invalid
            ? "Invalid"
            : $"{reading.Status} {reading.E164} {reading.Country} {ReferenceReader.NameOf(reading.Kind)}".TrimEnd();
}

/// <summary>The reference implementation, run once for all spellings.</summary>
internal static class ReferenceReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string? WhatIsMissing()
    {
        if (Run("node", "--version") is not 0)
        {
            return "Node.js is not installed; the comparison with libphonenumber-js needs it.";
        }
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "libphonenumber-js")))
        {
            return null;
        }
        return Run("npm", "ci", "--ignore-scripts", "--fetch-retries=1") is 0 ? null : "npm could not install libphonenumber-js.";
    }

    public static string[] Read(IReadOnlyList<Spelling> spellings)
    {
        var folder = Directory.CreateTempSubdirectory("phones");
        try
        {
            var asked = Path.Combine(folder.FullName, "spellings.tsv");
            var answered = Path.Combine(folder.FullName, "readings.tsv");
            File.WriteAllText(asked, string.Concat(spellings.Select(spelling => $"{spelling.Country}\t{spelling.Text}\n")));
            Assert.Equal(0, Run("node", Path.Combine(Folder, "read.mjs"), asked, answered));
            var readings = File.ReadAllLines(answered);
            Assert.Equal(spellings.Count, readings.Length);
            return readings;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Country, spelling, their reading and ours of every difference that is meant to be; the reasons head each group.</summary>
    public static List<string> Reviewed() =>
        [.. File.ReadLines(Path.Combine(Folder, "..", "reviewed-differences.tsv")).Where(line => line.Length > 0 && line[0] != '#')];

    public static string NameOf(PhoneKind kind) => kind switch
    {
        PhoneKind.Mobile => "MOBILE",
        PhoneKind.FixedLine => "FIXED_LINE",
        PhoneKind.FixedLineOrMobile => "FIXED_LINE_OR_MOBILE",
        PhoneKind.TollFree => "TOLL_FREE",
        PhoneKind.Premium => "PREMIUM_RATE",
        PhoneKind.Shared => "SHARED_COST",
        PhoneKind.Voip => "VOIP",
        PhoneKind.Personal => "PERSONAL_NUMBER",
        PhoneKind.Pager => "PAGER",
        PhoneKind.Uan => "UAN",
        PhoneKind.Voicemail => "VOICEMAIL",
        _ => "",
    };

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PhoneBank.sln")))
            {
                folder = folder.Parent;
            }
            return Path.Combine(folder?.FullName ?? "", "tests", "PhoneBank.Tests", "Phones", "reference");
        }
    }

    /// <summary>The exit code; null when the program is not there or takes too long.</summary>
    private static int? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode;
            }
            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
