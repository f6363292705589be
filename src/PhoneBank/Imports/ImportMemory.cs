using PhoneBank.Books;

namespace PhoneBank.Imports;

/// <summary>
/// Who has been met so far, as hashes: some eighty bytes a person, however long the rows are, and nothing that could be
/// read. The dry run and the import ask the very same memory, so they count the same.
/// </summary>
internal sealed class ImportMemory : IDisposable
{
    private static readonly UInt128 Nameless = NameKey.HashOf("", "");
    private const int PeopleInPiece = 2048;

    private readonly KeyTable _keys = new();
    private readonly KeyTable _names = new();
    private readonly List<Met[]> _people = [];
    private readonly Dictionary<Guid, int> _existing = [];
    private int _count;

    public bool Knows(UInt128 key) => _keys.TryGetValue(key, out _);

    public bool KnowsExisting(Guid contactId) => _existing.ContainsKey(contactId);

    public int? Find(UInt128 key) => _keys.TryGetValue(key, out var person) ? person : null;

    public Met Person(int person) => _people[person / PeopleInPiece][person % PeopleInPiece];

    public bool IsNamed(int person, UInt128 name) => name == Nameless || _names.TryGetValue(Of(person, name), out _) || _names.TryGetValue(Of(person, Nameless), out _);

    public int AddExisting(Guid contactId)
    {
        if (_existing.TryGetValue(contactId, out var person))
        {
            return person;
        }

        return _existing[contactId] = Add(new Met(contactId, IsExisting: true));
    }

    public int AddNew(Guid contactId) => Add(new Met(contactId, IsExisting: false));

    public void AddKey(UInt128 key, int person) => _keys.TryAdd(key, person);

    public void AddName(int person, UInt128 name) => _names.TryAdd(Of(person, name), person);

    /// <summary>An external id counts only together with the name: other systems number their people from 1 as well.</summary>
    public static UInt128 ExternalKey(byte[] index, UInt128 name) => NameKey.Short(index) ^ name;

    public void Dispose()
    {
        _keys.Dispose();
        _names.Dispose();
        _people.Clear();
    }

    private int Add(Met met)
    {
        if (_count % PeopleInPiece == 0)
        {
            _people.Add(new Met[PeopleInPiece]);
        }

        _people[^1][_count % PeopleInPiece] = met;
        return _count++;
    }

    private static UInt128 Of(int person, UInt128 name) => name ^ ((UInt128)(uint)(person + 1) * 0x9E3779B97F4A7C15UL);

    public readonly record struct Met(Guid ContactId, bool IsExisting);
}
