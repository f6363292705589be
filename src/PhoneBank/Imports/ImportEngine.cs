using System.Security.Cryptography;
using System.Text;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Goes through a file chunk by chunk: reads rows, finds who is there already, counts, and, when it runs for good, writes.
/// Contacts that were there before are not touched: what the file adds to them waits, sealed, until the import is decided.
/// </summary>
internal sealed class ImportEngine(IHotStore store, Sealer sealer, ContactWriter writer, TimeProvider time, Signals signals, ImportJob job)
{
    private readonly ImportMemory _memory = new();
    private readonly RowReader _rows = new(job.Plan, job.DefaultCountry);
    private readonly Dictionary<int, HashSet<UInt128>> _fieldValues = [];
    private readonly HashSet<UInt128> _tags = [];
    private readonly HashSet<UInt128> _cities = [];
    private readonly HashSet<UInt128> _sources = [];
    private readonly HashSet<UInt128> _stops = [];
    private readonly FieldChanges _changes = new(store, sealer, writer);
    private ImportCounter _count = new();

    /// <summary>Custom columns with too many different values to be words.</summary>
    public IReadOnlyList<int> TextColumns =>
        [.. job.Plan.TextColumns.Union(_fieldValues.Where(entry => entry.Value.Count > ImportLimits.FieldValues).Select(entry => entry.Key)).Order()];

    /// <summary>What a dry run found would change for people in the book.</summary>
    public IReadOnlyList<FieldChange> Changes => _changes.ToList();

    /// <summary>Reads the whole file; refused with what the file is, or <see cref="ImportStoppedException"/> when somebody cancelled.</summary>
    public async Task<ImportCounts> RunAsync(Stream content, CancellationToken ct)
    {
        using var table = TableReader.Open(content, job.Plan);
        var chunk = new List<ImportRow>(ImportLimits.ChunkRows);
        var isHead = job.Plan.HasHeader;
        while (table.Read())
        {
            var cells = table.Cells();
            if (Array.TrueForAll(cells, cell => cell.Length == 0))
            {
                continue;
            }

            // The first row in which there is something.
            if (isHead)
            {
                isHead = false;
                continue;
            }

            chunk.Add(new ImportRow(table.Line, cells, _rows.Read(cells)));
            if (chunk.Count == ImportLimits.ChunkRows)
            {
                await TakeAsync(chunk, ct);
                chunk.Clear();
            }
        }

        await TakeAsync(chunk, ct);
        return _count.ToCounts();
    }

    private async Task TakeAsync(List<ImportRow> chunk, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _count.Rows += chunk.Count;
        if (_count.Rows > ImportLimits.Rows)
        {
            throw new ImportRefusedException(new TooManyRows(ImportLimits.Rows));
        }

        var work = new ChunkWork();
        var rejected = new List<(ImportRow Row, string Reason)>();
        var candidates = new List<ImportCandidate>(chunk.Count);
        foreach (var row in chunk)
        {
            if (row.Reading.IsStopped)
            {
                _count.DoNotCall++;
                work.Stops.AddRange(row.Reading.Facts!.Phones.Select(phone => phone.E164).Where(number => _stops.Add(NameKey.Short(sealer.StopListHash(number)))));
            }
            else if (row.Reading.Facts is { } facts)
            {
                candidates.Add(new ImportCandidate(row, facts, sealer, job.BookId));
            }
            else
            {
                rejected.Add((row, row.Reading.Reason!));
                _count.Invalid++;
            }
        }

        await MeetAsync(candidates, ct);
        var stopped = await StoppedAsync(candidates, ct);
        if (work.Stops.Count > 0)
        {
            var there = await store.ReadAsync(session => StopListWriter.ForGoodAsync(session, work.Stops.ConvertAll(sealer.StopListHash)), ct);
            work.Stops.RemoveAll(number => there.Contains(Convert.ToHexString(sealer.StopListHash(number))));
        }

        foreach (var candidate in candidates)
        {
            if (!Place(candidate, stopped, work))
            {
                rejected.Add((candidate.Row, RowReasons.OnStopList));
                _count.StopListed++;
            }
        }

        if (!job.Writes && job.Plan.Update == UpdateRule.Overwrite)
        {
            await _changes.CountAsync(work.Merges, ct);
        }

        await WriteAsync(work, rejected, ct);
    }

