using PhoneBank.Campaigns;

namespace PhoneBank.Reports;

/// <summary>A count, or that it is below <see cref="Fewest"/>.</summary>
/// <param name="N">0 when it is few.</param>
/// <param name="IsFew">One to four: whoever does not coordinate the campaign is not told how many.</param>
public readonly record struct ReportCount(int N, bool IsFew)
{
    /// <summary>Smaller counts than this could point at somebody.</summary>
    public const int Fewest = 5;

    /// <param name="isExact">For the campaign's coordinators.</param>
    public static ReportCount Of(int n, bool isExact) => !isExact && n is > 0 and < Fewest ? new ReportCount(0, IsFew: true) : new ReportCount(n, IsFew: false);

    /// <summary>This as a share of <paramref name="all"/>, 0 to 1; null when there is nothing, or too little to say.</summary>
    public double? ShareOf(ReportCount all) => IsFew || all.IsFew || all.N == 0 ? null : (double)N / all.N;
}

/// <param name="Reached">Of the calls, those in which the person was reached.</param>
public sealed record ReachedCount(ReportCount Calls, ReportCount Reached);

public sealed record OutcomeCount(OutcomeDefinition Outcome, ReportCount Calls);

/// <param name="Text">Empty when the choice is in no version of the script any more.</param>
/// <param name="Language">The language the text stands in.</param>
public sealed record ChoiceCount(string ChoiceId, string Text, string Language, ReportCount Calls);

/// <summary>A question of the script that offers choices, and in how many calls each was chosen.</summary>
/// <param name="Text">As the newest version that asks it says it.</param>
public sealed record QuestionCounts(string StepId, string Text, string Language, ReportCount Answered, IReadOnlyList<ChoiceCount> Choices);

/// <param name="Hour">0 to 23, when the call was recorded, in the zone of the campaign.</param>
public sealed record HourCount(DayOfWeek Weekday, int Hour, ReachedCount Counts);

/// <summary>The how manieth call somebody was reached with.</summary>
/// <param name="Number">From 1; the last stands for all later ones too.</param>
/// <param name="People">Called for so many times without having been reached before.</param>
/// <param name="Reached">Of them, those reached this time.</param>
/// <param name="ReachedSoFar">Reached by this call or an earlier one.</param>
public sealed record AttemptCount(int Number, ReportCount People, ReportCount Reached, ReportCount ReachedSoFar);

/// <summary>How good a list is.</summary>
/// <param name="People">On it now.</param>
/// <param name="Called">People called at least once.</param>
/// <param name="Reached">Of them, people reached.</param>
/// <param name="BadNumbers">Calls to numbers that were wrong or not in service.</param>
/// <param name="NeverAgain">Calls in which somebody asked never to be called again.</param>
public sealed record ListQuality(Guid Id, string Name, ReportCount People, ReportCount Called, ReportCount Reached, ReportCount Calls, ReportCount BadNumbers, ReportCount NeverAgain);

/// <param name="Name">Display name; null when nobody can tell any more who called.</param>
public sealed record OrganizerCount(Guid? Id, string? Name, ReachedCount Counts);

/// <param name="Tag">Empty when unknown.</param>
public sealed record LanguageCount(string Tag, ReachedCount Counts);

/// <summary>Whether promises to call back were kept.</summary>
/// <param name="Kept">The number was shown from 15 minutes before to 30 minutes after the time that was promised.</param>
/// <param name="Overdue">Not called although the time is more than 30 minutes past, at this moment.</param>
/// <param name="Open">Still to be made, at this moment.</param>
public sealed record CallbackCounts(ReportCount Promised, ReportCount Kept, ReportCount Early, ReportCount Late, ReportCount Overdue, ReportCount Open)
{
    /// <summary>Kept, of all that came to be made or is overdue.</summary>
    public double? Share { get; init; }
}

/// <summary>Which calls to report on. Everything left out means all.</summary>
public sealed record ReportFilter
{
    public Guid? CampaignId { get; init; }

    public Guid? ListId { get; init; }

    /// <summary>First day, in the zone of the campaign.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>What came of the calls of one campaign. No count says anything about one person.</summary>
public sealed record CampaignReport
{
    public required Guid CampaignId { get; init; }

    public required string Name { get; init; }

    public required string MainLanguage { get; init; }

    public required string ZoneId { get; init; }

    /// <summary>Now, in that zone.</summary>
    public required DateTime AtLocal { get; init; }

    /// <summary>False for whoever does not coordinate the campaign: small counts are not told, nothing can be filtered, and no organizer is named.</summary>
    public required bool IsExact { get; init; }

    public required ReachedCount All { get; init; }

    /// <summary>In the order of the call page; those never recorded are left out.</summary>
    public required IReadOnlyList<OutcomeCount> Outcomes { get; init; }

    public required IReadOnlyList<QuestionCounts> Questions { get; init; }

    /// <summary>Only hours in which somebody was called.</summary>
    public required IReadOnlyList<HourCount> Hours { get; init; }

    public required IReadOnlyList<AttemptCount> Attempts { get; init; }

    public required IReadOnlyList<ListQuality> Lists { get; init; }

    /// <summary>Who made most calls first; empty unless <see cref="IsExact"/>.</summary>
    public required IReadOnlyList<OrganizerCount> Organizers { get; init; }

    /// <summary>The one spoken most first.</summary>
    public required IReadOnlyList<LanguageCount> Languages { get; init; }

    public required CallbackCounts Callbacks { get; init; }
}
