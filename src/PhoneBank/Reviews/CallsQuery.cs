using PhoneBank.Campaigns;
using PhoneBank.Shared;

namespace PhoneBank.Reviews;

/// <summary>Which calls to list. Everything left out means all.</summary>
public sealed record CallFilter
{
    public Guid? CampaignId { get; init; }

    public Guid? ListId { get; init; }

    public Guid? OrganizerId { get; init; }

    public string? OutcomeKey { get; init; }

    /// <summary>First day, in the zone of the campaign (of the newest one when none is chosen).</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only calls with people who now wait for a coordinator.</summary>
    public bool HeldOnly { get; init; }

    /// <summary>Calls taken back by their callers too.</summary>
    public bool WithWithdrawn { get; init; }
}

/// <summary>A call as a list shows it: masked, without any number.</summary>
/// <param name="Person">First name and initial; empty when no name is known.</param>
/// <param name="EndedAtLocal">In the zone of the page.</param>
/// <param name="Organizer">Display name; null once the link between caller and contact is cut.</param>
/// <param name="Held">The person waits for a coordinator now.</param>
/// <param name="HasTexts">Somebody wrote a note, a message or a reason that was not struck out.</param>
public sealed record CallRow(
    Guid CallId,
    string Person,
    DateTime EndedAtLocal,
    string OutcomeKey,
    OutcomeDefinition Outcome,
    string MainLanguage,
    string? Organizer,
    string ListName,
    TimeSpan Duration,
    bool Late,
    bool Conflicting,
    bool Withdrawn,
    bool Held,
    bool HasTexts);

/// <param name="ZoneId">The zone in which days and times are meant.</param>
/// <param name="Today">Today's date there.</param>
public sealed record CallsPage(Page<CallRow> Calls, string ZoneId, DateOnly Today);

/// <summary>A choice of a filter.</summary>
public sealed record FilterChoice(Guid Id, string Name, Guid? CampaignId = null);

/// <summary>What can be chosen in the filters, within the actor's reach.</summary>
public sealed record CallFilterChoices(
    IReadOnlyList<FilterChoice> Campaigns, IReadOnlyList<FilterChoice> Lists, IReadOnlyList<FilterChoice> Organizers, IReadOnlyList<OutcomeDefinition> Outcomes);

/// <summary>
/// Calls in the books this coordinator is a member of, newest first, paged by key: rows already seen do not move while new
/// calls arrive. A filter outside the actor's reach finds nothing. Refuses with <see cref="NotAllowed"/> for anyone who is no coordinator.
/// </summary>
public sealed class CallsQuery
{
    public const int PageSize = 50;

    public Task<Result<CallsPage>> ExecuteAsync(Actor actor, CallFilter filter, string? after, CancellationToken ct) => throw new NotSupportedException();

    public Task<CallFilterChoices> ChoicesAsync(Actor actor, CancellationToken ct) => throw new NotSupportedException();
}
