namespace PhoneBank.Imports.Reading;

/// <summary>
/// Watches bytes go by and says whether they are UTF-8, and if not, where they stop being it: a file put together of
/// several has a few lines in another encoding, and whoever brings it wants to know which.
/// </summary>
internal sealed class Utf8Watch
{
    private int _missing;
    private byte _least = 0x80;
    private byte _most = 0xBF;
    private long _line = 1;
    private long _character;
    private bool _isGood;
    private bool _isBad;
    private long _goodLines;
    private long _badLines;

    /// <summary>Whether all that went by is UTF-8.</summary>
    public bool IsUtf8 => FirstBad is null;

    /// <summary>Line and character, from 1, of the first byte that is not UTF-8.</summary>
    public (long Line, long Character)? FirstBad { get; private set; }

    /// <summary>Whether a good part of the lines with foreign letters are UTF-8 all the same.</summary>
    public bool IsMixed => !IsUtf8 && _goodLines > 0 && _goodLines * 20 >= _badLines;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_missing == 0)
            {
                var plain = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                plain = plain < 0 ? bytes.Length : plain;
                Pass(bytes[..plain]);
                bytes = bytes[plain..];
                if (bytes.Length == 0)
                {
                    return;
                }

                _character++;
                Begin(bytes[0]);
                bytes = bytes[1..];
            }
            else if (bytes[0] < _least || bytes[0] > _most)
            {
                // What was begun is broken off; this byte may begin something itself.
                _missing = 0;
                Spoil();
            }
            else
            {
                (_least, _most) = (0x80, 0xBF);
                _missing--;
                _isGood |= _missing == 0;
                bytes = bytes[1..];
            }
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Finish()
    {
        if (_missing > 0)
        {
            _missing = 0;
            Spoil();
        }

        EndLine();
    }

    private void Pass(ReadOnlySpan<byte> plain)
    {
        var last = plain.LastIndexOf((byte)'\n');
        if (last < 0)
        {
            _character += plain.Length;
            return;
        }

        EndLine();
        _line += plain.Count((byte)'\n');
        _character = plain.Length - last - 1;
    }

    private void Begin(byte lead)
    {
        (_missing, _least, _most) = lead switch
        {
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF),
            0xED => (2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F),
            _ => (0, (byte)0x80, (byte)0xBF),
        };
        if (_missing == 0)
        {
            Spoil();
        }
    }

    private void Spoil()
    {
        _isBad = true;
        FirstBad ??= (_line, _character);
    }

    private void EndLine()
    {
        _badLines += _isBad ? 1 : 0;
        _goodLines += _isGood && !_isBad ? 1 : 0;
        _isGood = _isBad = false;
    }
}
