using System.Text;
using System.Xml;

namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>
/// The texts of a workbook, which its cells name by number. Read only as far as they are asked for, and kept packed: a
/// million names are some ten megabytes.
/// </summary>
internal sealed class SharedStrings(PackagePart? part) : IDisposable
{
    private const int PageBytes = 1024 * 1024;
    private readonly XmlReader? _reader = part is null ? null : Markup.Open(part);
    private readonly List<byte[]> _pages = [];
    private readonly List<(int Page, int Start, int Length)> _items = [];
    private readonly StringBuilder _text = new();
    private int _used = PageBytes;
    private long _bytes;

    /// <exception cref="ImportRefusedException">There is no such text, or there are too many.</exception>
    public string At(int number, Func<Shared.Error> tooLong)
    {
        if (part is not null)
        {
            part.TooLong = tooLong;
        }

        while (_items.Count <= number && ReadNext(tooLong))
        {
            // One after the other, until it is there.
        }

        if (number < 0 || number >= _items.Count)
        {
            throw new InvalidDataException("No such text.");
        }

        var (page, start, length) = _items[number];
        return Encoding.UTF8.GetString(_pages[page], start, length);
    }

    public void Dispose() => _reader?.Dispose();

    private bool ReadNext(Func<Shared.Error> tooLong)
    {
        while (_reader is not null && _reader.Read())
        {
            if (_reader.IsAt("si"))
            {
                _text.Clear();
                _reader.AppendItem(_text, tooLong);
                Keep(Encoding.UTF8.GetBytes(Markup.Unescape(_text.ToString())));
                return true;
            }
        }

        return false;
    }

    private void Keep(byte[] text)
    {
        _bytes += text.Length;
        if (_bytes > ImportLimits.SharedTextBytes || _items.Count >= ImportLimits.SharedTexts)
        {
            throw new ImportRefusedException(new WorkbookTooLarge(ImportLimits.SharedTextBytes / (1024 * 1024)));
        }

        if (text.Length > PageBytes)
        {
            _pages.Add(text);
            _items.Add((_pages.Count - 1, 0, text.Length));
            _used = PageBytes;
            return;
        }

        if (_used + text.Length > PageBytes)
        {
            _pages.Add(new byte[PageBytes]);
            _used = 0;
        }

        text.CopyTo(_pages[^1], _used);
        _items.Add((_pages.Count - 1, _used, text.Length));
        _used += text.Length;
    }
}
