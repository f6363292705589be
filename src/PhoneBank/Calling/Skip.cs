namespace PhoneBank.Calling;

/// <summary>
/// Somebody an organizer is not handed: passed on in one campaign, or (with <see cref="ContactId"/>) held out in every
/// campaign of the book.
/// </summary>
public sealed class Skip
{
    public Guid Id { get; init; }

    public Guid OrganizerId { get; init; }

    /// <summary>Where it came about; null when a coordinator set it on the contact's page.</summary>
    public Guid? CampaignId { get; init; }

    public Guid? EntryId { get; init; }

    /// <summary>The person, where it lasts in the whole book; null where it lasts in the campaign only.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>The person's book, where it lasts there.</summary>
    public Guid? BookId { get; init; }

    public DateTime At { get; init; }

    public SkipReason Reason { get; init; }

    /// <summary>The coordinator who set it; null when it came of calling.</summary>
    public Guid? SetBy { get; init; }
}

/// <summary>Why somebody is not handed to an organizer. Stored by name.</summary>
public enum SkipReason
{
    /// <summary>The organizer knows this person and asked not to get her or him.</summary>
    KnowPerson,

    /// <summary>I do not speak the language well enough.</summary>
    Language,

    /// <summary>I would rather not; no reason asked.</summary>
    RatherNot,

    /// <summary>An outcome said never the same caller.</summary>
    Outcome,

    /// <summary>The person asked not to be called by this organizer.</summary>
    AskedNot,

    /// <summary>The person is the organizer.</summary>
    Oneself,

    /// <summary>They share a surname, in a campaign that keeps relatives apart.</summary>
    Relative,
}

/// <summary>What the reasons have in common.</summary>
public static class SkipReasons
{
    /// <summary>Passed on for convenience: counted against the skips of an hour.</summary>
    public static IReadOnlyList<SkipReason> Costing { get; } = [SkipReason.Language, SkipReason.RatherNot];

    /// <summary>The two of them belong together, or apart: shown to coordinators, who can lift it.</summary>
    public static IReadOnlyList<SkipReason> HoldingOut { get; } = [SkipReason.Oneself, SkipReason.KnowPerson, SkipReason.AskedNot, SkipReason.Relative, SkipReason.Outcome];

    /// <summary>What a coordinator can say of a person and an organizer.</summary>
    public static IReadOnlyList<SkipReason> Settable { get; } = [SkipReason.AskedNot, SkipReason.KnowPerson, SkipReason.Oneself];
}
