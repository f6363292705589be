using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhoneBank.Campaigns;

/// <summary>The outcomes of a campaign in the order they are offered, with the maxima that hold whatever the outcome.</summary>
public sealed record OutcomeSet
{
    /// <summary>The languages the default set is written in.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "he", "ar", "ru"];

    /// <summary>Choices that fit in place under the one button "Reached...".</summary>
    public const int MostReached = 6;

    private static readonly Lazy<OutcomeSet> LazyDefault = new(Load);

    /// <summary>What a new campaign starts with. Keys are those of <see cref="OutcomeKeys"/>.</summary>
    public static OutcomeSet Default => LazyDefault.Value;

    public required IReadOnlyList<OutcomeDefinition> Outcomes { get; init; }

    /// <summary>Attempts on one person in a day that count (see <see cref="OutcomeDefinition.CountsAsAttempt"/>).</summary>
    public int MaxAttemptsPerDay { get; init; } = 2;

    /// <summary>Attempts on one person in a campaign that count.</summary>
    public int MaxAttemptsPerCampaign { get; init; } = 4;

    [JsonIgnore]
    public IReadOnlyList<string> Keys => [.. Outcomes.Select(outcome => outcome.Key)];

    public OutcomeDefinition? Find(string key) => Outcomes.FirstOrDefault(outcome => outcome.Key == key);

    /// <summary>Names what would go wrong with this set on a call; empty when it can be used. Labels are asked for in these languages.</summary>
    public IReadOnlyList<OutcomeFinding> Check(IReadOnlyCollection<string> languages) => OutcomeCheck.Run(this, languages);

    /// <summary>The outcomes a campaign offers, in their order, under its maxima.</summary>
    internal static OutcomeSet OfferedIn(Campaign campaign, IEnumerable<Outcome> outcomes) => new()
    {
        Outcomes = [.. outcomes.Where(outcome => outcome.RetiredAt is null).OrderBy(outcome => outcome.Position).Select(outcome => outcome.Definition)],
        MaxAttemptsPerDay = campaign.MaxAttemptsPerDay,
        MaxAttemptsPerCampaign = campaign.MaxAttempts,
    };

    private static OutcomeSet Load()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        using var json = typeof(OutcomeSet).Assembly.GetManifestResourceStream("PhoneBank.Campaigns.DefaultOutcomes.json")
            ?? throw new InvalidOperationException("The default outcomes are not in the assembly.");
        return JsonSerializer.Deserialize<OutcomeSet>(json, options)!;
    }
}

/// <summary>Keys of the default set, for templates, demo and tests. Behaviour follows the flags, never these names.</summary>
public static class OutcomeKeys
{
    public const string NoAnswer = "no_answer";
    public const string Busy = "busy";
    public const string LeftMessage = "left_message";
    public const string WrongNumber = "wrong_number";
    public const string NotInService = "not_in_service";
    public const string SomeoneElse = "someone_else";
    public const string Talked = "talked";
    public const string Callback = "callback";
    public const string FollowUp = "follow_up";
    public const string OtherLanguage = "other_language";
    public const string NotInterested = "not_interested";
    public const string DoNotCall = "do_not_call";
    public const string NotSafe = "not_safe";
    public const string Hostile = "hostile";
    public const string Distress = "distress";
    public const string Under18 = "under_18";
    public const string Died = "died";
}
