using PhoneBank.Imports.Reading.Workbooks;

namespace PhoneBank.Imports.Reading;

/// <summary>The records of a table, one at a time, with the line each begins at; bounded in length and columns, and silent about content.</summary>
internal abstract class TableReader : IDisposable
{
    /// <summary>How many cells the record has.</summary>
    public abstract int FieldCount { get; }

    /// <summary>The line or the sheet's row at which the record begins, from 1.</summary>
    public abstract int Line { get; }

    /// <summary>Opens what the plan says; the stream is disposed of with the reader.</summary>
    /// <exception cref="ImportRefusedException">It is not what the plan says.</exception>
    public static TableReader Open(Stream content, ImportPlan plan) =>
        plan.IsWorkbook
            ? Workbook.Open(content).OpenSheet(plan.Sheet)
            : new CsvTable(new StreamReader(content, EncodingDetector.Get(plan.Encoding), detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024), plan.Delimiter);

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="ImportRefusedException">With what is wrong, and where.</exception>
    public abstract bool Read();

    /// <summary>A cell without surrounding space, byte order mark, or the apostrophe that keeps spreadsheets from calculating; empty when the row is short.</summary>
    public string Cell(int column)
    {
        if (column >= FieldCount)
        {
            return "";
        }

        var text = Raw(column).Trim().Trim('\uFEFF', '\0').Trim();
        return text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;
    }

    /// <summary>All cells of the record.</summary>
    public string[] Cells()
    {
        var cells = new string[FieldCount];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = Cell(column);
        }

        return cells;
    }

    /// <summary>The first rows that are not blank, at most so many.</summary>
    public List<string[]> FirstRows(int most)
    {
        var rows = new List<string[]>();
        while (rows.Count < most && Read())
        {
            var cells = Cells();
            if (Array.Exists(cells, cell => cell.Length > 0))
            {
                rows.Add(cells);
            }
        }

        return rows;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract string Raw(int column);

    protected abstract void Dispose(bool disposing);
}
