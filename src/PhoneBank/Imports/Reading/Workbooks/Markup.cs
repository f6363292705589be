using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>Reads the markup of a workbook's parts: no document type, nothing from outside, no text longer than a cell may be.</summary>
internal static partial class Markup
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
        MaxCharactersFromEntities = 1024,
    };

    public static XmlReader Open(Stream part) => XmlReader.Create(part, Settings);

    /// <summary>Runs something that reads a part; what is wrong with the part is refused, with the row it was at.</summary>
    public static T Reading<T>(Func<T> read, Func<int> row)
    {
        try
        {
            return read();
        }
        catch (XmlException exception) when (exception.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new ImportRefusedException(new WorkbookIsUnsafe());
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException or InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new ImportRefusedException(new WorkbookIsBroken(row()));
        }
    }

    /// <summary>Whether the reader stands at the beginning of such an element, in whichever namespace (there are two generations).</summary>
    public static bool IsAt(this XmlReader reader, string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name;

    /// <summary>Appends the text of the element the reader stands at, and goes to its end.</summary>
    /// <exception cref="ImportRefusedException">With what <paramref name="tooLong"/> says.</exception>
    public static void AppendText(this XmlReader reader, StringBuilder text, Func<Shared.Error> tooLong)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var buffer = new char[256];
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
            {
                continue;
            }

            int length;
            while ((length = reader.ReadValueChunk(buffer, 0, buffer.Length)) > 0)
            {
                text.Append(buffer, 0, length);
                if (text.Length > ImportLimits.RecordBytes)
                {
                    throw new ImportRefusedException(tooLong());
                }
            }
        }
    }

    /// <summary>Appends the text of a string item, in one piece or in runs of different looks, without its phonetic reading; goes to its end.</summary>
    public static void AppendItem(this XmlReader reader, StringBuilder text, Func<Shared.Error> tooLong)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var isThere = reader.Read();
        while (isThere && reader.Depth > depth)
        {
            if (reader.IsAt("rPh"))
            {
                reader.Skip();
                continue;
            }

            if (reader.IsAt("t"))
            {
                reader.AppendText(text, tooLong);
            }

            isThere = reader.Read();
        }
    }

    /// <summary>Control characters stand in workbooks as <c>_x000D_</c>.</summary>
    public static string Unescape(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escaped().Replace(text, match => ((char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
