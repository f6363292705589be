using System.CommandLine;
using System.Globalization;
using PhoneBank.Benchmarks;
using PhoneBank.Data;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 1_000_000, Description = "Rows of the file, or people of the campaign." };
var databases = new Option<string>("--db") { DefaultValueFactory = _ => "both", Description = "sqlite, postgres or both." };

var import = new Command("import", "An import while fifty people call, beside what the database's own loader needs for the same rows.") { rows, databases };
import.SetAction((result, ct) => ForEachAsync(result.GetValue(databases)!, kind => ImportBenchmark.RunAsync(kind, result.GetValue(rows), ct)));

var calls = new Option<int>("--calls") { DefaultValueFactory = _ => 1_000_000, Description = "Calls of the campaign." };
var reports = new Command("reports", "Reports and the list of calls over a campaign with many calls.") { calls, databases };
reports.SetAction((result, ct) => ForEachAsync(result.GetValue(databases)!, kind => ReportBenchmark.RunAsync(kind, result.GetValue(calls), ct)));

var root = new RootCommand("Measurements side by side with a limit or a peer; figures are only worth something as ratios of one run.") { import, reports };
return await root.Parse(args).InvokeAsync();

static async Task ForEachAsync(string databases, Func<DatabaseKind, Task> measure)
{
    foreach (var kind in Enum.GetValues<DatabaseKind>())
    {
        if (databases == "both" || string.Equals(databases, kind.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            await measure(kind);
        }
    }
}
