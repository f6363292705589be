using System.Text;
using CsvHelper;
using PhoneBank.Shared;

namespace PhoneBank.Imports.Reading;

/// <summary>The records of a table, one at a time, with the line each begins at; bounded in length and columns, and silent about content.</summary>
internal sealed class TableReader : IDisposable
{
    private readonly CsvReader _csv;
    private readonly bool _checksColumns;

    /// <exception cref="ImportRefusedException">While reading: see the refusals of <see cref="Read"/>.</exception>
    public TableReader(TextReader text, char delimiter, bool checksColumns = true)
    {
        _checksColumns = checksColumns;
        _csv = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                Separator = delimiter,
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = ImportLimits.RecordBytes,
                IncludeValuesInExceptions = false,
                DetectSeparatorHint = false,
            },
            leaveOpen: false);
    }

    public int FieldCount => _csv.FieldCount;

    /// <summary>The line at which the record begins, from 1; line breaks in quotes count.</summary>
    public int Line => (int)_csv.LineNumber;

    public static TableReader Open(Stream content, ImportPlan plan) =>
        new(new StreamReader(content, EncodingDetector.Get(plan.Encoding), detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024), plan.Delimiter);

    /// <summary>Goes to the next record; refused with TooManyColumns, RowTooLong or EncodingNotRecognised.</summary>
    public bool Read()
    {
        try
        {
            if (!_csv.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            throw new ImportRefusedException(new RowTooLong(exception.LineNumber));
        }
        catch (DecoderFallbackException)
        {
            throw new ImportRefusedException(new EncodingNotRecognised());
        }

        if (_checksColumns && _csv.FieldCount > ImportLimits.Columns)
        {
            throw new ImportRefusedException(new TooManyColumns(ImportLimits.Columns));
        }

        return true;
    }

    /// <summary>A cell without surrounding space, byte order mark, or the apostrophe that keeps spreadsheets from calculating; empty when the row is short.</summary>
    public string Cell(int column)
    {
        if (column >= _csv.FieldCount)
        {
            return "";
        }

        var text = _csv.GetString(column).Trim().Trim('\uFEFF', '\0').Trim();
        return text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;
    }

    public string[] Cells() => [.. Enumerable.Range(0, FieldCount).Select(Cell)];

    public void Dispose() => _csv.Dispose();
}
