using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PhoneBank.Privacy;

/// <summary>
/// Seals and opens the personal columns (AES-256-GCM under a data key, bound to table, column and row), and makes the
/// blind indexes that find a number again without storing it.
/// </summary>
public sealed class Sealer(KeyRing keys)
{
    private const int MostInPlace = 100;

    /// <summary>Seals text under the installation's key: labels, volunteers' names, campaign and script texts.</summary>
    public byte[] Seal(Place place, string text) => keys.Installation.Seal(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Seals a document, as JSON, under the installation's key.</summary>
    public byte[] SealJson<T>(Place place, T value) => keys.Installation.Seal(place, JsonSerializer.SerializeToUtf8Bytes(value, SealedJson.Options));

    /// <summary>Seals text under a book's key: everything about its contacts.</summary>
    public byte[] Seal(Guid bookId, Place place, string text)
    {
        if (text.Length > MostInPlace)
        {
            return Seal(bookId, place, Encoding.UTF8.GetBytes(text));
        }

        Span<byte> plain = stackalloc byte[3 * MostInPlace];
        return Seal(bookId, place, plain[..Encoding.UTF8.GetBytes(text, plain)]);
    }

    /// <summary>Seals bytes under a book's key.</summary>
    public byte[] Seal(Guid bookId, Place place, ReadOnlySpan<byte> plain) => keys.OfBook(bookId).Seal(place, plain);

    /// <summary>Seals a document, as JSON, under a book's key.</summary>
    public byte[] SealJson<T>(Guid bookId, Place place, T value)
    {
        using var plain = PlainBytes.Take();
        JsonSerializer.Serialize(plain.Writer, value, SealedJson.Options);
        return Seal(bookId, place, plain.Written);
    }

    /// <summary>Opens sealed text, under whichever key sealed it.</summary>
    /// <exception cref="SealBrokenException">It was altered, moved, or its key is gone.</exception>
    public string Open(Place place, byte[] value) => Encoding.UTF8.GetString(OpenBytes(place, value));

    /// <inheritdoc cref="Open"/>
    public byte[] OpenBytes(Place place, byte[] value) => keys.ById(SealedBytes.KeyId(value)).Open(place, value);

    /// <inheritdoc cref="Open"/>
    public T OpenJson<T>(Place place, byte[] value) =>
        JsonSerializer.Deserialize<T>(OpenBytes(place, value), SealedJson.Options) ?? throw new SealBrokenException($"A sealed document in {place.Table}.{place.Column} is empty.");

    /// <summary>The blind index of a number in E.164 within one book. The same number has another index in another book.</summary>
    public byte[] PhoneIndex(Guid bookId, string e164) => keys.OfBook(bookId).ForPhones.Of(e164);

    /// <summary>The keyed hash under which the stop list knows a number in E.164; one for the whole installation.</summary>
    public byte[] StopListHash(string e164) => keys.Installation.ForStopList.Of(e164);

    /// <summary>The blind index of an external id within one book.</summary>
    public byte[] ExternalIdIndex(Guid bookId, string externalId) => keys.OfBook(bookId).ForExternalIds.Of(externalId);

    /// <summary>The blind index of a label (tag, city, source) within one scope, after folding case and white space.</summary>
    public byte[] LabelIndex(string scope, string label) =>
        keys.Installation.ForLabels.Of(scope + "\n" + string.Join(' ', label.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The hash under which a secret token (invitation, join code) is stored.</summary>
    public byte[] TokenHash(string purpose, string token) => keys.Installation.ForTokens.Of(purpose + "\n" + token);

    /// <summary>The keyed hash under which an organizer's own number is kept, to know her or him in any book.</summary>
    public byte[] OwnNumberHash(string e164) => keys.Installation.ForHoldOuts.Of("number\n" + e164);

    /// <summary>The keyed hash of a folded surname, to tell relatives apart without keeping the name.</summary>
    public byte[] SurnameHash(string surnameKey) => keys.Installation.ForHoldOuts.Of("surname\n" + surnameKey);
}

/// <summary>Where a document is written before it is sealed: one for each thread, used again and wiped after each.</summary>
internal sealed class PlainBytes : IDisposable
{
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static PlainBytes? _free;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    private PlainBytes() => Writer = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = SealedJson.Options.Encoder, SkipValidation = true });

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public static PlainBytes Take()
    {
        var bytes = _free ?? new PlainBytes();
        _free = null;
        return bytes;
    }

    public void Dispose()
    {
        _bytes.Clear();
        if (_bytes.Capacity <= MostKept)
        {
            Writer.Reset();
            _free = this;
        }
    }
}

internal static class SealedJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };
}
