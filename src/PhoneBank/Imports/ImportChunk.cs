using PhoneBank.Books;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;

namespace PhoneBank.Imports;

/// <summary>A row of the file as it was read, with the keys by which whom it names are found.</summary>
internal sealed class ImportRow
{
    public ImportRow(int line, string[] cells, RowReading reading, Sealer sealer, Guid bookId)
    {
        Line = line;
        Cells = cells;
        Reading = reading;
        if (reading.Facts is { } facts)
        {
            Name = NameKey.HashOf(facts.First, facts.Last);
            var phones = new RowPhone[facts.Phones.Count];
            for (var i = 0; i < phones.Length; i++)
            {
                var phone = facts.Phones[i];
                phones[i] = new RowPhone(phone, phone.Index = sealer.PhoneIndex(bookId, phone.E164), sealer.StopListHash(phone.E164));
            }

            Phones = phones;
            ExternalIndex = facts.ExternalIndex = facts.ExternalId is null ? null : sealer.ExternalIdIndex(bookId, facts.ExternalId);
        }
    }

    public int Line { get; }

    public string[] Cells { get; }

    public RowReading Reading { get; }

    public UInt128 Name { get; }

    public RowPhone[] Phones { get; } = [];

    public byte[]? ExternalIndex { get; }

    public UInt128 ExternalKey => ImportMemory.ExternalKey(ExternalIndex!, Name);
}

internal sealed record RowPhone(PhoneFact Fact, byte[] Index, byte[] StopHash)
{
    public UInt128 Key { get; } = NameKey.Short(Index);

    public UInt128 StopKey { get; } = NameKey.Short(StopHash);
}

/// <summary>What a row adds to somebody met before.</summary>
internal sealed record PlannedMerge(ImportMemory.Met Person, PersonFacts Facts, bool IsSomebodyElse, int Line);

/// <summary>What a chunk of rows brings into the book.</summary>
internal sealed class ChunkWork
{
    private readonly Dictionary<Guid, PersonFacts> _new = [];

    public IReadOnlyCollection<Guid> NewIds => _new.Keys;

    public List<PlannedMerge> Merges { get; } = [];

    /// <summary>People of the book whom the file names.</summary>
    public HashSet<Guid> Named { get; } = [];

    /// <summary>Numbers that go on the stop list.</summary>
    public List<string> Stops { get; } = [];

    /// <summary>Rows that bring nobody, and why.</summary>
    public List<(ImportRow Row, string Reason)> Rejected { get; } = [];

    /// <summary>What was counted up to the end of this chunk.</summary>
    public ImportCounts Counts { get; set; } = new();

    public bool IsNew(Guid id) => _new.ContainsKey(id);

    public PersonFacts FactsOf(Guid id) => _new[id];

    public void New(Guid id, PersonFacts facts) => _new.Add(id, facts);

    public void Merge(ImportMemory.Met person, PersonFacts facts, bool isSomebodyElse, int line) => Merges.Add(new PlannedMerge(person, facts, isSomebodyElse, line));
}

/// <summary>Counts what became of the rows.</summary>
internal struct ImportCounter
{
    private int _doubtful;
    private int _languages;
    private int _countries;
    private int _zones;
    private int _hours;
    private int _leftOut;

    public int Rows { get; set; }

    public int New { get; set; }

    public int Duplicate { get; set; }

    public int SharedNumber { get; set; }

    public int Invalid { get; set; }

    public int StopListed { get; set; }

    public int DoNotCall { get; set; }

    public void Take(RowWarnings warnings, bool isDoubtful, int leftOut)
    {
        _doubtful += isDoubtful ? 1 : 0;
        _languages += warnings.HasFlag(RowWarnings.UnknownLanguage) ? 1 : 0;
        _countries += warnings.HasFlag(RowWarnings.UnknownCountry) ? 1 : 0;
        _zones += warnings.HasFlag(RowWarnings.UnknownZone) ? 1 : 0;
        _hours += warnings.HasFlag(RowWarnings.UnreadableHours) ? 1 : 0;
        _leftOut += leftOut;
    }

    public readonly ImportCounts ToCounts() => new()
    {
        Rows = Rows,
        New = New,
        Duplicate = Duplicate,
        SharedNumber = SharedNumber,
        Invalid = Invalid,
        StopListed = StopListed,
        DoNotCall = DoNotCall,
        Doubtful = _doubtful,
        UnknownLanguages = _languages,
        UnknownCountries = _countries,
        UnknownZones = _zones,
        UnreadableHours = _hours,
        NumbersLeftOut = _leftOut,
    };
}
