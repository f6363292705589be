namespace PhoneBank.Help;

/// <summary>What an organizer asks of the coordinators on shift. It stays until one of them takes it.</summary>
public sealed class HelpRequest
{
    public Guid Id { get; init; }

    public HelpKind Kind { get; init; }

    /// <summary>Made by the page; the same token twice is the same request.</summary>
    public Guid Token { get; init; }

    /// <summary>Null once the link between caller and contact is cut.</summary>
    public Guid? OrganizerId { get; set; }

    public Guid CampaignId { get; init; }

    /// <summary>The entry that was open when help was asked for, if any.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>What was typed, sealed under the book's key; null when nothing was.</summary>
    public byte[]? SealedText { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>UTC, when a coordinator said "I do it".</summary>
    public DateTime? TakenAt { get; set; }

    public Guid? TakenBy { get; set; }

    /// <summary>UTC, when it was done with.</summary>
    public DateTime? ClosedAt { get; set; }

    public Guid? ClosedBy { get; set; }
}

public enum HelpKind
{
    /// <summary>A question to a coordinator.</summary>
    Question,

    /// <summary>"I was threatened."</summary>
    Threatened,

    /// <summary>"Someone can hear me": the page was blanked.</summary>
    Overheard,

    /// <summary>Somebody called back; a word for a coordinator.</summary>
    CalledBack,

    /// <summary>A budget is spent; asks to go on.</summary>
    MoreNumbers,

    /// <summary>A call ended with an outcome that wants a coordinator now; nobody has to ask.</summary>
    CallNeedsYou,
}
