using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>
/// An Office Open XML workbook (.xlsx), read part by part straight out of the sealed upload. Macros are refused, nothing is
/// calculated, nothing is fetched, and it unpacks no further than a limit whatever its directory says.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const int MostParts = 10_000;
    private const int MostDirectoryBytes = 4 * 1024 * 1024;
    private const int EndBytes = 22;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _parts;
    private readonly PackageBudget _budget = new();
    private readonly List<(string Name, string Part)> _sheets = [];
    private string? _texts;
    private string? _styles;
    private bool _from1904;

    private Workbook(ZipArchive zip)
    {
        _zip = zip;
        if (zip.Entries.Count > MostParts || zip.Entries.Sum(entry => (double)entry.Length) > ImportLimits.WorkbookBytes
            || zip.Entries.Any(entry => PackagePart.IsTooWellPacked(entry.Length, entry.CompressedLength)))
        {
            throw new ImportRefusedException(new WorkbookTooLarge(ImportLimits.WorkbookBytes / (1024 * 1024)));
        }

        _parts = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            _parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }

        Refuse();
        ReadSheets();
    }

    /// <summary>The sheets that are not hidden, in their order.</summary>
    public IReadOnlyList<string> Sheets => [.. _sheets.Select(sheet => sheet.Name)];

    /// <summary>Opens a package; the stream is disposed of with it.</summary>
    /// <exception cref="ImportRefusedException">It is no workbook, or none that is taken.</exception>
    public static Workbook Open(Stream content)
    {
        try
        {
            return Markup.Reading(
                () =>
                {
                    CheckDirectory(content);
                    return new Workbook(new ZipArchive(content, ZipArchiveMode.Read));
                },
                () => 0);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a sheet; the workbook is disposed of with them.</summary>
    public TableReader OpenSheet(int sheet)
    {
        try
        {
            return Markup.Reading(
                () => sheet >= 0 && sheet < _sheets.Count
                    ? new SheetTable(this, Part(_sheets[sheet].Part)!, new SharedStrings(Part(_texts)), new NumberFormats(Part(_styles), _from1904))
                    : throw new ImportRefusedException(new FileIsEmpty()),
                () => 0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose() => _zip.Dispose();

    // The library makes an object of every line of the directory before one can count them, so it is looked at before.
    private static void CheckDirectory(Stream content)
    {
        var tail = new byte[Math.Min(content.Length, EndBytes + ushort.MaxValue)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        content.Position = 0;
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndBytes > tail.Length)
        {
            throw new InvalidDataException("No directory.");
        }

        var end = tail.AsSpan(at);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (count > MostParts || size > MostDirectoryBytes)
        {
            throw new ImportRefusedException(new WorkbookTooLarge(ImportLimits.WorkbookBytes / (1024 * 1024)));
        }

        var gap = content.Length - tail.Length + at - start - size;
        if (gap is < 0 or > 256)
        {
            throw new InvalidDataException("The directory is not where it says.");
        }
    }

    private void Refuse()
    {
        // Before macros: the type of a binary workbook says that it may have some.
        if (_parts.ContainsKey("xl/workbook.bin"))
        {
            throw new ImportRefusedException(new FileIsOldWorkbook());
        }

        if (_parts.Keys.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) || SaysMacros())
        {
            throw new ImportRefusedException(new WorkbookHasMacros());
        }

        if (_parts.ContainsKey("content.xml") && _parts.ContainsKey("mimetype"))
        {
            throw new ImportRefusedException(new FileIsOpenDocument());
        }

        if (!_parts.ContainsKey("[Content_Types].xml") || !_parts.Keys.Any(name => name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ImportRefusedException(new FileIsArchive());
        }
    }

    private bool SaysMacros()
    {
        if (Part("[Content_Types].xml") is not { } types)
        {
            return false;
        }

        using var reader = Markup.Open(types);
        while (reader.Read())
        {
            // A common program names a type for every extension there could be, whether a part has it or not.
            if (reader.NodeType == XmlNodeType.Element
                && reader.GetAttribute("ContentType")?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true
                && (reader.GetAttribute("Extension") is not { } extension || _parts.Keys.Any(name => name.EndsWith("." + extension, StringComparison.OrdinalIgnoreCase))))
            {
                return true;
            }
        }

        return false;
    }

    private void ReadSheets()
    {
        const string Book = "xl/workbook.xml";
        var targets = ReadTargets("xl/_rels/workbook.xml.rels");
        using var reader = Markup.Open(Part(Book) ?? throw new InvalidDataException("No workbook."));
        while (reader.Read())
        {
            if (reader.IsAt("workbookPr"))
            {
                _from1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
            else if (reader.IsAt("sheet") && reader.GetAttribute("state") is null or "visible" && _sheets.Count < 200 && SheetPart(reader, targets) is { } part)
            {
                _sheets.Add((Short(reader.GetAttribute("name") ?? ""), part));
            }
        }
    }

    private static string Short(string name) => name.Length > 60 ? name[..60] : name;

    private string? SheetPart(XmlReader reader, Dictionary<string, string> targets)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "id" && reader.NamespaceURI.Length > 0 && targets.TryGetValue(reader.Value, out var target))
            {
                reader.MoveToElement();
                return _parts.ContainsKey(target) ? target : null;
            }
        }

        reader.MoveToElement();
        return null;
    }

    /// <summary>The sheets by their reference; what the texts and the styles are called on the way.</summary>
    private Dictionary<string, string> ReadTargets(string part)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = Markup.Open(Part(part) ?? throw new InvalidDataException("No references."));
        while (reader.Read())
        {
            if (!reader.IsAt("Relationship") || reader.GetAttribute("Target") is not { } target || reader.GetAttribute("TargetMode") == "External")
            {
                continue;
            }

            var name = target.StartsWith('/') ? target[1..] : "xl/" + target.Replace("./", "", StringComparison.Ordinal);
            switch (reader.GetAttribute("Type")?.Split('/')[^1])
            {
                case "worksheet" when reader.GetAttribute("Id") is { } id && targets.Count < MostParts:
                    targets[id] = name;
                    break;
                case "sharedStrings":
                    _texts = name;
                    break;
                case "styles":
                    _styles = name;
                    break;
            }
        }

        return targets;
    }

    private PackagePart? Part(string? name) =>
        name is not null && _parts.TryGetValue(name, out var entry) ? new PackagePart(entry.Open(), entry.CompressedLength, _budget) : null;
}
