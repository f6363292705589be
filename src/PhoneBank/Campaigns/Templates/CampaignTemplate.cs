using System.Text.Json;
using System.Text.Json.Serialization;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Scripts;

namespace PhoneBank.Campaigns.Templates;

/// <summary>What a template is called and what a campaign made from it wants to reach.</summary>
public sealed record TemplateText(string Name, string Goal);

/// <summary>A campaign that is ready to be called from: goal, script and outcomes in four languages. A copy is taken; changing it changes no template.</summary>
public sealed record CampaignTemplate
{
    public const string ProtestFollowUp = "protest-follow-up";
    public const string SupportersMatch = "supporters-match";
    public const string ReservistSupport = "reservist-support";

    private static readonly Lazy<IReadOnlyList<CampaignTemplate>> LazyAll =
        new(() => [Load(ProtestFollowUp), Load(SupportersMatch), Load(ReservistSupport)]);

    /// <summary>The languages every template is written in; the first is the one a reader falls back to.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "he", "ar", "ru"];

    /// <summary>Every template, in the order they are offered.</summary>
    public static IReadOnlyList<CampaignTemplate> All => LazyAll.Value;

    public required string Key { get; init; }

    /// <summary>The level a book for such a campaign should have.</summary>
    public required ProtectionLevel SuggestedLevel { get; init; }

    /// <summary>The calendars a campaign made from it keeps, until somebody chooses others.</summary>
    public CalendarSets Calendars { get; init; }

    /// <summary>Name and goal by language of the interface.</summary>
    public required IReadOnlyDictionary<string, TemplateText> Texts { get; init; }

    public required ScriptDocument Script { get; init; }

    [JsonIgnore]
    public OutcomeSet Outcomes => OutcomeSet.Default;

    /// <summary>Null when there is no such template.</summary>
    public static CampaignTemplate? Find(string key) => All.FirstOrDefault(template => template.Key == key);

    /// <summary>Name and goal in this language, else in English.</summary>
    public TemplateText TextIn(string language) => Texts.GetValueOrDefault(LanguageTags.PrimaryOf(language)) ?? Texts["en"];

    private static CampaignTemplate Load(string key)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        using var json = typeof(CampaignTemplate).Assembly.GetManifestResourceStream($"PhoneBank.Campaigns.Templates.{key}.json")
            ?? throw new InvalidOperationException($"The template {key} is not in the assembly.");
        return JsonSerializer.Deserialize<CampaignTemplate>(json, options)!;
    }
}
