using System.Text;
using PhoneBank.Shared;

namespace PhoneBank.Imports.Reading;

/// <summary>
/// Says in which encoding a file is written, from all its bytes as they pass by: byte order marks, strict UTF-8, zero
/// bytes of UTF-16, and for one-byte encodings which language's letters fit best.
/// </summary>
internal sealed class EncodingDetector
{
    // Natural text scores about -3 (its entropy); bytes that are no text of any of these languages score far below.
    private const double WorstScore = -5.0;

    private static readonly (string Encoding, double[] Weights)[] Scripts =
    [
        ("windows-1255", Weights("windows-1255", "יייייייייייהההההההההההוווווווווולללללללאאאאאארררררבבבבבתתתתתששששממממםםםנננןןדדחחחעעעכככךפפףקקגטסצץז", upperToo: false)),
        ("windows-1256", Weights("windows-1256", "ااااااااااااالللللللللللليييييييممممممووووووننننننررررررتتتتتببببةةةةععععدددسسسففففهههككقققأأححججششصصىىخخإذذططضضززثغئءظؤآ", upperToo: false)),
        ("windows-1251", Weights("windows-1251", "оооооооооооеееееееееаааааааааииииииинннннннттттттссссссрррррвввввллллккккмммдддпппуууяяыыььггззббччйхжшюцщэфъё", upperToo: true)),
    ];

    private readonly Utf8Watch _utf8 = new();
    private readonly long[] _high = new long[256];
    private readonly byte[] _start = new byte[4];
    private readonly long[] _zeros = new long[2];
    private long _bytes;
    private long _control;
    private long _beforeHigh;
    private long _besideLatin;
    private byte _last;
    private long _line = 1;
    private long _lineStart;
    private (long Line, long Character)? _firstZero;
    private long? _longLine;

    /// <summary>Encodings one can choose by hand.</summary>
    public static IReadOnlyList<string> Known { get; } = ["utf-8", "utf-16", "utf-16BE", "windows-1255", "windows-1256", "windows-1251", "windows-1252"];

    /// <summary>Whether the bytes so far can be no text: zero bytes or control characters where text has none.</summary>
    public bool LooksBinary => Utf16() is null && !HasMark && (_zeros[0] + _zeros[1] > 0 || _control * 200 > _bytes);

    /// <summary>What to say of bytes that look binary: a few zero bytes in what is text otherwise have a place.</summary>
    public Error BinaryRefusal =>
        _firstZero is { } zero && _control * 200 <= _bytes && (_zeros[0] + _zeros[1]) * 10 < _bytes ? new ZeroInText(zero.Line, zero.Character) : new FileIsBinary();

    /// <summary>What to say of text in no encoding.</summary>
    public Error EncodingRefusal => _utf8 is { IsMixed: true, FirstBad: { } bad } ? new MixedEncodings(bad.Line, bad.Character) : new EncodingNotRecognised();

    /// <summary>What to say of a line that is longer than any record may be; null while there is none.</summary>
    public Error? LengthRefusal => _longLine is { } line ? new RowTooLong(line) : null;

    private bool HasMark => Mark() is not null;

    public static Encoding Get(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        return name.StartsWith("utf", StringComparison.OrdinalIgnoreCase)
            ? Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            : encoding;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (_bytes + i < _start.Length)
            {
                _start[_bytes + i] = b;
            }

            if (b == 0)
            {
                _zeros[(_bytes + i) & 1]++;
                _firstZero ??= (_line, _bytes + i - _lineStart + 1);
            }
            else if (b is (byte)'\n' or (byte)'\r')
            {
                _line += b == (byte)'\n' ? 1 : 0;
                _lineStart = _bytes + i + 1;
            }
            else if (b is < 0x09 or (> 0x0D and < 0x20))
            {
                _control++;
            }
            else if (b >= 0x80)
            {
                _high[b]++;
                if (_last >= 0x80)
                {
                    _beforeHigh++;
                }
                else if (char.IsAsciiLetter((char)_last))
                {
                    _besideLatin++;
                }
            }

            // The other neighbour of a foreign letter.
            if (_last >= 0x80 && char.IsAsciiLetter((char)b))
            {
                _besideLatin++;
            }

            _last = b;
        }

        // Four bytes are the most a letter has in any encoding.
        _longLine ??= _bytes + bytes.Length - _lineStart > 4L * ImportLimits.RecordBytes ? _line : null;
        _utf8.Feed(bytes);
        _bytes += bytes.Length;
    }

    /// <summary>The web name of the encoding; null when it is text in none of those we know.</summary>
    public string? Finish()
    {
        _utf8.Finish();
        if (Mark() is { } marked)
        {
            return marked == "utf-8" && !_utf8.IsUtf8 ? null : marked;
        }

        if (Utf16() is { } utf16)
        {
            return utf16;
        }

        return _utf8.IsUtf8 ? "utf-8" : _utf8.IsMixed ? null : OneByte();
    }

    private static double[] Weights(string encodingName, string sample, bool upperToo)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(encodingName)!;
        var counts = new double[256];
        Array.Fill(counts, 0.001);
        foreach (var b in encoding.GetBytes(sample))
        {
            counts[b]++;
        }

        if (upperToo)
        {
            foreach (var b in encoding.GetBytes(sample.ToUpperInvariant()))
            {
                counts[b] += 0.15;
            }
        }

        var total = counts.AsSpan(0xC0).ToArray().Sum();
        return [.. counts.Select(count => Math.Log(count / total))];
    }

    private string? Mark() => (_bytes, _start[0], _start[1], _start[2], _start[3]) switch
    {
        ( >= 4, 0xFF, 0xFE, 0, 0) => "utf-32",
        ( >= 2, 0xFF, 0xFE, _, _) => "utf-16",
        ( >= 2, 0xFE, 0xFF, _, _) => "utf-16BE",
        ( >= 3, 0xEF, 0xBB, 0xBF, _) => "utf-8",
        _ => null,
    };

    // Separators and digits have a zero byte each, always on the same side.
    private string? Utf16()
    {
        var (even, odd) = (_zeros[0], _zeros[1]);
        return _bytes < 8 || even + odd < 4 || (even + odd) * 20 < _bytes ? null : odd > even * 20 ? "utf-16" : even > odd * 20 ? "utf-16BE" : null;
    }

    private string? OneByte()
    {
        // Western words carry single foreign letters among Latin ones; the others are written in them altogether.
        if (_besideLatin > _beforeHigh)
        {
            return "windows-1252";
        }

        long letters = 0;
        for (var b = 0xC0; b < 256; b++)
        {
            letters += _high[b];
        }

        if (letters == 0)
        {
            return null;
        }

        var best = Scripts
            .Select(script => (script.Encoding, Score: Enumerable.Range(0xC0, 0x40).Sum(b => _high[b] * script.Weights[b]) / letters))
            .MaxBy(script => script.Score);
        return best.Score >= WorstScore ? best.Encoding : null;
    }
}
