using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;

namespace PhoneBank.Reports;

/// <summary>
/// Writes an Excel workbook row by row, without holding it in memory: every cell is a text, so that ids keep their zeros and
/// nothing is a formula; cells that begin like one have an apostrophe in front all the same, because the next program may save
/// the sheet as CSV. The head stays in sight. A sheet holds 1,048,576 rows; what is more goes on, with its head, in the next.
/// </summary>
public sealed class SafeWorkbook : SafeTable
{
    private const int MostLetters = 32_767;
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _stream;
    private readonly bool _rightToLeft;
    private readonly StringBuilder _row = new();
    private ZipArchive? _zip;
    private StreamWriter? _sheet;
    private string?[] _head = [];
    private int _sheets;
    private int _rows;

    /// <param name="stream">Only written to, never sought in; left open.</param>
    /// <param name="rightToLeft">The first column stands on the right.</param>
    public SafeWorkbook(Stream stream, bool rightToLeft)
    {
        // A zip archive writes some of its parts at once, which a response does not let it; a pipe passes all of it on.
        _stream = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)).AsStream();
        _rightToLeft = rightToLeft;
    }

    /// <summary>Rows of a sheet, its head among them.</summary>
    public int MostRows { get; init; } = 1_048_576;

    public override async Task WriteAsync(IEnumerable<string?> cells, CancellationToken ct)
    {
        string?[] row = [.. cells];
        if (_zip is null)
        {
            _zip = await ZipArchive.CreateAsync(_stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
            _head = row;
        }
        else if (_rows == MostRows)
        {
            await EndSheetAsync(ct);
            await RowAsync(_head, ct);
        }

        await RowAsync(row, ct);
    }

    public override async Task FinishAsync(CancellationToken ct)
    {
        if (_zip is null)
        {
            await WriteAsync([], ct);
        }

        await EndSheetAsync(ct);
        var sheets = Enumerable.Range(1, _sheets).ToList();
        await PartAsync(
            "xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{string.Concat(sheets.Select(n => Text($"""<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>""")))}</sheets></workbook>""",
            ct);
        await PartAsync(
            "xl/_rels/workbook.xml.rels",
            $"""<Relationships xmlns="{Packages}/relationships">{string.Concat(sheets.Select(n => Text($"""<Relationship Id="rId{n}" Type="{Relations}/worksheet" Target="worksheets/sheet{n}.xml"/>""")))}</Relationships>""",
            ct);
        await PartAsync(
            "_rels/.rels",
            $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
            ct);
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        await PartAsync(
            "[Content_Types].xml",
            $"""
            <Types xmlns="{Packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/>{string.Concat(sheets.Select(n => Text($"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Type}.worksheet+xml"/>""")))}</Types>
            """,
            ct);
        await _zip!.DisposeAsync();
        _zip = null;
        await _stream.FlushAsync(ct);
    }

    public override async ValueTask DisposeAsync()
    {
        // Broken off, it is left without its table of contents, so that no program takes it for whole.
        if (_sheet is not null)
        {
            await _sheet.DisposeAsync();
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private async Task RowAsync(string?[] cells, CancellationToken ct)
    {
        if (_sheet is null)
        {
            _sheets++;
            _rows = 0;
            _sheet = new StreamWriter(await _zip!.CreateEntry(Text($"xl/worksheets/sheet{_sheets}.xml")).OpenAsync(ct), Utf8, bufferSize: 16 * 1024);
            await _sheet.WriteAsync(
                $"""
                {Declaration}
                <worksheet xmlns="{Main}"><sheetViews><sheetView{(_rightToLeft ? " rightToLeft=\"1\"" : "")} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>
                """);
        }

        _rows++;
        _row.Clear().Append("<row>");
        foreach (var cell in cells)
        {
            if (string.IsNullOrEmpty(cell))
            {
                _row.Append("<c/>");
                continue;
            }

            _row.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            Append(Guard(cell));
            _row.Append("</t></is></c>");
        }

        _row.Append("</row>");
        await _sheet.WriteAsync(_row, ct);
    }

    private async Task EndSheetAsync(CancellationToken ct)
    {
        await _sheet!.WriteAsync("</sheetData></worksheet>".AsMemory(), ct);
        await _sheet.DisposeAsync();
        _sheet = null;
    }

    private async Task PartAsync(string name, string xml, CancellationToken ct)
    {
        await using var writer = new StreamWriter(await _zip!.CreateEntry(name).OpenAsync(ct), Utf8);
        await writer.WriteAsync((Declaration + "\n" + xml).AsMemory(), ct);
    }

    private void Append(string text)
    {
        for (var i = 0; i < Math.Min(text.Length, MostLetters); i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&':
                    _row.Append("&amp;");
                    break;
                case '<':
                    _row.Append("&lt;");
                    break;
                case '>':
                    _row.Append("&gt;");
                    break;
                case '_' when IsEscape(text.AsSpan(i)):
                    // Programs read _x0041_ as the letter of that number.
                    _row.Append("_x005F_");
                    break;
                case '\t' or '\n':
                    _row.Append(c);
                    break;
                case < ' ' or '\uFFFE' or '\uFFFF':
                    _row.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
                    break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < Math.Min(text.Length, MostLetters) && char.IsLowSurrogate(text[i + 1]):
                    _row.Append(c).Append(text[++i]);
                    break;
                case var _ when char.IsSurrogate(c):
                    _row.Append('\uFFFD');
                    break;
                default:
                    _row.Append(c);
                    break;
            }
        }
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);
}
