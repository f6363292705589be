namespace PhoneBank.Imports;

/// <summary>One file, paste or hand-typed person on its way into a book.</summary>
public sealed class Import
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    public Guid CreatedBy { get; init; }

    public DateTime CreatedAt { get; init; }

    public ImportState State { get; set; }

    /// <summary>A sealed <c>ImportPlan</c>: file name, encoding, delimiter, heads, mapping, defaults; under the book's key.</summary>
    public byte[] SealedPlan { get; set; } = [];

    /// <summary>ISO code that numbers without a prefix belong to; asked for each import.</summary>
    public string DefaultCountry { get; set; } = "";

    /// <summary>Length of the spooled file in bytes.</summary>
    public long Bytes { get; set; }

    public int RowsRead { get; set; }

    public int RowsNew { get; set; }

    /// <summary>Already in the book or earlier in the file, same person.</summary>
    public int RowsDuplicate { get; set; }

    /// <summary>Another person at a number already known: the name was added to that contact.</summary>
    public int RowsSharedNumber { get; set; }

    public int RowsInvalid { get; set; }

    public int RowsStopListed { get; set; }

    /// <summary>Marked in the file as not to be called: their numbers went on the stop list.</summary>
    public int RowsDoNotCall { get; set; }

    /// <summary>Numbers that are possible but not in the numbering plan.</summary>
    public int RowsDoubtful { get; set; }

    /// <summary>Rows whose language, country, time zone or safe hours could not be read: imported without it.</summary>
    public int UnknownLanguages { get; set; }

    public int UnknownCountries { get; set; }

    public int UnknownZones { get; set; }

    public int UnreadableHours { get; set; }

    /// <summary>Numbers left out of rows that had another one: hopeless, or already another person's.</summary>
    public int NumbersLeftOut { get; set; }

    /// <summary>Rows of the file as the last dry run counted them; 0 before.</summary>
    public int RowsTotal { get; set; }

    /// <summary>UTC of the last sign of life of a running import; long ago means its process died.</summary>
    public DateTime? HeartbeatAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>The name of the refusal that ended it, if it failed.</summary>
    public string? Failure { get; set; }

    /// <summary>On what ground these people may be called; asked before it runs, null when nobody was asked (quick start).</summary>
    public LawfulBasis? Basis { get; set; }

    /// <summary>A sealed <see cref="ImportOrigin"/>: where the list comes from; under the book's key.</summary>
    public byte[]? SealedOrigin { get; set; }

    public DateTime? UndoneAt { get; set; }

    public Guid? UndoneBy { get; set; }

    /// <summary>Whether undoing it also takes the numbers it stopped off the stop list again.</summary>
    public bool UndoLiftsStops { get; set; }

    /// <summary>People whom undoing it left in the book, because they stand in a call list by now.</summary>
    public int PeopleKept { get; set; }
}

public enum ImportState
{
    /// <summary>The file is spooled, sealed; columns are being matched.</summary>
    Matching,
    Checking,

    /// <summary>The dry run has counted; waits for a yes.</summary>
    Checked,
    Running,

    /// <summary>Every row is written; its contacts are seen when it is done. A crash here goes on, it never goes back.</summary>
    Finishing,

    /// <summary>Cancelled or broken off: what it wrote is being taken out.</summary>
    RollingBack,
    Done,
    Cancelled,
    Failed,

    /// <summary>Done, and being taken back by somebody within the day. A crash here goes on.</summary>
    Undoing,
    Undone,
}

/// <summary>On what ground people may be called.</summary>
public enum LawfulBasis
{
    /// <summary>They agreed to be called.</summary>
    Consent,

    /// <summary>Members, supporters and others who are in regular contact with the movement.</summary>
    RegularContact,

    /// <summary>Anything else that has been weighed; needs a note that says how.</summary>
    LegitimateInterest,
}

/// <summary>Where a list comes from, in the words of whoever brought it.</summary>
public sealed record ImportOrigin(string Source, string? Note)
{
    /// <summary>Keeps who the list is about out of logs.</summary>
    public override string ToString() => nameof(ImportOrigin);
}

/// <summary>A row that was not imported, with the reason; the row itself sealed, deleted with the spool.</summary>
public sealed class RejectedRow
{
    public Guid Id { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>The line of the file at which the row starts, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The name of the reason, key of its text.</summary>
    public string Reason { get; init; } = "";

    public byte[] SealedRow { get; init; } = [];
}

/// <summary>A contact that an import names and that was there before it; those it made carry its id themselves. Call lists "from an import" are made of both.</summary>
public sealed class ImportedContact
{
    public Guid ImportId { get; init; }

    public Guid ContactId { get; init; }

    /// <summary>A sealed <c>ContactPast</c>: the contact as it was before and as the import left it; for the undo, deleted after a day.</summary>
    public byte[]? SealedChange { get; set; }
}

/// <summary>What a row of an import adds to a contact that was there already, before the import or from an earlier row; waits until the import is decided.</summary>
public sealed class ImportedAddition
{
    public Guid Id { get; init; }

    public Guid ImportId { get; init; }

    public Guid ContactId { get; init; }

    /// <summary>The line of the file at which the row starts: in this order they are applied.</summary>
    public int Line { get; init; }

    /// <summary>A sealed <c>Addition</c>.</summary>
    public byte[] SealedFacts { get; init; } = [];
}

/// <summary>A number that an import puts on the stop list when it is decided.</summary>
public sealed class ImportedStop
{
    public Guid Id { get; init; }

    public Guid ImportId { get; init; }

    /// <summary>The number, sealed, until it is on the list; then null.</summary>
    public byte[]? SealedNumber { get; set; }

    /// <summary>The entry made for it.</summary>
    public Guid? StopListEntryId { get; set; }
}

/// <summary>A number that came onto the stop list while an import ran: whoever the import brings with it is silenced before anybody can call.</summary>
public sealed class LateStop
{
    public Guid Id { get; init; }

    public Guid ImportId { get; init; }

    public Guid StopListEntryId { get; init; }

    /// <summary>The number's blind index in the import's book.</summary>
    public byte[] BlindIndex { get; init; } = [];
}

/// <summary>How the columns under certain heads were read the last time in a book, to be proposed when the same heads come again.</summary>
public sealed class SavedMapping
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    /// <summary>Keyed hash of the folded heads in their order.</summary>
    public byte[] HeadsIndex { get; init; } = [];

    /// <summary>A sealed list of what each column was; under the book's key.</summary>
    public byte[] SealedColumns { get; set; } = [];

    public DateTime SavedAt { get; set; }
}
