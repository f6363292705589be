using System.Collections.ObjectModel;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Phones;
using PhoneBank.Scripts;

namespace PhoneBank.Imports.Reading;

/// <summary>Turns the cells of a row into facts about a person, as the plan says. For one thread.</summary>
internal sealed class RowReader(ImportPlan plan, string defaultCountry)
{
    private static readonly char[] TagDividers = [',', ';', '|', '\n', '،', '؛'];
    private readonly HashSet<int> _texts = [.. plan.TextColumns];
    private readonly int[][] _columns = [.. Enum.GetValues<ColumnMeaning>().Select(meaning => Enumerable.Range(0, plan.Columns.Count).Where(column => plan.Columns[column].Meaning == meaning).ToArray())];
    private readonly Remembered<string?> _countries = new(CellWords.Country);
    private readonly Remembered<string?> _languages = new(CellWords.Language);
    private readonly Remembered<Consent> _consents = new(CellWords.Consent);
    private readonly Remembered<AddressForm> _forms = new(CellWords.Form);
    private readonly Remembered<bool> _stops = new(CellWords.IsStopped);

    public RowReading Read(string[] cells)
    {
        if (cells.Length > plan.Columns.Count && cells.AsSpan(plan.Columns.Count).ContainsAnyExcept(""))
        {
            return RowReading.Refused(RowReasons.TooManyCells);
        }

        var warnings = RowWarnings.None;
        var country = Read(cells, ColumnMeaning.Country, _countries.Read, RowWarnings.UnknownCountry, ref warnings);
        var (phones, badPhones, refusal) = ReadPhones(cells, country ?? defaultCountry);
        if (phones.Count == 0)
        {
            return RowReading.Refused(refusal ?? RowReasons.NoNumber);
        }

        if (IsStopped(cells))
        {
            return new RowReading(new PersonFacts { Phones = phones }, Reason: null, RowWarnings.None, badPhones, IsStopped: true);
        }

        var (first, last) = ReadName(cells);
        var facts = new PersonFacts
        {
            First = first,
            Last = last,
            ExternalId = Cell(cells, ColumnMeaning.ExternalId),
            Phones = phones,
            Email = Cell(cells, ColumnMeaning.Email),
            Language = Read(cells, ColumnMeaning.Language, _languages.Read, RowWarnings.UnknownLanguage, ref warnings) ?? plan.DefaultLanguage,
            Country = country,
            TimeZone = ReadZone(cells, country ?? phones[0].Country, ref warnings),
            Form = Cell(cells, ColumnMeaning.AddressForm) is { } form ? _forms.Read(form) : AddressForm.Unknown,
            City = Cell(cells, ColumnMeaning.City),
            Source = Cell(cells, ColumnMeaning.Source),
            Consent = Cell(cells, ColumnMeaning.Consent) is { } consent ? _consents.Read(consent) : Consent.Unknown,
            Comment = Cell(cells, ColumnMeaning.Comment),
            SafeHours = Read(cells, ColumnMeaning.SafeHours, cell => WeeklyWindows.TryParse(cell, out var windows, out _) ? windows.ToString() : null, RowWarnings.UnreadableHours, ref warnings),
            Tags = ReadTags(cells),
            Choices = ReadFields(cells, texts: false),
            Texts = ReadFields(cells, texts: true),
        };
        return new RowReading(facts, Reason: null, warnings, badPhones);
    }

    /// <summary>The reason, as it is stored and translated, of a number that cannot be dialled.</summary>
    public static string ReasonOf(PhoneReason reason) => reason == PhoneReason.Empty ? RowReasons.NoNumber : "Number" + reason;

    private static string CellAt(string[] cells, int column) => column < cells.Length ? cells[column] : "";

    private string? ReadZone(string[] cells, string? country, ref RowWarnings warnings) =>
        Read(cells, ColumnMeaning.TimeZone, cell => Zones.TryNormalize(cell, country, out var zone) ? zone : null, RowWarnings.UnknownZone, ref warnings);

    private bool IsStopped(string[] cells)
    {
        foreach (var column in ColumnsOf(ColumnMeaning.DoNotCall))
        {
            if (_stops.Read(CellAt(cells, column)))
            {
                return true;
            }
        }

        return false;
    }

    private string? Cell(string[] cells, ColumnMeaning meaning)
    {
        foreach (var column in ColumnsOf(meaning))
        {
            if (CellAt(cells, column) is { Length: > 0 } cell)
            {
                return cell;
            }
        }

        return null;
    }

