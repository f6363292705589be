using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>What to export: a campaign, or one list of it.</summary>
public sealed record ExportRequest
{
    public const int MostReason = 500;

    public required Guid CampaignId { get; init; }

    public Guid? ListId { get; init; }

    /// <summary>Why; wanted for the results of an at-risk book, kept sealed and shown to all coordinators of the book. At most <see cref="MostReason"/> characters are kept.</summary>
    public string? Reason { get; init; }

    public ExportFormat Format { get; init; }

    /// <summary>Results only: whose heads and words they are written with.</summary>
    public ResultsForm Form { get; init; }

    /// <summary>Language of labels, as of the interface; a workbook in one that is written from the right begins there.</summary>
    public string Language { get; init; } = "en";
}

/// <summary>The book is at risk: an export with ids of another system needs a reason, which the other coordinators see.</summary>
public sealed record ReasonNeeded : Error;

/// <summary>What was written.</summary>
/// <param name="LeftOut">Results only: people without an external id, and ids the system they are for cannot have given.</param>
public sealed record ExportCounts(int Rows, int LeftOut);

/// <summary>An export that was allowed and recorded; it is made while it is written.</summary>
public sealed class OpenedExport
{
    private readonly Func<Stream, CancellationToken, Task<ExportCounts>> _write;

    internal OpenedExport(string name, ExportFormat format, Func<Stream, CancellationToken, Task<ExportCounts>> write)
    {
        FileName = name + (format == ExportFormat.Xlsx ? ".xlsx" : ".csv");
        ContentType = format == ExportFormat.Xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
        _write = write;
    }

    /// <summary>Carries no name of a person, list or campaign.</summary>
    public string FileName { get; }

    public string ContentType { get; }

    /// <summary>Writes the file, once. What was written is recorded even when it breaks off.</summary>
    public Task<ExportCounts> WriteAsync(Stream stream, CancellationToken ct) => _write(stream, ct);
}
