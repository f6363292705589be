using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Finds out whom each row names, in the order of the file, and counts.</summary>
internal sealed class ChunkPlacer(IHotStore store, Sealer sealer, TimeProvider time, ImportJob job) : IDisposable
{
    private readonly ImportMemory _memory = new();
    private readonly Dictionary<int, HashSet<string>> _fieldValues = [];
    private readonly HashSet<string> _tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _cities = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<UInt128> _stops = [];
    private ImportCounter _count = new();

    public IReadOnlyList<int> TextColumns =>
        [.. job.Plan.TextColumns.Union(_fieldValues.Where(entry => entry.Value.Count > ImportLimits.FieldValues).Select(entry => entry.Key)).Order()];

    /// <summary>Of all rows so far.</summary>
    public ImportCounts Counts => _count.ToCounts();

    /// <summary>What the rows bring into the book, in pieces to be written one after the other.</summary>
    public async Task<List<ChunkWork>> PlaceAsync(List<ImportRow> rows, CancellationToken ct)
    {
        if (_count.Rows + rows.Count > ImportLimits.Rows)
        {
            throw new ImportRefusedException(new TooManyRows(ImportLimits.Rows));
        }

        await MeetAsync(rows.FindAll(row => !row.Reading.IsStopped), ct);
        var asking = rows.Where(row => row.Reading.IsStopped).SelectMany(row => row.Phones, (_, phone) => phone.StopHash).ToList();
        var others = new List<byte[]>(rows.Count);
        foreach (var row in rows.Where(row => !row.Reading.IsStopped))
        {
            others.AddRange(Array.ConvertAll(row.Phones, phone => phone.StopHash));
        }

        var (stopped, there) = await store.ReadAsync(
            async session => (await StopListWriter.OnListAsync(session, others), await StopListWriter.ForGoodAsync(session, asking)), ct);
        var silent = stopped.Select(hash => NameKey.Short(hash)).ToHashSet();
        return [.. rows.Chunk(ImportLimits.ChunkRows).Select(part => Place(part, silent, there))];
    }

    public void Dispose() => _memory.Dispose();

    private ChunkWork Place(ImportRow[] rows, HashSet<UInt128> stopped, IReadOnlySet<string> stoppedForGood)
    {
        var work = new ChunkWork();
        foreach (var row in rows.Where(row => row.Reading.IsStopped))
        {
            // First, so that nobody whom another row of these names with the same number comes into the book.
            work.Stops.AddRange(row.Phones.Where(phone => _stops.Add(phone.StopKey) && !stoppedForGood.Contains(Convert.ToHexString(phone.StopHash))).Select(phone => phone.Fact.E164));
            _count.DoNotCall++;
        }

        foreach (var row in rows.Where(row => !row.Reading.IsStopped))
        {
            if (row.Reading.Reason is { } reason)
            {
                work.Rejected.Add((row, reason));
                _count.Invalid++;
            }
            else if (!Place(row, stopped, work))
            {
                work.Rejected.Add((row, RowReasons.OnStopList));
                _count.StopListed++;
            }
        }

        _count.Rows += rows.Length;
        work.Counts = _count.ToCounts();
        return work;
    }

