using System.Globalization;
using PhoneBank.Reports;

namespace PhoneBank.Web.Reports;

/// <summary>A line of a report: a bar, and what the table behind says of it.</summary>
/// <param name="Bar">How long the bar is.</param>
/// <param name="Of">As long as a bar can be; the longest of the chart when left out.</param>
/// <param name="Cells">In the order of the chart's heads.</param>
public sealed record ReportRow(string Label, ReportCount Bar, ReportCount? Of, IReadOnlyList<string> Cells)
{
    /// <summary>Beside the bar; the bar's own count when left out.</summary>
    public string? Figure { get; init; }

    /// <summary>The language the label stands in, where that is not the page's.</summary>
    public string? Language { get; init; }

    /// <summary>The calls behind the line.</summary>
    public string? Href { get; init; }
}

/// <summary>Counts and shares as a report writes them.</summary>
internal static class ReportFigures
{
    public static string Text(this ReportCount count) => count.IsFew ? "<" + ReportCount.Fewest.ToString(CultureInfo.CurrentCulture) : count.N.ToString("N0", CultureInfo.CurrentCulture);

    public static string Share(double? share) => share is { } known ? known.ToString("P0", CultureInfo.CurrentCulture) : "–";

    public static string Share(this ReachedCount counts) => Share(counts.Reached.ShareOf(counts.Calls));
}
