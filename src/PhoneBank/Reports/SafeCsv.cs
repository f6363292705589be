using System.Globalization;
using System.Text;

namespace PhoneBank.Reports;

/// <summary>
/// Writes CSV (UTF-8 with byte order mark, commas, CRLF) that a spreadsheet opens without running anything: a cell that could
/// be taken for a formula gets an apostrophe in front.
/// </summary>
public sealed class SafeCsv : SafeTable
{
    private readonly StreamWriter _writer;
    private readonly StringBuilder _line = new();

    public SafeCsv(Stream stream) =>
        _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16 * 1024, leaveOpen: true) { NewLine = "\r\n" };

    public override async Task WriteAsync(IEnumerable<string?> cells, CancellationToken ct)
    {
        _line.Clear();
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
            {
                _line.Append(',');
            }

            first = false;
            Append(Guard(cell ?? ""));
        }

        if (_line.Length == 0)
        {
            // An empty line would be no record at all to most readers.
            _line.Append("\"\"");
        }

        await _writer.WriteLineAsync(_line, ct);
    }

    public override Task FinishAsync(CancellationToken ct) => _writer.FlushAsync(ct);

    public override ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>
    /// Whether a cell begins, perhaps behind quotation marks, blanks or invisible marks that programs drop, with a character
    /// that begins a formula or a command.
    /// </summary>
    internal static bool LooksLikeFormula(string cell)
    {
        foreach (var c in cell)
        {
            if (c is '\t' or '\r' or '\n' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
            {
                return true;
            }

            // Full-width forms fold to the plain ones in programs that normalise what they read.
            if (c is '=' or '+' or '-' or '@' or '|' or '%' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\uFF5C' or '\uFE62' or '\uFE63' or '\uFE66' or '\uFE6B' or '\u2212' or '\u207A' or '\u208A' or '\u207B' or '\u208B' or '\u207C' or '\u208C')
            {
                return true;
            }

            if (!IsDropped(c))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsDropped(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c)
        || c is '"' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' or '\uFF02'
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format;

    private void Append(string cell)
    {
        // Everything that is not plainly a word is quoted, so that no reader takes a part of it for another cell.
        var quote = cell.Length > 0 && cell.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-' or ':' or '.' or '/'));
        if (!quote)
        {
            _line.Append(cell);
            return;
        }

        _line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
