using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Nothing is in the file.</summary>
public sealed record FileIsEmpty : Error;

/// <summary>An old Excel workbook (.xls, .xlsb), or one locked with a password: it must be saved as .xlsx without one.</summary>
public sealed record FileIsOldWorkbook : Error;

/// <summary>An OpenDocument spreadsheet (.ods): it must be saved as .xlsx or CSV.</summary>
public sealed record FileIsOpenDocument : Error;

/// <summary>A web page, also one that calls itself a workbook, as some systems export.</summary>
public sealed record FileIsWebPage : Error;

/// <summary>A workbook with macros (.xlsm): programs are not taken in, whatever they do.</summary>
public sealed record WorkbookHasMacros : Error;

/// <summary>The workbook is damaged, at or after this row; 0 when it cannot even be opened.</summary>
public sealed record WorkbookIsBroken(int Row) : Error
{
    public override IReadOnlyList<object> TextArguments => [Row];
}

/// <summary>The workbook has a document type definition, by which files attack whoever opens them.</summary>
public sealed record WorkbookIsUnsafe : Error;

/// <summary>Unpacked, the workbook or its texts are larger than that, or it is packed as no list of people is.</summary>
public sealed record WorkbookTooLarge(long Megabytes) : Error
{
    public override IReadOnlyList<object> TextArguments => [Megabytes];
}

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

/// <summary>A cell is longer than any cell may be.</summary>
public sealed record CellTooLong(int Line, int Column) : Error
{
    public override IReadOnlyList<object> TextArguments => [Line, Column];
}

/// <summary>A quotation mark at the beginning of this cell is not closed, and would take the rows that follow into the cell.</summary>
public sealed record QuoteNotClosed(long Line, int Column) : Error
{
    public override IReadOnlyList<object> TextArguments => [Line, Column];
}

/// <summary>Most of the file is UTF-8, but at this place are letters of another encoding.</summary>
public sealed record MixedEncodings(long Line, long Character) : Error
{
    public override IReadOnlyList<object> TextArguments => [Line, Character];
}

/// <summary>A text with zero bytes in it, the first at this place.</summary>
public sealed record ZeroInText(long Line, long Character) : Error
{
    public override IReadOnlyList<object> TextArguments => [Line, Character];
}

/// <summary>More columns are marked to be taken than one import takes.</summary>
public sealed record TooManyColumnsTaken(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>Nobody said on what ground these people may be called, or where the list comes from.</summary>
public sealed record OriginMissing : Error;

/// <summary>Legitimate interest needs a note that says how it was weighed.</summary>
public sealed record BasisNeedsNote : Error;

/// <summary>A day has passed, or it is not done: it cannot be taken back any more.</summary>
public sealed record CannotBeUndone : Error;

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
    public const string DoNotCall = nameof(DoNotCall);
}
