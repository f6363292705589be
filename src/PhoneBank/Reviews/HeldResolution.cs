namespace PhoneBank.Reviews;

/// <summary>What a coordinator decided about a held entry.</summary>
public sealed class HeldResolution
{
    public Guid Id { get; init; }

    public Guid EntryId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid By { get; init; }

    public DateTime At { get; init; }

    public HeldDecision Decision { get; init; }
}

public enum HeldDecision
{
    /// <summary>Back into the queue.</summary>
    CallAgain,

    /// <summary>A callback at a time, for a person or anyone.</summary>
    CallBack,

    /// <summary>Nothing more in this campaign.</summary>
    Close,

    /// <summary>Stop list.</summary>
    Suppress,
}
