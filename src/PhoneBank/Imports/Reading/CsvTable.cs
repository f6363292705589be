using System.Text;
using CsvHelper;

namespace PhoneBank.Imports.Reading;

/// <summary>A table of text: fields divided by a character, in quotes where need be.</summary>
internal sealed class CsvTable : TableReader
{
    private readonly CsvReader _csv;
    private readonly bool _checks;
    private long? _open;

    /// <summary><paramref name="checks"/>: false for a sample, which may end in the middle of a record.</summary>
    public CsvTable(TextReader text, char delimiter, bool checks = true)
    {
        _checks = checks;
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
                OnMalformedRecord = Watch,
            },
            leaveOpen: false);
    }

    public override int FieldCount => _csv.FieldCount;

    /// <summary>Line breaks in quotes count.</summary>
    public override int Line => (int)_csv.LineNumber;

    /// <summary>Goes to the next record; refused with TooManyColumns, RowTooLong, QuoteNotClosed or EncodingNotRecognised.</summary>
    public override bool Read()
    {
        bool isThere;
        try
        {
            isThere = _csv.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new ImportRefusedException(new RowTooLong(exception.LineNumber));
        }
        catch (DecoderFallbackException)
        {
            throw new ImportRefusedException(new EncodingNotRecognised());
        }

        if (_checks && _open is { } open)
        {
            throw new ImportRefusedException(new QuoteNotClosed(open, ColumnWithLineBreak()));
        }

        if (isThere && _checks && _csv.FieldCount > ImportLimits.FileColumns)
        {
            throw new ImportRefusedException(new TooManyColumns(ImportLimits.FileColumns));
        }

        return isThere;
    }

    protected override string Raw(int column) => _csv.GetString(column);

    protected override void Dispose(bool disposing) => _csv.Dispose();

    // A quotation mark that stands alone takes the rows that follow into its cell, up to the next one or to the end.
    private void Watch(CsvMalformedRecord record)
    {
        var swallows = record.Reason == CsvMalformedReason.UnterminatedQuote
            || (record.Reason == CsvMalformedReason.TextAfterClosingQuote && record.RawRecord.AsSpan().IndexOfAny('\r', '\n') >= 0);
        if (swallows)
        {
            _open ??= record.LineNumber;
        }
    }

    private int ColumnWithLineBreak()
    {
        for (var column = 0; column < _csv.FieldCount; column++)
        {
            if (_csv.GetSpan(column).IndexOfAny((byte)'\r', (byte)'\n') >= 0)
            {
                return column + 1;
            }
        }

        return Math.Max(1, _csv.FieldCount);
    }
}
