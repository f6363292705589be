namespace PhoneBank.Reports;

/// <summary>A file somebody took out of a book: who, what, when, how much. Every coordinator of the book sees these.</summary>
public sealed class Export
{
    public Guid Id { get; init; }

    public ExportKind Kind { get; init; }

    public Guid BookId { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Null means all lists of the campaign.</summary>
    public Guid? ListId { get; init; }

    public Guid By { get; init; }

    public DateTime At { get; init; }

    /// <summary>Sealed under the book's key; null when none was asked for and none given.</summary>
    public byte[]? SealedReason { get; init; }

    /// <summary>UTC. Null while it is written, and for ever when the application died over it.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>Rows written, without the head.</summary>
    public int Rows { get; set; }

    /// <summary>People without an external id, and ids that the system they are for cannot have given; only in results.</summary>
    public int LeftOut { get; set; }

    /// <summary>It broke off before its end: the one who asked went away.</summary>
    public bool BrokenOff { get; set; }
}

public enum ExportKind
{
    /// <summary>One row for each call: no names, numbers, notes or organizers, and a pseudonym that is another one in every file.</summary>
    Pseudonymous,

    /// <summary>One row for each external id: for the system the list came from.</summary>
    Results,

    /// <summary>Names and numbers, encrypted; see <see cref="IdentifiedExports.IdentifiedRequest"/> of the same id.</summary>
    Identified,
}
