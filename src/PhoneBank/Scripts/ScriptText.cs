using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhoneBank.Scripts;

/// <summary>The grammatical form in which the one called is addressed.</summary>
public enum AddressForm
{
    Unknown,
    Masculine,
    Feminine,
}

/// <summary>
/// One text in one language. <paramref name="Any"/> suits everyone and is what is said while the form is unknown;
/// the other two are written only where the language needs them. Plain text with paragraphs, **bold** and lists.
/// In JSON a text without forms is a plain string, else <c>{"any", "m", "f"}</c>.
/// </summary>
[JsonConverter(typeof(ScriptTextConverter))]
public sealed record ScriptText(string Any, string? Masculine = null, string? Feminine = null)
{
    /// <summary>The text for this form; the one for everyone where the form has none of its own.</summary>
    public string For(AddressForm form)
    {
        var own = form switch
        {
            AddressForm.Masculine => Masculine,
            AddressForm.Feminine => Feminine,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(own) ? Any : own;
    }

    /// <summary>Every wording that is written.</summary>
    [JsonIgnore]
    public IEnumerable<string> Wordings =>
        new[] { Any, Masculine, Feminine }.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!);

    public static implicit operator ScriptText(string any) => new(any);
}

/// <summary>The texts of one place in a script, by call language. Languages are compared as <see cref="LanguageTags"/> says.</summary>
[JsonConverter(typeof(ScriptTextsConverter))]
public sealed class ScriptTexts
{
    public static readonly ScriptTexts None = new([]);

    private readonly SortedDictionary<string, ScriptText> _texts = new(StringComparer.Ordinal);

    public ScriptTexts(IEnumerable<KeyValuePair<string, ScriptText>> texts)
    {
        foreach (var (language, text) in texts)
        {
            _texts[LanguageTags.Normalize(language)] = text;
        }
    }

    /// <summary>The languages that have a text which is not blank, in a stable order.</summary>
    public IEnumerable<string> Languages => _texts.Where(pair => !string.IsNullOrWhiteSpace(pair.Value.Any)).Select(pair => pair.Key);

    /// <summary>Every text as it is written, by language, in a stable order.</summary>
    public IReadOnlyDictionary<string, ScriptText> ByLanguage => _texts;

    /// <summary>
    /// The text for a language, and under which tag it was found: the tag itself, then shorter ones (he-IL, he), then
    /// any of the same language (asked pt, there is pt-br). Null when there is none, or only a blank one.
    /// </summary>
    public (string Language, ScriptText Text)? Find(string language)
    {
        var tag = LanguageTags.Normalize(language);
        while (tag.Length > 0)
        {
            if (_texts.TryGetValue(tag, out var text) && !string.IsNullOrWhiteSpace(text.Any))
            {
                return (tag, text);
            }

            var cut = tag.LastIndexOf('-');
            tag = cut < 0 ? "" : tag[..cut];
        }

        var primary = LanguageTags.PrimaryOf(language);
        var relative = Languages.FirstOrDefault(candidate => LanguageTags.PrimaryOf(candidate) == primary);
        return relative is null ? null : (relative, _texts[relative]);
    }

    /// <summary>The text for the language asked for, else for the campaign's main language, else any. Null when nothing is written.</summary>
    public (string Language, ScriptText Text, bool FellBack)? Pick(string language, string mainLanguage)
    {
        if (Find(language) is { } asked)
        {
            return (asked.Language, asked.Text, FellBack: false);
        }

        if (Find(mainLanguage) is { } main)
        {
            return (main.Language, main.Text, FellBack: true);
        }

        var any = Languages.FirstOrDefault();
        return any is null ? null : (any, _texts[any], FellBack: true);
    }

    /// <summary>The same texts with one replaced; a null text takes the language away.</summary>
    public ScriptTexts With(string language, ScriptText? text)
    {
        var tag = LanguageTags.Normalize(language);
        var others = _texts.Where(pair => pair.Key != tag);
        return new ScriptTexts(text is null ? others : others.Append(new(tag, text)));
    }
}

internal sealed class ScriptTextConverter : JsonConverter<ScriptText>
{
    public override ScriptText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new ScriptText(reader.GetString() ?? "");
        }

        string? any = null, masculine = null, feminine = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            var text = reader.GetString();
            switch (name)
            {
                case "any":
                    any = text;
                    break;
                case "m":
                    masculine = text;
                    break;
                case "f":
                    feminine = text;
                    break;
                default:
                    throw new JsonException($"A script text has no part called '{name}'.");
            }
        }

        return new ScriptText(any ?? "", masculine, feminine);
    }

    public override void Write(Utf8JsonWriter writer, ScriptText value, JsonSerializerOptions options)
    {
        if (value is { Masculine: null, Feminine: null })
        {
            writer.WriteStringValue(value.Any);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("any", value.Any);
        if (value.Masculine is not null)
        {
            writer.WriteString("m", value.Masculine);
        }

        if (value.Feminine is not null)
        {
            writer.WriteString("f", value.Feminine);
        }

        writer.WriteEndObject();
    }
}

internal sealed class ScriptTextsConverter : JsonConverter<ScriptTexts>
{
    public override ScriptTexts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<Dictionary<string, ScriptText>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, ScriptTexts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (language, text) in value.ByLanguage)
        {
            writer.WritePropertyName(language);
            JsonSerializer.Serialize(writer, text, options);
        }

        writer.WriteEndObject();
    }
}
