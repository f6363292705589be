using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Refusals in the form in which a row of the database or an address can carry them: the name, and a number where there is one.</summary>
public static class ImportRefusals
{
    private static readonly IReadOnlyDictionary<string, Func<long, Error>> Known = new Dictionary<string, Func<long, Error>>(StringComparer.Ordinal)
    {
        [nameof(FileIsEmpty)] = _ => new FileIsEmpty(),
        [nameof(FileIsSpreadsheet)] = _ => new FileIsSpreadsheet(),
        [nameof(FileIsArchive)] = _ => new FileIsArchive(),
        [nameof(FileIsPdf)] = _ => new FileIsPdf(),
        [nameof(FileIsBinary)] = _ => new FileIsBinary(),
        [nameof(FileTooLarge)] = megabytes => new FileTooLarge(megabytes),
        [nameof(TooManyRows)] = most => new TooManyRows((int)most),
        [nameof(TooManyColumns)] = most => new TooManyColumns((int)most),
        [nameof(RowTooLong)] = line => new RowTooLong(line),
        [nameof(EncodingNotRecognised)] = _ => new EncodingNotRecognised(),
        [nameof(NotATable)] = _ => new NotATable(),
        [nameof(NoPhoneColumn)] = _ => new NoPhoneColumn(),
        [nameof(MeaningTwice)] = meaning => new MeaningTwice((ColumnMeaning)meaning),
        [nameof(TooManyDifferentValues)] = most => new TooManyDifferentValues(ColumnMeaning.Tags, (int)most),
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
        long? number = error switch
        {
            FileTooLarge refusal => refusal.Megabytes,
            TooManyRows refusal => refusal.Most,
            TooManyColumns refusal => refusal.Most,
            RowTooLong refusal => refusal.Line,
            MeaningTwice refusal => (long)refusal.Meaning,
            TooManyDifferentValues refusal => refusal.Most,
            _ => null,
        };
        return number is null ? error.Key : FormattableString.Invariant($"{error.Key}:{number}");
    }

    /// <summary>Null when it is none of ours.</summary>
    public static Error? Parse(string? code)
    {
        if (code is null)
        {
            return null;
        }

        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? code : code[..colon];
        long number = 0;
        return Known.TryGetValue(name, out var make) && (colon < 0 || long.TryParse(code[(colon + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number))
            ? make(number)
            : null;
    }
}
