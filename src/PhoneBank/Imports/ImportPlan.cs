using System.Text.Json.Serialization;

namespace PhoneBank.Imports;

/// <summary>How a file is to be read; sealed, because heads and file names can say who it is about.</summary>
public sealed record ImportPlan
{
    public string FileName { get; init; } = "";

    /// <summary>Web name of the encoding, such as <c>windows-1255</c>; guessed, adjustable.</summary>
    public string Encoding { get; init; } = "utf-8";

    public char Delimiter { get; init; } = ',';

    public bool HasHeader { get; init; } = true;

    /// <summary>The words of the first row, or empty strings when it is data already; as many as there are columns.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>What each column is, in the order of the file.</summary>
    public IReadOnlyList<ColumnUse> Columns { get; init; } = [];

    /// <summary>The sheets of a workbook that can be chosen; none when the file is text.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>Which of the sheets is read.</summary>
    public int Sheet { get; init; }

    /// <summary>What happens to people who are in the book already.</summary>
    public UpdateRule Update { get; init; }

    /// <summary>UTC. The same heads came before, and the columns are read as they were then.</summary>
    public DateTime? MappedAsOf { get; init; }

    /// <summary>What the dry run found would change for people in the book, field by field.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>BCP-47 tag for rows that do not say; null leaves them unknown.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>A tag put on everybody in the file.</summary>
    public string? Tag { get; init; }

    /// <summary>Custom fields whose values the dry run found too many of to be words: kept as sealed text.</summary>
    public IReadOnlyList<int> TextColumns { get; init; } = [];

    /// <summary>Whether the file is a workbook.</summary>
    [JsonIgnore]
    public bool IsWorkbook => Sheets.Count > 0;
}

/// <summary>What an import does with people who are in the book already.</summary>
public enum UpdateRule
{
    /// <summary>What is empty is filled; what is there stays.</summary>
    FillEmpty,

    /// <summary>What the file says replaces what is there; what it leaves empty stays. Numbers and tags are only ever added.</summary>
    Overwrite,

    /// <summary>They stay as they are, and are on the list of this import all the same.</summary>
    Skip,
}

/// <summary>How many people have a value in this field already and in the file as well, and how many of those would get another one.</summary>
public sealed record FieldChange(ColumnMeaning Meaning, string? Field, int Known, int Changed)
{
    /// <summary>From this share on, something is probably wrong with the file or the columns.</summary>
    public const double Major = 0.3;

    [JsonIgnore]
    public bool IsMajor => Changed > 0 && Changed >= Known * Major;
}

/// <summary>What a column is; <paramref name="Field"/> names the custom field it fills.</summary>
public sealed record ColumnUse(ColumnMeaning Meaning, string? Field = null)
{
    public static ColumnUse Ignored { get; } = new(ColumnMeaning.Ignore);
}

/// <summary>What a column of a file can be. Phones and tags may come in several columns.</summary>
public enum ColumnMeaning
{
    Ignore,
    FirstName,
    LastName,
    FullName,
    Phone,
    Email,
    ExternalId,
    Language,
    Country,
    City,
    TimeZone,
    Tags,
    Source,
    Consent,
    AddressForm,
    Comment,
    SafeHours,
    CustomField,

    /// <summary>Whoever is marked here goes on the stop list and not into the book.</summary>
    DoNotCall,
}

/// <summary>What a dry run or an import counted. Every row that is not blank is in exactly one of New, Duplicate, SharedNumber, Invalid, StopListed, DoNotCall.</summary>
public sealed record ImportCounts
{
    /// <summary>Rows that are not blank, the heads apart.</summary>
    public int Rows { get; init; }

    public int New { get; init; }

    /// <summary>The same person is in the book or earlier in the file; fills what was empty.</summary>
    public int Duplicate { get; init; }

    /// <summary>Somebody else at a number already known: the name is added to that contact.</summary>
    public int SharedNumber { get; init; }

    public int Invalid { get; init; }

    /// <summary>Every number of the row must never be called again.</summary>
    public int StopListed { get; init; }

    /// <summary>Marked in the file as not to be called: goes on the stop list, not into the book.</summary>
    public int DoNotCall { get; init; }

    /// <summary>Imported rows with a number that is possible but in no range we know: a warning, in one line.</summary>
    public int Doubtful { get; init; }

    public int UnknownLanguages { get; init; }

    public int UnknownCountries { get; init; }

    public int UnknownZones { get; init; }

    public int UnreadableHours { get; init; }

    /// <summary>Numbers left out of rows that had another one.</summary>
    public int NumbersLeftOut { get; init; }

    public static ImportCounts Of(Import import) => new()
    {
        Rows = import.RowsRead,
        New = import.RowsNew,
        Duplicate = import.RowsDuplicate,
        SharedNumber = import.RowsSharedNumber,
        Invalid = import.RowsInvalid,
        StopListed = import.RowsStopListed,
        DoNotCall = import.RowsDoNotCall,
        Doubtful = import.RowsDoubtful,
        UnknownLanguages = import.UnknownLanguages,
        UnknownCountries = import.UnknownCountries,
        UnknownZones = import.UnknownZones,
        UnreadableHours = import.UnreadableHours,
        NumbersLeftOut = import.NumbersLeftOut,
    };
}

/// <summary>The most a file may be.</summary>
public static class ImportLimits
{
    public const long Bytes = 256L * 1024 * 1024;
    public const int Rows = 1_000_000;

    /// <summary>Columns that are taken out of a file.</summary>
    public const int Columns = 64;

    /// <summary>Columns a file may have; exports of other systems have many that nobody needs.</summary>
    public const int FileColumns = 512;

    /// <summary>Columns a sheet of a workbook can have.</summary>
    public const int SheetColumns = 16_384;

    /// <summary>A workbook unpacked.</summary>
    public const long WorkbookBytes = 200L * 1024 * 1024;

    /// <summary>The texts of a workbook, which must be in memory while it is read.</summary>
    public const long SharedTextBytes = 64L * 1024 * 1024;
    public const int SharedTexts = 4_000_000;

    /// <summary>One record, line breaks inside quotes included; more is an unclosed quote.</summary>
    public const int RecordBytes = 1024 * 1024;

    /// <summary>Different values of a custom field that are still words to filter by; with more the field is sealed text.</summary>
    public const int FieldValues = 200;

    /// <summary>Different tags of one file; with more the column is something else.</summary>
    public const int Tags = 2_000;

    /// <summary>Different cities or sources of one file; with more the column is something else.</summary>
    public const int Words = 20_000;

    public const int PastedBytes = 10 * 1024 * 1024;
    public const int PreviewRows = 20;

    /// <summary>Rows written at a time; callers write in between.</summary>
    public const int ChunkRows = 250;

    /// <summary>Rows read and looked up at a time.</summary>
    public const int RowsAtOnce = 500;

    /// <summary>After this time an upload nobody finished is deleted.</summary>
    public static readonly TimeSpan SpoolLife = TimeSpan.FromHours(24);

    /// <summary>So long an import that is done can be taken back.</summary>
    public static readonly TimeSpan UndoLife = TimeSpan.FromHours(24);
}