    private T? Read<T>(string[] cells, ColumnMeaning meaning, Func<string, T?> read, RowWarnings warning, ref RowWarnings warnings)
        where T : class
    {
        if (Cell(cells, meaning) is not { } cell)
        {
            return null;
        }

        var value = read(cell);
        if (value is null)
        {
            warnings |= warning;
        }

        return value;
    }

    private (List<PhoneFact> Phones, int Bad, string? Refusal) ReadPhones(string[] cells, string country)
    {
        var phones = new List<PhoneFact>(capacity: 1);
        var bad = 0;
        string? refusal = null;
        foreach (var column in ColumnsOf(ColumnMeaning.Phone))
        {
            if (CellAt(cells, column) is not { Length: > 0 } cell)
            {
                continue;
            }

            foreach (var reading in PhoneNumbers.ReadMany(cell, country))
            {
                if (reading.E164 is null)
                {
                    refusal ??= ReasonOf(reading.Reason);
                    bad++;
                }
                else if (!Has(phones, reading.E164))
                {
                    phones.Add(new PhoneFact(reading.E164, reading.Country, reading.Kind, reading.Status == PhoneStatus.Possible));
                }
            }
        }

        return (phones, bad, refusal);
    }

    private static bool Has(List<PhoneFact> phones, string e164)
    {
        foreach (var phone in phones)
        {
            if (phone.E164 == e164)
            {
                return true;
            }
        }

        return false;
    }

    private (string First, string Last) ReadName(string[] cells)
    {
        var first = Cell(cells, ColumnMeaning.FirstName) ?? "";
        var last = Cell(cells, ColumnMeaning.LastName) ?? "";
        if (first.Length > 0 || Cell(cells, ColumnMeaning.FullName) is not { } full)
        {
            return (first, last);
        }

        var comma = full.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0)
        {
            return (full[(comma + 1)..].Trim(), full[..comma].Trim());
        }

        var space = full.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (full, last) : (full[..space], last.Length > 0 ? last : full[(space + 1)..].Trim());
    }

    private IReadOnlyList<string> ReadTags(string[] cells)
    {
        if (plan.Tag is null && ColumnsOf(ColumnMeaning.Tags).Length == 0)
        {
            return [];
        }

        var tags = new List<string>();
        if (plan.Tag is { } tag)
        {
            tags.Add(tag);
        }

        foreach (var column in ColumnsOf(ColumnMeaning.Tags))
        {
            tags.AddRange(CellAt(cells, column).Split(TagDividers, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        return tags;
    }

    private ReadOnlyDictionary<string, string> ReadFields(string[] cells, bool texts)
    {
        Dictionary<string, string>? fields = null;
        foreach (var column in ColumnsOf(ColumnMeaning.CustomField))
        {
            if (_texts.Contains(column) == texts && CellAt(cells, column) is { Length: > 0 } cell)
            {
                fields ??= new Dictionary<string, string>(StringComparer.Ordinal);
                fields.TryAdd(plan.Columns[column].Field ?? plan.Heads[column], cell);
            }
        }

        return fields is null ? ReadOnlyDictionary<string, string>.Empty : fields.AsReadOnly();
    }

    private int[] ColumnsOf(ColumnMeaning meaning) => _columns[(int)meaning];

    /// <summary>What a cell was found to mean: of a million cells for a language most say one of a dozen words.</summary>
    private sealed class Remembered<T>(Func<string, T> read)
    {
        private const int Most = 500;
        private readonly Dictionary<string, T> _known = new(StringComparer.Ordinal);

        public T Read(string cell)
        {
            if (!_known.TryGetValue(cell, out var value))
            {
                value = read(cell);
                if (_known.Count < Most)
                {
                    _known[cell] = value;
                }
            }

            return value;
        }
    }
}

/// <summary>Facts, or the reason there are none. <paramref name="IsStopped"/>: the row asks that its numbers are never called; the facts are those numbers.</summary>
internal sealed record RowReading(PersonFacts? Facts, string? Reason, RowWarnings Warnings, int BadPhones, bool IsStopped = false)
{
    public static RowReading Refused(string reason) => new(null, reason, RowWarnings.None, 0);
}

[Flags]
internal enum RowWarnings
{
    None = 0,
    UnknownLanguage = 1,
    UnknownCountry = 2,
    UnknownZone = 4,
    UnreadableHours = 8,
}
