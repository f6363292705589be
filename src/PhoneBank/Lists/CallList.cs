namespace PhoneBank.Lists;

/// <summary>A named set of contacts of a campaign, from an import or a filter. An entry belongs to exactly one list.</summary>
public sealed class CallList
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Sealed under the installation's key.</summary>
    public byte[] SealedName { get; set; } = [];

    /// <summary>Higher is called first.</summary>
    public int Priority { get; set; }

    public CallListState State { get; set; } = CallListState.Open;

    /// <summary>The filter it was made from, as JSON of ids and codes; null when it is an import's.</summary>
    public string? Filter { get; init; }

    public Guid? ImportId { get; init; }

    /// <summary>Whoever comes to fit the filter later is put in as well; nobody is taken out by it. Never true of an import's list.</summary>
    public bool Refills { get; set; }

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }
}

public enum CallListState
{
    /// <summary>Being filled; nobody is handed an entry of it yet.</summary>
    Filling,
    Open,
    Paused,
    Closed,
}
