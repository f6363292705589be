using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Books;

/// <summary>Opens contacts to merge into, and writes them, sealed, in bulk: for imports and for people added by hand.</summary>
public sealed class ContactWriter(IHotStore store, Sealer sealer, Labels labels, HoursClasses hours, TimeProvider time)
{
    /// <summary>The contacts of these ids, opened.</summary>
    internal async Task<List<PersonRecord>> OpenAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT c.id, c.sealed_details, c.language, c.country, c.time_zone, c.address_form, c.city_id, c.source_id, c.consent,
                    (SELECT count(*) FROM contact_phones p WHERE p.contact_id = c.id)
                FROM contacts c WHERE c.id IN {ids}
                """,
                row => PersonRecord.Open(
                    row.Id(0), sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Id(0)), row.Bytes(1)), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4),
                    row.Word<AddressForm>(5), row.IdOrNull(6), row.IdOrNull(7), row.Word<Consent>(8), row.Int(9))),
            ct);

    /// <summary>Everything that must be done before the write: words, hours classes, sealing. What comes back only writes.</summary>
    /// <param name="isFound">Whether they are found by number and external id from now on; of an import that is not decided, nobody is.</param>
    /// <param name="known">Words that were looked up before; null begins with none.</param>
    internal async Task<ContactWrite> PrepareAsync(
        Guid bookId, Guid? importId, string fallbackZone, IReadOnlyCollection<PersonRecord> people, bool isFound, CancellationToken ct, KnownWords? known = null)
    {
        var words = known ?? new KnownWords();
        await LearnAsync(words, bookId, importId, people, ct);
        var held = await HeldAsync(people, ct);
        var write = new ContactWrite(bookId, isFound);
        var now = time.UtcNow();
        var classes = new Dictionary<(string? Zone, string? Country, string? SafeHours), object>();

        // Boxed once, not once a row.
        object book = bookId, moment = now, isSuppressed = false;
        object? import = importId;
        foreach (var person in people)
        {
            object contact = person.Id;
            var at = (person.TimeZone, person.Country, person.Card?.SafeHours);
            if (!classes.TryGetValue(at, out var hoursClass))
            {
                classes[at] = hoursClass = await hours.IdOfAsync(person.HoursClass(fallbackZone), ct);
            }

            var city = person.NewCity is { } newCity ? words.Find(new LabelWord(LabelKind.City, newCity)) : person.CityId;
            var source = person.NewSource is { } newSource ? words.Find(new LabelWord(LabelKind.Source, newSource)) : person.SourceId;
            var details = sealer.SealJson(bookId, Places.ContactDetails(person.Id), person.Details());
            if (person.IsNew)
            {
                write.Contacts.Add([contact, book, details, person.Language, person.Country, person.TimeZone, person.Form, city, source, person.Consent, hoursClass, import, person.NewPhones.Count, moment, moment]);
            }
            else
            {
                write.HasKnown = true;
                write.Changes.Add(new ContactChange(person.Id, details, person.Language, person.Country, person.TimeZone, person.Form, (Guid?)city, (Guid?)source, person.Consent, (Guid)hoursClass, now));
            }

            for (var i = 0; i < person.NewPhones.Count; i++)
            {
                var (phone, position) = person.NewPhones[i];
                var id = time.NewId();
                write.Phones.Add([id, contact, book, position, sealer.Seal(bookId, Places.PhoneNumber(id), phone.E164), phone.Index ?? sealer.PhoneIndex(bookId, phone.E164), phone.Country, phone.Kind, phone.Doubtful, isSuppressed, import]);
            }

            for (var i = 0; i < person.NewExternalIds.Count; i++)
            {
                // Two people at one number may have the same.
                var (externalId, index) = person.NewExternalIds[i];
                if (person.NewExternalIds.Take(i).All(earlier => earlier.Id != externalId))
                {
                    write.ExternalIds.Add([book, contact, index ?? sealer.ExternalIdIndex(bookId, externalId)]);
                }
            }

            var first = write.Labels.Count;
            foreach (var tag in person.Tags)
            {
                Put(contact, words.Find(new LabelWord(LabelKind.Tag, tag)), first);
            }

            foreach (var (name, value) in person.Choices)
            {
                PutChoice(person, contact, name, value, first);
            }
        }

        return write;

        void PutChoice(PersonRecord person, object contact, string name, string value, int first)
        {
            var field = words[new LabelWord(LabelKind.Field, name)];
            var label = words[new LabelWord(LabelKind.FieldValue, value, field)];
            var others = held[person.Id].Where(one => one.FieldId == field && one.LabelId != label).ToList();
            if (others.Count > 0 && !person.ReplacedChoices.Any(replaced => words[new LabelWord(LabelKind.Field, replaced)] == field))
            {
                return;
            }

            write.RemovedLabels.AddRange(others.Select(one => (person.Id, one.LabelId)));
            Put(contact, label, first);
        }

        // Words that fold alike are one.
        void Put(object contact, object label, int first)
        {
            for (var i = first; i < write.Labels.Count; i++)
            {
                if (label.Equals(write.Labels[i][1]))
                {
                    return;
                }
            }

            write.Labels.Add([contact, label]);
        }
    }

    private async Task LearnAsync(KnownWords words, Guid bookId, Guid? importId, IReadOnlyCollection<PersonRecord> people, CancellationToken ct)
    {
        await labels.LearnAsync(words, bookId, people.SelectMany(person => person.Choices.Keys).Select(name => new LabelWord(LabelKind.Field, name)), importId, ct);
        var met = new HashSet<LabelWord>();
        foreach (var person in people)
        {
            foreach (var tag in person.Tags)
            {
                met.Add(new LabelWord(LabelKind.Tag, tag));
            }

            foreach (var (name, value) in person.Choices)
            {
                met.Add(new LabelWord(LabelKind.FieldValue, value, words[new LabelWord(LabelKind.Field, name)]));
            }

            if (person.NewCity is { } city)
            {
                met.Add(new LabelWord(LabelKind.City, city));
            }

            if (person.NewSource is { } source)
            {
                met.Add(new LabelWord(LabelKind.Source, source));
            }
        }

        await labels.LearnAsync(words, bookId, met, importId, ct);
    }

    /// <summary>The values of custom fields that people of the book have already.</summary>
    private async Task<ILookup<Guid, (Guid LabelId, Guid FieldId)>> HeldAsync(IReadOnlyCollection<PersonRecord> people, CancellationToken ct)
    {
        var ids = people.Where(person => !person.IsNew && person.Choices.Count > 0).Select(person => person.Id).ToList();
        var rows = ids.Count == 0 ? [] : await store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT cl.contact_id, l.id, l.field_id FROM contact_labels cl JOIN labels l ON l.id = cl.label_id
                WHERE cl.contact_id IN {ids} AND l.field_id IS NOT NULL
                """,
                row => (ContactId: row.Id(0), LabelId: row.Id(1), FieldId: row.Id(2))),
            ct);
        return rows.ToLookup(row => row.ContactId, row => (row.LabelId, row.FieldId));
    }
}