    /// <summary>Brings people of the book whom this chunk could name into memory.</summary>
    private async Task MeetAsync(List<ImportCandidate> candidates, CancellationToken ct)
    {
        var phones = candidates.SelectMany(candidate => candidate.Phones).Where(phone => !_memory.Knows(phone.Key)).Select(phone => phone.Index).ToList();
        var externals = candidates.Where(candidate => candidate.ExternalIndex is not null && !_memory.Knows(candidate.ExternalKey)).Select(candidate => candidate.ExternalIndex!).ToList();
        if (phones.Count == 0 && externals.Count == 0)
        {
            return;
        }

        var (byPhone, ids) = await store.ReadAsync(
            async session =>
            {
                var numbers = await session.QueryAsync(
                    $"SELECT blind_index, contact_id FROM contact_phones WHERE book_id = {job.BookId} AND blind_index IN {phones}",
                    row => (Key: NameKey.Short(row.Bytes(0)), ContactId: row.Id(1)));
                var others = await session.QueryAsync(
                    $"SELECT contact_id FROM contact_external_ids WHERE book_id = {job.BookId} AND blind_index IN {externals}",
                    row => row.Id(0));
                return (numbers, others);
            },
            ct);
        var unknown = byPhone.Select(found => found.ContactId).Concat(ids).Distinct().Where(id => !_memory.KnowsExisting(id)).ToList();
        var own = new HashSet<Guid>();
        foreach (var person in await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT id, sealed_details, import_id, usable FROM contacts WHERE id IN {unknown}",
                row => (Id: row.Id(0), Sealed: row.Bytes(1), ImportId: row.IdOrNull(2), Usable: row.Flag(3))),
            ct))
        {
            if (person.ImportId == job.ImportId && !person.Usable)
            {
                // Ours from an earlier chunk: met already under its own keys.
                own.Add(person.Id);
                continue;
            }

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

        foreach (var (key, contactId) in byPhone.Where(found => !own.Contains(found.ContactId)))
        {
            _memory.AddKey(key, _memory.AddExisting(contactId));
        }
    }

    private async Task<HashSet<string>> StoppedAsync(List<ImportCandidate> candidates, CancellationToken ct)
    {
        var hashes = candidates.SelectMany(candidate => candidate.Phones).Select(phone => phone.StopHash).ToList();
        var found = await store.ReadAsync(
            session => session.QueryAsync($"SELECT hash FROM stop_list_entries WHERE lifted_at IS NULL AND hash IN {hashes}", row => Convert.ToHexString(row.Bytes(0))), ct);
        return found.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Decides whose row it is: by number and name, then by external id and name, then by number alone; never by name alone. False: every number is stopped.</summary>
    private bool Place(ImportCandidate candidate, HashSet<string> stopped, ChunkWork work)
    {
        var phones = candidate.Phones.Where(phone => !stopped.Contains(Convert.ToHexString(phone.StopHash)) && !_stops.Contains(NameKey.Short(phone.StopHash))).ToList();
        if (phones.Count == 0)
        {
            return false;
        }

        var leftOut = candidate.Phones.Count - phones.Count + candidate.Row.Reading.BadPhones;
        var fresh = phones.Where(phone => !_memory.Knows(phone.Key)).ToList();
        var owners = phones.Select(phone => _memory.Find(phone.Key)).OfType<int>().Distinct().ToList();
        int? person = owners.Exists(owner => _memory.IsNamed(owner, candidate.Name)) ? owners.Find(owner => _memory.IsNamed(owner, candidate.Name)) : null;
        person ??= candidate.ExternalIndex is null ? null : _memory.Find(candidate.ExternalKey);

        // Somebody else's number beside one's own makes nobody a sharer: the own number decides.
        var isSomebodyElse = person is null && fresh.Count == 0;
        person ??= isSomebodyElse ? owners[0] : null;
        leftOut += isSomebodyElse ? 0 : phones.Count(phone => _memory.Find(phone.Key) is { } owner && owner != person);
        var facts = candidate.Facts with { Phones = [.. fresh.Select(phone => phone.Fact)] };
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
            if (met.IsExisting && job.Plan.Update == UpdateRule.Skip)
            {
                work.Named.Add(met.ContactId);
            }
            else
            {
                work.Merge(met, facts, isSomebodyElse);
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

        _count.Take(candidate.Row.Reading.Warnings, phones.Exists(phone => phone.Fact.Doubtful), leftOut);
        Watch(candidate.Row.Cells, candidate.Facts);
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
                var values = _fieldValues.TryGetValue(column, out var known) ? known : _fieldValues[column] = [];
                if (values.Count <= ImportLimits.FieldValues)
                {
                    values.Add(Hash(cells[column]));
                }
            }
        }
    }

    private static void Watch(HashSet<UInt128> seen, string? word, int most, ColumnMeaning meaning)
    {
        if (word is not null && seen.Add(Hash(word)) && seen.Count > most)
        {
            throw new ImportRefusedException(new TooManyDifferentValues(meaning, most));
        }
    }

    private static UInt128 Hash(string text) => NameKey.Short(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToUpperInvariant())));

    private async Task WriteAsync(ChunkWork work, List<(ImportRow Row, string Reason)> rejected, CancellationToken ct)
    {
        var rejectedRows = rejected.ConvertAll(entry =>
        {
            var id = time.NewId();
            return new object?[] { id, job.ImportId, entry.Row.Line, entry.Reason, sealer.SealJson(job.BookId, Places.RejectedRow(id), entry.Row.Cells) };
        });
        ContactWrite? contacts = null;
        List<object?[]> named = [];
        List<object?[]> additions = [];
        List<object?[]> stops = [];
        if (job.Writes)
        {
            stops = work.Stops.ConvertAll(number =>
            {
                var id = time.NewId();
                return new object?[] { id, job.ImportId, sealer.Seal(job.BookId, Places.ImportedStop(id), number), null };
            });
            contacts = await writer.PrepareAsync(job.BookId, job.ImportId, job.FallbackZone, await PeopleAsync(work, ct), usable: false, ct);
            named = [.. work.NewIds.Concat(work.Named).Select(id => new object?[] { job.ImportId, id, null })];
            additions = await AdditionsAsync(work, ct);
        }

        var counts = _count.ToCounts();
        var state = job.Writes ? ImportState.Running : ImportState.Checking;
        var isOurs = await store.WriteAsync(
            async session =>
            {
                var touched = await session.ExecuteAsync($"""
                    UPDATE imports SET rows_read = {counts.Rows}, rows_new = {counts.New}, rows_duplicate = {counts.Duplicate}, rows_shared_number = {counts.SharedNumber},
                        rows_invalid = {counts.Invalid}, rows_stop_listed = {counts.StopListed}, rows_do_not_call = {counts.DoNotCall}, rows_doubtful = {counts.Doubtful},
                        unknown_languages = {counts.UnknownLanguages}, unknown_countries = {counts.UnknownCountries}, unknown_zones = {counts.UnknownZones},
                        unreadable_hours = {counts.UnreadableHours}, numbers_left_out = {counts.NumbersLeftOut}, heartbeat_at = {time.UtcNow()}
                    WHERE id = {job.ImportId} AND state = {state}
                    """);
                if (touched == 0)
                {
                    return false;
                }

                if (contacts is not null)
                {
                    await contacts.RunAsync(session);
                    await session.InsertAsync("imported_contacts", "import_id, contact_id, sealed_addition", named, "ON CONFLICT (import_id, contact_id) DO NOTHING");
                    await session.InsertAsync(
                        "imported_contacts", "import_id, contact_id, sealed_addition", additions, "ON CONFLICT (import_id, contact_id) DO UPDATE SET sealed_addition = excluded.sealed_addition");
                    await session.InsertAsync("imported_stops", "id, import_id, sealed_number, stop_list_entry_id", stops);
                }

                await session.InsertAsync("rejected_rows", "id, import_id, line, reason, sealed_row", rejectedRows);
                return true;
            },
            ct);
        if (!isOurs)
        {
            throw new ImportStoppedException();
        }

        signals.Publish(new Signal(Signal.ImportChanged));
    }

    /// <summary>The contacts this import makes, and those it made in an earlier chunk and now learns more about.</summary>
    private async Task<List<PersonRecord>> PeopleAsync(ChunkWork work, CancellationToken ct)
    {
        var people = work.NewIds.ToDictionary(id => id, id => PersonRecord.New(id, work.FactsOf(id)));
        var earlier = work.Merges.Where(merge => !merge.Person.IsExisting && !people.ContainsKey(merge.Person.ContactId)).Select(merge => merge.Person.ContactId).Distinct().ToList();
        foreach (var person in await writer.OpenAsync(earlier, ct))
        {
            people.Add(person.Id, person);
        }

        foreach (var merge in work.Merges.Where(merge => !merge.Person.IsExisting))
        {
            people[merge.Person.ContactId].Merge(merge.Facts, merge.IsSomebodyElse);
        }

        return [.. people.Values];
    }

    private async Task<List<object?[]>> AdditionsAsync(ChunkWork work, CancellationToken ct)
    {
        var merges = work.Merges.Where(merge => merge.Person.IsExisting).GroupBy(merge => merge.Person.ContactId).ToDictionary(group => group.Key, group => group.ToList());
        if (merges.Count == 0)
        {
            return [];
        }

        var waiting = (await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT contact_id, sealed_addition FROM imported_contacts WHERE import_id = {job.ImportId} AND contact_id IN {merges.Keys.ToList()}",
                row => (ContactId: row.Id(0), Sealed: row.BytesOrNull(1))),
            ct)).ToDictionary(row => row.ContactId, row => row.Sealed);
        return
        [
            .. merges.Select(entry =>
            {
                var place = Places.ImportedAddition(job.ImportId, entry.Key);
                var before = waiting.GetValueOrDefault(entry.Key) is { } value ? sealer.OpenJson<List<Addition>>(place, value) : [];
                before.AddRange(entry.Value.Select(merge => new Addition(merge.Facts, merge.IsSomebodyElse, job.Plan.Update == UpdateRule.Overwrite)));
                return new object?[] { job.ImportId, entry.Key, sealer.SealJson(job.BookId, place, before) };
            }),
        ];
    }
}

/// <summary>What a row adds to a contact that was in the book before.</summary>
internal sealed record Addition(PersonFacts Facts, bool IsSomebodyElse, bool Overwrites = false);

/// <summary>What an engine works on.</summary>
internal sealed record ImportJob(Guid ImportId, Guid BookId, ImportPlan Plan, string DefaultCountry, string FallbackZone, bool Writes);

/// <summary>Somebody cancelled, or a sweep took the import for dead: its state is no longer the one we work in.</summary>
internal sealed class ImportStoppedException() : Exception("The import was stopped.");