    /// <summary>Brings people of the book whom this chunk could name into memory.</summary>
    private async Task MeetAsync(List<ImportRow> candidates, CancellationToken ct)
    {
        var phones = new List<byte[]>(candidates.Count);
        var externals = new List<byte[]>(candidates.Count);
        foreach (var candidate in candidates)
        {
            foreach (var phone in candidate.Phones)
            {
                if (!_memory.Knows(phone.Key))
                {
                    phones.Add(phone.Index);
                }
            }

            if (candidate.ExternalIndex is { } external && !_memory.Knows(candidate.ExternalKey))
            {
                externals.Add(external);
            }
        }

        if (phones.Count == 0 && externals.Count == 0)
        {
            return;
        }

        var (byPhone, ids) = await store.ReadAsync(
            async session =>
            {
                var numbers = await session.FindByPhonesAsync(job.BookId, phones);
                return (numbers, externals.Count == 0 ? [] : await session.FindByExternalIdsAsync(job.BookId, externals));
            },
            ct);
        var unknown = byPhone.Select(found => found.ContactId).Concat(ids).Distinct().Where(id => !_memory.KnowsExisting(id)).ToList();
        foreach (var person in unknown.Count == 0 ? [] : await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT id, sealed_details FROM contacts WHERE id IN {unknown}",
                row => (Id: row.Id(0), Sealed: row.Bytes(1))),
            ct))
        {
            var met = _memory.AddExisting(person.Id);
            foreach (var name in sealer.OpenJson<ContactDetails>(Places.ContactDetails(person.Id), person.Sealed).Names)
            {
                var hash = NameKey.HashOf(name.First, name.Last);
                _memory.AddName(met, hash);
                if (name.ExternalId is { } external)
                {
                    _memory.AddKey(ImportMemory.ExternalKey(sealer.ExternalIdIndex(job.BookId, external), hash), met);
                }
            }
        }

        foreach (var (index, contactId) in byPhone)
        {
            _memory.AddKey(NameKey.Short(index), _memory.AddExisting(contactId));
        }
    }

    /// <summary>Decides whose row it is: by number and name, then by external id and name, then by number alone; never by name alone. False: every number is stopped.</summary>
    private bool Place(ImportRow candidate, HashSet<UInt128> stopped, ChunkWork work)
    {
        var phones = candidate.Phones;
        if (Array.Exists(phones, phone => stopped.Contains(phone.StopKey) || _stops.Contains(phone.StopKey)))
        {
            phones = Array.FindAll(phones, phone => !stopped.Contains(phone.StopKey) && !_stops.Contains(phone.StopKey));
        }

        if (phones.Length == 0)
        {
            return false;
        }

        var owners = Array.ConvertAll(phones, phone => _memory.Find(phone.Key));
        var person = Array.Find(owners, owner => owner is { } known && _memory.IsNamed(known, candidate.Name));
        person ??= candidate.ExternalIndex is null ? null : _memory.Find(candidate.ExternalKey);

        // Somebody else's number beside one's own makes nobody a sharer: the own number decides.
        var fresh = Array.TrueForAll(owners, owner => owner is null) ? phones : [.. phones.Where((_, at) => owners[at] is null)];
        var isSomebodyElse = person is null && fresh.Length == 0;
        person ??= isSomebodyElse ? owners[0] : null;
        var leftOut = candidate.Phones.Length - phones.Length + candidate.Reading.BadPhones + (isSomebodyElse ? 0 : owners.Count(owner => owner is not null && owner != person));
        var facts = candidate.Reading.Facts!;
        if (fresh.Length < facts.Phones.Count)
        {
            facts = facts with { Phones = Array.ConvertAll(fresh, phone => phone.Fact) };
        }

        if (person is null)
        {
            var id = time.NewId();
            person = _memory.AddNew(id);
            _count.New++;
            work.New(id, facts);
        }
        else
        {
            _count.Duplicate += isSomebodyElse ? 0 : 1;
            _count.SharedNumber += isSomebodyElse ? 1 : 0;
            var met = _memory.Person(person.Value);
            if (met.IsExisting)
            {
                work.Named.Add(met.ContactId);
            }

            if (!met.IsExisting || job.Plan.Update != UpdateRule.Skip)
            {
                work.Merge(met, facts, isSomebodyElse, candidate.Line);
            }
        }

        foreach (var phone in fresh)
        {
            _memory.AddKey(phone.Key, person.Value);
        }

        _memory.AddName(person.Value, candidate.Name);
        if (candidate.ExternalIndex is not null)
        {
            _memory.AddKey(candidate.ExternalKey, person.Value);
        }

        _count.Take(candidate.Reading.Warnings, Array.Exists(phones, phone => phone.Fact.Doubtful), leftOut);
        Watch(candidate.Cells, candidate.Reading.Facts!);
        return true;
    }

    /// <summary>Counts different words, to see in time that a column is no column of words.</summary>
    private void Watch(string[] cells, PersonFacts facts)
    {
        foreach (var tag in facts.Tags)
        {
            Watch(_tags, tag, ImportLimits.Tags, ColumnMeaning.Tags);
        }

        Watch(_cities, facts.City, ImportLimits.Words, ColumnMeaning.City);
        Watch(_sources, facts.Source, ImportLimits.Words, ColumnMeaning.Source);
        for (var column = 0; column < job.Plan.Columns.Count && column < cells.Length; column++)
        {
            if (job.Plan.Columns[column].Meaning == ColumnMeaning.CustomField && cells[column].Length > 0)
            {
                var values = _fieldValues.TryGetValue(column, out var known) ? known : _fieldValues[column] = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                if (values.Count <= ImportLimits.FieldValues)
                {
                    values.Add(cells[column]);
                }
            }
        }
    }

    private static void Watch(HashSet<string> seen, string? word, int most, ColumnMeaning meaning)
    {
        if (word is not null && seen.Add(word) && seen.Count > most)
        {
            throw new ImportRefusedException(new TooManyDifferentValues(meaning, most));
        }
    }
}
