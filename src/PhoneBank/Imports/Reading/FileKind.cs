using System.Text;
using PhoneBank.Shared;

namespace PhoneBank.Imports.Reading;

/// <summary>Tells by its first bytes what a file is, whatever its name says.</summary>
internal static class FileKind
{
    private static readonly byte[][] Pictures =
    [
        [0x89, (byte)'P', (byte)'N', (byte)'G'], [0xFF, 0xD8, 0xFF], "GIF8"u8.ToArray(), "RIFF"u8.ToArray(), [0x7F, (byte)'E', (byte)'L', (byte)'F'],
        "MZ"u8.ToArray(), "SQLite format 3"u8.ToArray(), "%!PS"u8.ToArray(), "OggS"u8.ToArray(), "ID3"u8.ToArray(), [0xCA, 0xFE, 0xBA, 0xBE],
    ];

    private static readonly byte[][] Archives =
    [
        "PK\x03\x04"u8.ToArray(), "PK\x05\x06"u8.ToArray(), [0x1F, 0x8B], "7z\xBC\xAF"u8.ToArray(), "Rar!"u8.ToArray(), "BZh"u8.ToArray(), [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'],
        [0x28, 0xB5, 0x2F, 0xFD],
    ];

    private static readonly string[] PageStarts = ["<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<div", "<style"];

    /// <summary>Whether a file that begins so is a package that may be a workbook; only its directory can tell.</summary>
    public static bool IsPackage(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\x03\x04"u8) && (start.IndexOf("[Content_Types].xml"u8) >= 0 || start.IndexOf("xl/"u8) >= 0 || start.IndexOf("_rels/"u8) >= 0 || start.IndexOf("docProps/"u8) >= 0);

    /// <summary>The refusal of a file that begins so; null when it may be text or a workbook.</summary>
    public static Error? Refusal(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("%PDF"u8))
        {
            return new FileIsPdf();
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return new FileIsOldWorkbook();
        }

        if (start.StartsWith("PK"u8) && start.IndexOf("opendocument"u8) >= 0)
        {
            return new FileIsOpenDocument();
        }

        foreach (var archive in Archives)
        {
            if (start.StartsWith(archive))
            {
                return IsPackage(start) ? null : new FileIsArchive();
            }
        }

        foreach (var picture in Pictures)
        {
            if (start.StartsWith(picture) && !IsPlainWord(start))
            {
                return new FileIsBinary();
            }
        }

        return Markup(start);
    }

    // Many systems call a web page or a file of markup "export.xls".
    private static Error? Markup(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 1024)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        if (Array.Exists(PageStarts, word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        {
            return new FileIsWebPage();
        }

        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            ? text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? new FileIsWebPage() : new FileIsOldWorkbook()
            : null;
    }

    // "MZ,..." or "ID3;..." can be the first head of an honest table: programs and songs have control characters at once.
    private static bool IsPlainWord(ReadOnlySpan<byte> start) => !start[..Math.Min(start.Length, 64)].ContainsAnyInRange((byte)0, (byte)8) && start[0] < 0x7F;
}
