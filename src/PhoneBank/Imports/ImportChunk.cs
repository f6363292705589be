using PhoneBank.Books;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;

namespace PhoneBank.Imports;

/// <summary>A row of the file as it was read.</summary>
internal sealed record ImportRow(int Line, string[] Cells, RowReading Reading);

/// <summary>A row that names somebody, with the keys by which they are found.</summary>
internal sealed class ImportCandidate
{
    public ImportCandidate(ImportRow row, PersonFacts facts, Sealer sealer, Guid bookId)
    {
        Row = row;
        Facts = facts;
        Name = NameKey.HashOf(facts.First, facts.Last);
        Phones = [.. facts.Phones.Select(phone => new CandidatePhone(phone, sealer.PhoneIndex(bookId, phone.E164), sealer.StopListHash(phone.E164)))];
        ExternalIndex = facts.ExternalId is null ? null : sealer.ExternalIdIndex(bookId, facts.ExternalId);
    }

    public ImportRow Row { get; }

    public PersonFacts Facts { get; }

    public UInt128 Name { get; }

    public IReadOnlyList<CandidatePhone> Phones { get; }

    public byte[]? ExternalIndex { get; }

    public UInt128 ExternalKey => ImportMemory.ExternalKey(ExternalIndex!, Name);
}

internal sealed record CandidatePhone(PhoneFact Fact, byte[] Index, byte[] StopHash)
{
    public UInt128 Key { get; } = NameKey.Short(Index);
}

/// <summary>What a row adds to somebody met before.</summary>
internal sealed record PlannedMerge(ImportMemory.Met Person, PersonFacts Facts, bool IsSomebodyElse);

/// <summary>What a chunk of rows brings into the book.</summary>
internal sealed class ChunkWork
{
    private readonly Dictionary<Guid, PersonFacts> _new = [];

    public IReadOnlyCollection<Guid> NewIds => _new.Keys;

    public List<PlannedMerge> Merges { get; } = [];

    public PersonFacts FactsOf(Guid id) => _new[id];

    /// <summary>People of the book whom the file names and who stay as they are.</summary>
    public HashSet<Guid> Named { get; } = [];

    /// <summary>Numbers that go on the stop list.</summary>
    public List<string> Stops { get; } = [];

    public void New(Guid id, PersonFacts facts) => _new.Add(id, facts);

    public void Merge(ImportMemory.Met person, PersonFacts facts, bool isSomebodyElse) => Merges.Add(new PlannedMerge(person, facts, isSomebodyElse));
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
