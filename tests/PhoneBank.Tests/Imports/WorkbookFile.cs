using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PhoneBank.Tests.Imports;

/// <summary>Makes workbooks as spreadsheet programs write them, and as nobody honest would.</summary>
public sealed class WorkbookFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string References = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private readonly List<(string Name, string State, Func<Stream, Task> Write)> _sheets = [];
    private readonly List<(string Name, byte[] Bytes)> _extras = [];
    private readonly List<string> _texts = [];

    public string Prolog { get; init; } = "";

    public string Styles { get; init; } = "";

    public string MainType { get; init; } = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    /// <summary>Types of parts by their extensions.</summary>
    public string Defaults { get; init; } = "";

    public string Properties { get; init; } = "";

    /// <summary>The heads and rows of texts, as shared strings.</summary>
    public static byte[] Of(params string[][] rows)
    {
        var file = new WorkbookFile();
        return file.Sheet("People", file.Texts(rows)).Bytes();
    }

    public WorkbookFile Sheet(string name, string rows, string state = "visible") =>
        Sheet(name, state, stream => stream.WriteAsync(Encoding.UTF8.GetBytes($"{Declaration}{Prolog}<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>")).AsTask());

    /// <summary>A sheet written by hand, from its declaration on.</summary>
    public WorkbookFile Sheet(string name, string state, Func<Stream, Task> write)
    {
        _sheets.Add((name, state, write));
        return this;
    }

    public WorkbookFile With(string name, byte[] bytes)
    {
        _extras.Add((name, bytes));
        return this;
    }

    public string Texts(params string[][] rows)
    {
        var xml = new StringBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column].Length > 0)
                {
                    _texts.Add(rows[row][column]);
                    xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + column)}{row + 1}\" t=\"s\"><v>{_texts.Count - 1}</v></c>");
                }
            }

            xml.Append("</row>");
        }

        return xml.ToString();
    }

    public byte[] Bytes()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{Defaults}<Override PartName=\"/xl/workbook.xml\" ContentType=\"{MainType}\"/></Types>");
            var sheets = string.Concat(_sheets.Select((sheet, at) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{at + 1}\" state=\"{sheet.State}\" r:id=\"rId{at + 1}\"/>"));
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{References}\">{Properties}<sheets>{sheets}</sheets></workbook>");
            var targets = string.Concat(_sheets.Select((_, at) => $"<Relationship Id=\"rId{at + 1}\" Type=\"{References}/worksheet\" Target=\"worksheets/sheet{at + 1}.xml\"/>"));
            Add(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{targets}<Relationship Id=\"t\" Type=\"{References}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"s\" Type=\"{References}/styles\" Target=\"/xl/styles.xml\"/></Relationships>");
            Add(zip, "xl/sharedStrings.xml", $"{Prolog}<sst xmlns=\"{Main}\">{string.Concat(_texts.Select(text => $"<si><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></si>"))}</sst>");
            Add(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\">{Styles}</styleSheet>");
            for (var at = 0; at < _sheets.Count; at++)
            {
                using var part = zip.CreateEntry($"xl/worksheets/sheet{at + 1}.xml", CompressionLevel.Fastest).Open();
                _sheets[at].Write(part).GetAwaiter().GetResult();
            }

            foreach (var (name, bytes) in _extras)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string xml)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(xml.StartsWith("<!", StringComparison.Ordinal) ? xml : Declaration + xml));
    }
}
