namespace PhoneBank.Reports;

/// <summary>What an export is written as.</summary>
public enum ExportFormat
{
    Csv,

    /// <summary>An Excel workbook (Office Open XML).</summary>
    Xlsx,
}

/// <summary>A table written row by row to a stream, of which nothing can be taken for a formula. The first row is the head.</summary>
public abstract class SafeTable : IAsyncDisposable
{
    /// <summary>Writes one row.</summary>
    public abstract Task WriteAsync(IEnumerable<string?> cells, CancellationToken ct);

    /// <summary>Writes what is left. Only then is the file whole.</summary>
    public abstract Task FinishAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    /// <summary>The cell, with an apostrophe in front where a spreadsheet might run it.</summary>
    public static string Guard(string cell) => SafeCsv.LooksLikeFormula(cell) ? "'" + cell : cell;
}
