using PhoneBank.Books;

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

    /// <summary>BCP-47 tag for rows that do not say; null leaves them unknown.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>A tag put on everybody in the file.</summary>
    public string? Tag { get; init; }

    /// <summary>Custom fields whose values the dry run found too many of to be words: kept as sealed text.</summary>
    public IReadOnlyList<int> TextColumns { get; init; } = [];
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
}

/// <summary>What a dry run or an import counted. Every row that is not blank is in exactly one of New, Duplicate, SharedNumber, Invalid, StopListed.</summary>
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
    public const int Columns = 64;

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
    public const int ChunkRows = 500;

    /// <summary>After this time an upload nobody finished is deleted.</summary>
    public static readonly TimeSpan SpoolLife = TimeSpan.FromHours(24);
}
