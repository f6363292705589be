using System.Text.RegularExpressions;

namespace PhoneBank.Campaigns;

/// <summary>Something wrong with a set of outcomes. The type's name is the key of its text.</summary>
public abstract record OutcomeFinding
{
    private OutcomeFinding(string? key) => OutcomeKey = key;

    /// <summary>The outcome it is about; null when it is about the whole set.</summary>
    public string? OutcomeKey { get; }

    /// <summary>No choice for someone who was not reached.</summary>
    public sealed record NoNotReached() : OutcomeFinding(key: null);

    /// <summary>No choice for someone who was reached.</summary>
    public sealed record NoReached() : OutcomeFinding(key: null);

    /// <summary>Nobody who was not reached is tried again.</summary>
    public sealed record NothingReturns() : OutcomeFinding(key: null);

    /// <summary>Nothing ends: people would be called until the maximum, whatever they say.</summary>
    public sealed record NothingEnds() : OutcomeFinding(key: null);

    /// <summary>Nobody can ask not to be called again.</summary>
    public sealed record NothingSuppresses() : OutcomeFinding(key: null);

    /// <summary>Nothing holds a person back when talking is not safe.</summary>
    public sealed record NothingHolds() : OutcomeFinding(key: null);

    /// <summary>More choices than fit under "Reached...".</summary>
    public sealed record TooManyReached(int Count) : OutcomeFinding(key: null);

    /// <summary>The maxima for all outcomes are not above zero, or the day allows more than the campaign.</summary>
    public sealed record BadMaximum() : OutcomeFinding(key: null);

    public sealed record DuplicateKey(string Key) : OutcomeFinding(Key);

    /// <summary>Not lower case letters, digits and underscores, beginning with a letter, at most 40.</summary>
    public sealed record BadKey(string Key) : OutcomeFinding(Key);

    /// <summary>No label, or no word about what it causes, in this language.</summary>
    public sealed record MissingText(string Key, string Language) : OutcomeFinding(Key);

    /// <summary>Minutes, days or maxima below one.</summary>
    public sealed record BadFigure(string Key) : OutcomeFinding(Key);

    /// <summary>It ends the entry and yet would have somebody call again.</summary>
    public sealed record EndsAndReturns(string Key) : OutcomeFinding(Key);

    /// <summary>It suppresses everywhere, or ends in the book, and yet leaves the entry open.</summary>
    public sealed record GoneButOpen(string Key) : OutcomeFinding(Key);

    /// <summary>It holds the entry for a coordinator whom nobody asks.</summary>
    public sealed record HeldForNobody(string Key) : OutcomeFinding(Key);

    /// <summary>Nothing says what becomes of the person: it neither ends, holds nor comes back.</summary>
    public sealed record LeadsNowhere(string Key) : OutcomeFinding(Key);
}

internal static partial class OutcomeCheck
{
    public static IReadOnlyList<OutcomeFinding> Run(OutcomeSet set, IReadOnlyCollection<string> languages) =>
        [.. Whole(set), .. set.Outcomes.SelectMany(outcome => Each(outcome, languages))];

    private static IEnumerable<OutcomeFinding> Whole(OutcomeSet set)
    {
        var outcomes = set.Outcomes;
        if (!outcomes.Any(outcome => outcome.Group == OutcomeGroup.NotReached))
        {
            yield return new OutcomeFinding.NoNotReached();
        }

        var reached = outcomes.Count(outcome => outcome.Group == OutcomeGroup.Reached);
        if (reached == 0)
        {
            yield return new OutcomeFinding.NoReached();
        }

        if (reached > OutcomeSet.MostReached)
        {
            yield return new OutcomeFinding.TooManyReached(reached);
        }

        if (!outcomes.Any(outcome => outcome is { Group: OutcomeGroup.NotReached, RetryAfterMinutes: not null }))
        {
            yield return new OutcomeFinding.NothingReturns();
        }

        if (!outcomes.Any(outcome => outcome.Reached && outcome.EndsEntry))
        {
            yield return new OutcomeFinding.NothingEnds();
        }

        if (!outcomes.Any(outcome => outcome.SuppressEverywhere))
        {
            yield return new OutcomeFinding.NothingSuppresses();
        }

        if (!outcomes.Any(outcome => outcome.Holds))
        {
            yield return new OutcomeFinding.NothingHolds();
        }

        if (set.MaxAttemptsPerDay < 1 || set.MaxAttemptsPerCampaign < set.MaxAttemptsPerDay)
        {
            yield return new OutcomeFinding.BadMaximum();
        }

        foreach (var group in outcomes.GroupBy(outcome => outcome.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new OutcomeFinding.DuplicateKey(group.Key);
        }
    }

    private static IEnumerable<OutcomeFinding> Each(OutcomeDefinition outcome, IReadOnlyCollection<string> languages)
    {
        if (!KeyForm().IsMatch(outcome.Key))
        {
            yield return new OutcomeFinding.BadKey(outcome.Key);
        }

        foreach (var language in languages)
        {
            if (outcome.Texts.GetValueOrDefault(language) is not { } text || string.IsNullOrWhiteSpace(text.Label) || string.IsNullOrWhiteSpace(text.Consequence))
            {
                yield return new OutcomeFinding.MissingText(outcome.Key, language);
            }
        }

        if (new[] { outcome.RetryAfterMinutes, outcome.MaxPerDay, outcome.MaxPerCampaign, outcome.RestsInBookDays }.Any(figure => figure < 1)
            || outcome.LaterRetriesMinutes.Any(minutes => minutes < 1) || (outcome.RetryAfterMinutes is null && outcome.LaterRetriesMinutes.Count > 0))
        {
            yield return new OutcomeFinding.BadFigure(outcome.Key);
        }

        var returns = outcome.RetryAfterMinutes is not null || outcome.AnotherPartOfDay || outcome.AsksCallbackTime || outcome.ReroutesByLanguage;
        if (outcome.EndsEntry && returns)
        {
            yield return new OutcomeFinding.EndsAndReturns(outcome.Key);
        }

        if ((outcome.SuppressEverywhere || outcome.EndsInBook) && !outcome.EndsEntry)
        {
            yield return new OutcomeFinding.GoneButOpen(outcome.Key);
        }

        if (outcome is { Holds: true, NeedsCoordinator: CoordinatorNeed.No })
        {
            yield return new OutcomeFinding.HeldForNobody(outcome.Key);
        }

        if (outcome is { EndsEntry: false, Holds: false, NumberIsBad: false } && !returns)
        {
            yield return new OutcomeFinding.LeadsNowhere(outcome.Key);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyForm();
}
