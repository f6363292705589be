using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PhoneBank.Tests.Reports;

/// <summary>Reads an exported workbook as another program would: by its table of contents, sheet after sheet.</summary>
public static partial class WorkbookFile
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static List<List<string[]>> Read(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var targets = Part(zip, "xl/_rels/workbook.xml.rels").Root!.Elements().ToDictionary(relation => relation.Attribute("Id")!.Value, relation => "xl/" + relation.Attribute("Target")!.Value);
        var declared = Part(zip, "[Content_Types].xml").Root!.Elements().Select(element => element.Attribute("PartName")?.Value).OfType<string>().ToHashSet();
        return [.. Part(zip, "xl/workbook.xml").Descendants(Main + "sheet").Select(sheet =>
        {
            var target = targets[sheet.Attribute(Relations + "id")!.Value];
            Assert.Contains("/" + target, declared);
            return Rows(Part(zip, target)).ToList();
        })];
    }

    /// <summary>One part of the file, as it stands there.</summary>
    public static XDocument Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        return Part(zip, name);
    }

    private static XDocument Part(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static IEnumerable<string[]> Rows(XDocument sheet)
    {
        Assert.Empty(sheet.Descendants(Main + "f"));
        foreach (var row in sheet.Descendants(Main + "row"))
        {
            yield return [.. row.Elements(Main + "c").Select(cell => Escape().Replace(
                cell.Element(Main + "is")?.Element(Main + "t")?.Value ?? "",
                match => ((char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()))];
        }
    }

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
