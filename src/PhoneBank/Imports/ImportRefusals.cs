using System.Globalization;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Refusals in the form in which a row of the database or an address can carry them: the name, and the numbers where there are some.</summary>
public static class ImportRefusals
{
    private static readonly IReadOnlyDictionary<string, Func<long[], Error>> Known = new Dictionary<string, Func<long[], Error>>(StringComparer.Ordinal)
    {
        [nameof(FileIsEmpty)] = _ => new FileIsEmpty(),
        [nameof(FileIsOldWorkbook)] = _ => new FileIsOldWorkbook(),
        [nameof(FileIsOpenDocument)] = _ => new FileIsOpenDocument(),
        [nameof(FileIsWebPage)] = _ => new FileIsWebPage(),
        [nameof(WorkbookHasMacros)] = _ => new WorkbookHasMacros(),
        [nameof(WorkbookIsBroken)] = at => new WorkbookIsBroken((int)at[0]),
        [nameof(WorkbookIsUnsafe)] = _ => new WorkbookIsUnsafe(),
        [nameof(WorkbookTooLarge)] = megabytes => new WorkbookTooLarge(megabytes[0]),
        [nameof(CellTooLong)] = at => new CellTooLong((int)at[0], (int)at[1]),
        [nameof(QuoteNotClosed)] = at => new QuoteNotClosed(at[0], (int)at[1]),
        [nameof(MixedEncodings)] = at => new MixedEncodings(at[0], at[1]),
        [nameof(ZeroInText)] = at => new ZeroInText(at[0], at[1]),
        [nameof(TooManyColumnsTaken)] = most => new TooManyColumnsTaken((int)most[0]),
        [nameof(OriginMissing)] = _ => new OriginMissing(),
        [nameof(BasisNeedsNote)] = _ => new BasisNeedsNote(),
        [nameof(CannotBeUndone)] = _ => new CannotBeUndone(),
        [nameof(FileIsArchive)] = _ => new FileIsArchive(),
        [nameof(FileIsPdf)] = _ => new FileIsPdf(),
        [nameof(FileIsBinary)] = _ => new FileIsBinary(),
        [nameof(FileTooLarge)] = megabytes => new FileTooLarge(megabytes[0]),
        [nameof(TooManyRows)] = most => new TooManyRows((int)most[0]),
        [nameof(TooManyColumns)] = most => new TooManyColumns((int)most[0]),
        [nameof(RowTooLong)] = line => new RowTooLong(line[0]),
        [nameof(EncodingNotRecognised)] = _ => new EncodingNotRecognised(),
        [nameof(NotATable)] = _ => new NotATable(),
        [nameof(NoPhoneColumn)] = _ => new NoPhoneColumn(),
        [nameof(MeaningTwice)] = meaning => new MeaningTwice((ColumnMeaning)meaning[0]),
        [nameof(TooManyDifferentValues)] = most => new TooManyDifferentValues(ColumnMeaning.Tags, (int)most[0]),
        [nameof(ImportAlreadyRunning)] = _ => new ImportAlreadyRunning(),
        [nameof(NotInThisState)] = _ => new NotInThisState(),
        [nameof(UploadGone)] = _ => new UploadGone(),
        [nameof(ImportWasCancelled)] = _ => new ImportWasCancelled(),
        [nameof(ImportInterrupted)] = _ => new ImportInterrupted(),
        [nameof(ImportBroke)] = _ => new ImportBroke(),
        [nameof(PasteTooLarge)] = _ => new PasteTooLarge(),
        [nameof(Books.UnknownCountry)] = _ => new Books.UnknownCountry(),
    };

    /// <summary>For example <c>RowTooLong:17</c>.</summary>
    public static string Code(Error error)
    {
        long[] numbers = error switch
        {
            FileTooLarge refusal => [refusal.Megabytes],
            TooManyRows refusal => [refusal.Most],
            TooManyColumns refusal => [refusal.Most],
            TooManyColumnsTaken refusal => [refusal.Most],
            RowTooLong refusal => [refusal.Line],
            WorkbookIsBroken refusal => [refusal.Row],
            WorkbookTooLarge refusal => [refusal.Megabytes],
            CellTooLong refusal => [refusal.Line, refusal.Column],
            QuoteNotClosed refusal => [refusal.Line, refusal.Column],
            MixedEncodings refusal => [refusal.Line, refusal.Character],
            ZeroInText refusal => [refusal.Line, refusal.Character],
            MeaningTwice refusal => [(long)refusal.Meaning],
            TooManyDifferentValues refusal => [refusal.Most],
            _ => [],
        };
        return string.Join(':', [error.Key, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Null when it is none of ours.</summary>
    public static Error? Parse(string? code)
    {
        if (code?.Split(':') is not [var name, .. var parts] || parts.Length > 2 || !Known.TryGetValue(name, out var make))
        {
            return null;
        }

        // Some refusals have two numbers; what an address leaves out is 0.
        var numbers = new long[2];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return make(numbers);
    }
}
