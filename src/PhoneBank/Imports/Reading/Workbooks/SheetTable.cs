using System.Globalization;
using System.Text;
using System.Xml;

namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>A sheet of a workbook, row by row; never more of it in memory than the row it stands at.</summary>
internal sealed class SheetTable : TableReader
{
    private const int MostRows = 1_048_576;
    private readonly Workbook _book;
    private readonly XmlReader _reader;
    private readonly SharedStrings _texts;
    private readonly NumberFormats _formats;
    private readonly StringBuilder _text = new();
    private readonly List<string> _cells = [];
    private int _row;
    private int _column;
    private int _length;

    public SheetTable(Workbook book, PackagePart sheet, SharedStrings texts, NumberFormats formats)
    {
        _book = book;
        _texts = texts;
        _formats = formats;
        sheet.TooLong = CellTooLong;
        _reader = Markup.Open(sheet);
    }

    public override int FieldCount => _cells.Count;

    public override int Line => _row;

    public override bool Read() => Markup.Reading(ReadRow, () => _row);

    protected override string Raw(int column) => _cells[column];

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _texts.Dispose();
        _book.Dispose();
    }

    private Shared.Error CellTooLong() => new CellTooLong(_row, _column + 1);

    private bool ReadRow()
    {
        while (_reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == "sheetData")
            {
                return false;
            }

            if (_reader.IsAt("row"))
            {
                _row = int.TryParse(_reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : _row + 1;
                if (_row is < 1 or > MostRows)
                {
                    throw new InvalidDataException("No such row.");
                }

                ReadCells();
                return true;
            }
        }

        return false;
    }

    private void ReadCells()
    {
        _cells.Clear();
        _column = -1;
        _length = 0;
        if (_reader.IsEmptyElement)
        {
            return;
        }

        var depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.IsAt("c"))
            {
                _column = _reader.GetAttribute("r") is { } name ? ColumnOf(name) : _column + 1;
                if (ReadCell() is { Length: > 0 } text)
                {
                    Keep(text);
                }
            }
        }
    }

    private void Keep(string text)
    {
        if (_column >= ImportLimits.FileColumns)
        {
            throw new ImportRefusedException(new TooManyColumns(ImportLimits.FileColumns));
        }

        _length += text.Length;
        if (_length > ImportLimits.RecordBytes)
        {
            throw new ImportRefusedException(new RowTooLong(_row));
        }

        while (_cells.Count <= _column)
        {
            _cells.Add("");
        }

        _cells[_column] = text;
    }

    private string ReadCell()
    {
        var type = _reader.GetAttribute("t");
        var style = _reader.GetAttribute("s");
        if (_reader.IsEmptyElement)
        {
            return "";
        }

        string? value = null;
        string? formula = null;
        var depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.IsAt("v"))
            {
                value = Text();
            }
            else if (_reader.IsAt("is"))
            {
                _text.Clear();
                _reader.AppendItem(_text, CellTooLong);
                value = Markup.Unescape(_text.ToString());
            }
            else if (_reader.IsAt("f"))
            {
                formula = Text();
            }
        }

        if (value is null)
        {
            // Never calculated, and not by us: a formula without a result is text like any other.
            return string.IsNullOrEmpty(formula) ? "" : "=" + formula;
        }

        return type switch
        {
            "s" => _texts.At(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture), CellTooLong),
            "b" => value.Trim() == "1" ? "TRUE" : "FALSE",
            "e" => "",
            "str" => Markup.Unescape(value),
            "inlineStr" or "d" => value,
            _ => _formats.Text(value.Trim(), style),
        };
    }

    private string Text()
    {
        _text.Clear();
        _reader.AppendText(_text, CellTooLong);
        return _text.ToString();
    }

    // "BC12": letters count columns as digits count numbers, without a zero.
    private static int ColumnOf(string name)
    {
        var column = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c))
            {
                break;
            }

            column = (column * 26) + (char.ToUpperInvariant(c) - 'A' + 1);
            if (column > ImportLimits.SheetColumns)
            {
                throw new InvalidDataException("No such column.");
            }
        }

        return column > 0 ? column - 1 : throw new InvalidDataException("No column.");
    }
}
