using PhoneBank.Books;

namespace PhoneBank.Imports;

/// <summary>
/// Who has been met so far, as sixteen-byte hashes: some hundred bytes a person, however long the rows are, and nothing
/// that could be read. The dry run and the import ask the very same memory, so they count the same.
/// </summary>
internal sealed class ImportMemory
{
    private static readonly UInt128 Nameless = NameKey.HashOf("", "");
    private readonly Dictionary<UInt128, int> _keys = [];
    private readonly HashSet<UInt128> _names = [];
    private readonly List<Met> _people = [];
    private readonly Dictionary<Guid, int> _existing = [];

    public bool Knows(UInt128 key) => _keys.ContainsKey(key);

    public bool KnowsExisting(Guid contactId) => _existing.ContainsKey(contactId);

    public int? Find(UInt128 key) => _keys.TryGetValue(key, out var person) ? person : null;

    public Met Person(int person) => _people[person];

    public bool IsNamed(int person, UInt128 name) => name == Nameless || _names.Contains(Of(person, name)) || _names.Contains(Of(person, Nameless));

    public int AddExisting(Guid contactId)
    {
        if (_existing.TryGetValue(contactId, out var person))
        {
            return person;
        }

        _existing[contactId] = _people.Count;
        _people.Add(new Met(contactId, IsExisting: true));
        return _people.Count - 1;
    }

    public int AddNew(Guid contactId)
    {
        _people.Add(new Met(contactId, IsExisting: false));
        return _people.Count - 1;
    }

    public void AddKey(UInt128 key, int person) => _keys.TryAdd(key, person);

    public void AddName(int person, UInt128 name) => _names.Add(Of(person, name));

    /// <summary>An external id counts only together with the name: other systems number their people from 1 as well.</summary>
    public static UInt128 ExternalKey(byte[] index, UInt128 name) => NameKey.Short(index) ^ name;

    private static UInt128 Of(int person, UInt128 name) => name ^ ((UInt128)(uint)(person + 1) * 0x9E3779B97F4A7C15UL);

    public readonly record struct Met(Guid ContactId, bool IsExisting);
}