/// <summary>What is written of a contact that was there before.</summary>
public sealed record ContactChange(
    Guid Id, byte[] Details, string? Language, string? Country, string? TimeZone, AddressForm Form, Guid? CityId, Guid? SourceId, Consent Consent, Guid HoursClassId, DateTime At);

/// <summary>Sealed rows ready to be written within one act.</summary>
/// <param name="isFound">Whether they are found by number and external id from now on; of an import that is not decided, nobody is.</param>
public sealed class ContactWrite(Guid bookId, bool isFound)
{
    private static readonly IReadOnlySet<Guid> NoPhones = new HashSet<Guid>();

    /// <summary>Somebody is among them who was there before, and may have some of it already.</summary>
    public bool HasKnown { get; set; }

    public List<object?[]> Contacts { get; } = [];

    public List<ContactChange> Changes { get; } = [];

    public List<object?[]> Phones { get; } = [];

    public List<object?[]> ExternalIds { get; } = [];

    public List<object?[]> Labels { get; } = [];

    /// <summary>Values of custom fields that another one replaces.</summary>
    public List<(Guid ContactId, Guid LabelId)> RemovedLabels { get; } = [];

    public async Task RunAsync(HotSession session)
    {
        await session.InsertAsync(
            "contacts",
            "id, book_id, sealed_details, language, country, time_zone, address_form, city_id, source_id, consent, hours_class_id, import_id, callable_phones, created_at, updated_at",
            Contacts);
        foreach (var change in Changes)
        {
            await session.ExecuteAsync($"""
                UPDATE contacts SET sealed_details = {change.Details}, language = {change.Language}, country = {change.Country}, time_zone = {change.TimeZone},
                    address_form = {change.Form}, city_id = {change.CityId}, source_id = {change.SourceId}, consent = {change.Consent},
                    hours_class_id = {change.HoursClassId}, updated_at = {change.At}
                WHERE id = {change.Id} AND book_id = {bookId}
                """);
        }

        // A number that has come to belong to another contact meanwhile stays there.
        var elsewhere = isFound ? await session.AddPhonesAsync(bookId, Phones.ConvertAll(row => ((byte[])row[5]!, (Guid)row[0]!))) : NoPhones;
        await session.InsertAsync(
            "contact_phones",
            "id, contact_id, book_id, position, sealed_number, blind_index, country, kind, doubtful, suppressed, import_id",
            elsewhere.Count == 0 ? Phones : Phones.FindAll(row => !elsewhere.Contains((Guid)row[0]!)));
        await session.InsertAsync("contact_external_ids", "book_id, contact_id, blind_index", ExternalIds, HasKnown ? "ON CONFLICT (contact_id, blind_index) DO NOTHING" : "");
        if (isFound)
        {
            await session.AddExternalIdsAsync(bookId, ExternalIds.ConvertAll(row => ((byte[])row[2]!, (Guid)row[1]!)));
        }

        foreach (var (contactId, labelId) in RemovedLabels)
        {
            await session.ExecuteAsync($"DELETE FROM contact_labels WHERE contact_id = {contactId} AND label_id = {labelId}");
        }

        await session.InsertAsync("contact_labels", "contact_id, label_id", Labels, HasKnown ? "ON CONFLICT (contact_id, label_id) DO NOTHING" : "");
        foreach (var change in Changes)
        {
            await session.ExecuteAsync($"""
                UPDATE contacts SET callable_phones = (SELECT count(*) FROM contact_phones p WHERE p.contact_id = {change.Id} AND p.bad_since IS NULL AND NOT p.suppressed)
                WHERE id = {change.Id}
                """);

            // Entries carry copies of what the claim needs.
            await session.ExecuteAsync($"""
                UPDATE entries SET language = {change.Language}, country = {change.Country}, hours_class_id = {change.HoursClassId},
                    callable = EXISTS (SELECT 1 FROM contacts c WHERE c.id = {change.Id} AND c.callable_phones > 0 AND c.ended_at IS NULL AND (c.rests_until IS NULL OR c.rests_until <= {change.At}))
                WHERE contact_id = {change.Id}
                """);
        }
    }
}
