using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Nothing is in the file.</summary>
public sealed record FileIsEmpty : Error;

/// <summary>An Excel or OpenDocument workbook: it must be saved as CSV first.</summary>
public sealed record FileIsSpreadsheet : Error;

public sealed record FileIsArchive : Error;

public sealed record FileIsPdf : Error;

/// <summary>A picture, a program, a database: no text at all.</summary>
public sealed record FileIsBinary : Error;

public sealed record FileTooLarge(long Megabytes) : Error
{
    public override IReadOnlyList<object> TextArguments => [Megabytes];
}

public sealed record TooManyRows(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

public sealed record TooManyColumns(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>A row is far too long: a quotation mark was opened and not closed, or it is no table.</summary>
public sealed record RowTooLong(long Line) : Error
{
    public override IReadOnlyList<object> TextArguments => [Line];
}

/// <summary>The bytes are text in no encoding we know, or not in the one that was chosen.</summary>
public sealed record EncodingNotRecognised : Error;

/// <summary>Rows do not have the same columns: a letter, a web page, a list in another format.</summary>
public sealed record NotATable : Error;

/// <summary>No column is marked as a phone.</summary>
public sealed record NoPhoneColumn : Error;

/// <summary>Two columns have a meaning that only one can have.</summary>
public sealed record MeaningTwice(ColumnMeaning Meaning) : Error;

/// <summary>A column of tags, cities or sources has so many different values that it must be something else.</summary>
public sealed record TooManyDifferentValues(ColumnMeaning Meaning, int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>Another import into this book is running; one at a time.</summary>
public sealed record ImportAlreadyRunning : Error;

/// <summary>This step is not what comes next for this import: it runs already, it is done, or it was cancelled.</summary>
public sealed record NotInThisState : Error;

/// <summary>The upload was deleted (a day has passed, or it was finished): upload it again.</summary>
public sealed record UploadGone : Error;

/// <summary>It was cancelled; the book is as it was before.</summary>
public sealed record ImportWasCancelled : Error;

/// <summary>The application stopped in the middle; the book is as it was before.</summary>
public sealed record ImportInterrupted : Error;

/// <summary>Our fault; the book is as it was before.</summary>
public sealed record ImportBroke : Error;

/// <summary>The number of a person added by hand cannot be called; <paramref name="Reason"/> is a row's reason.</summary>
public sealed record NumberNotUsable(string Reason) : Error;

/// <summary>Too much for a paste: save it as a file and upload that.</summary>
public sealed record PasteTooLarge : Error;

/// <summary>Why a row was not imported; keys of texts. Numbers add <c>Number</c> and the reader's reason.</summary>
public static class RowReasons
{
    public const string NoNumber = nameof(NoNumber);
    public const string TooManyCells = nameof(TooManyCells);
    public const string OnStopList = nameof(OnStopList);
}
