using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.Imports;

/// <summary>
/// Counts, for a dry run that would overwrite, in how many people each field has a value on both sides and in how many of
/// those it would become another. Many at once mean that a column is shifted or the list is somebody else's.
/// </summary>
internal sealed class FieldChanges(IHotStore store, Sealer sealer, ContactWriter writer)
{
    private readonly Dictionary<(ColumnMeaning Meaning, string? Field), (int Known, int Changed)> _counts = [];
    private readonly Dictionary<Guid, string> _words = [];

    public IReadOnlyList<FieldChange> ToList() =>
        [.. _counts.OrderBy(entry => entry.Key.Meaning).ThenBy(entry => entry.Key.Field, StringComparer.Ordinal).Select(entry => new FieldChange(entry.Key.Meaning, entry.Key.Field, entry.Value.Known, entry.Value.Changed))];

    public async Task CountAsync(IReadOnlyCollection<PlannedMerge> merges, CancellationToken ct)
    {
        var planned = merges.Where(merge => merge.Person.IsExisting && !merge.IsSomebodyElse).ToLookup(merge => merge.Person.ContactId);
        if (planned.Count == 0)
        {
            return;
        }

        var ids = planned.Select(group => group.Key).ToList();
        var people = await writer.OpenAsync(ids, ct);
        var choices = await ChoicesAsync(ids, ct);
        await LearnAsync([.. people.SelectMany(person => new[] { person.CityId, person.SourceId }).OfType<Guid>()], ct);
        foreach (var person in people)
        {
            foreach (var merge in planned[person.Id])
            {
                Count(person, merge.Facts, choices[person.Id].ToList());
            }
        }
    }

    private void Count(PersonRecord person, PersonFacts facts, List<(string Field, string Value)> choices)
    {
        Compare(ColumnMeaning.Email, person.Email, facts.Email);
        Compare(ColumnMeaning.Comment, person.Comment, facts.Comment);
        Compare(ColumnMeaning.Language, person.Language, facts.Language);
        Compare(ColumnMeaning.Country, person.Country, facts.Country);
        Compare(ColumnMeaning.TimeZone, person.TimeZone, facts.TimeZone);
        Compare(ColumnMeaning.AddressForm, person.Form == AddressForm.Unknown ? null : person.Form.ToString(), facts.Form == AddressForm.Unknown ? null : facts.Form.ToString());
        Compare(ColumnMeaning.Consent, person.Consent == Consent.Unknown ? null : person.Consent.ToString(), facts.Consent == Consent.Unknown ? null : facts.Consent.ToString());
        Compare(ColumnMeaning.SafeHours, person.Card?.SafeHours, facts.SafeHours);
        Compare(ColumnMeaning.City, person.CityId is { } city ? _words.GetValueOrDefault(city) : null, facts.City);
        Compare(ColumnMeaning.Source, person.SourceId is { } source ? _words.GetValueOrDefault(source) : null, facts.Source);
        var texts = person.Details().Fields;
        foreach (var (name, value) in facts.Texts.Concat(facts.Choices))
        {
            Compare(ColumnMeaning.CustomField, texts?.GetValueOrDefault(name) ?? choices.Find(choice => choice.Field == name).Value, value, name);
        }
    }

    private void Compare(ColumnMeaning meaning, string? before, string? after, string? field = null)
    {
        if (before is null || after is null)
        {
            return;
        }

        var (known, changed) = _counts.GetValueOrDefault((meaning, field));
        _counts[(meaning, field)] = (known + 1, changed + (string.Equals(before, after, StringComparison.OrdinalIgnoreCase) ? 0 : 1));
    }

    private async Task<ILookup<Guid, (string Field, string Value)>> ChoicesAsync(List<Guid> ids, CancellationToken ct)
    {
        var rows = await store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT cl.contact_id, l.id, l.field_id FROM contact_labels cl JOIN labels l ON l.id = cl.label_id
                WHERE cl.contact_id IN {ids} AND l.field_id IS NOT NULL
                """,
                row => (ContactId: row.Id(0), Value: row.Id(1), Field: row.Id(2))),
            ct);
        await LearnAsync([.. rows.SelectMany(row => new[] { row.Value, row.Field })], ct);
        return rows.ToLookup(row => row.ContactId, row => (_words.GetValueOrDefault(row.Field, ""), _words.GetValueOrDefault(row.Value, "")));
    }

    private async Task LearnAsync(List<Guid> labels, CancellationToken ct)
    {
        var unknown = labels.Where(id => !_words.ContainsKey(id)).Distinct().ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        foreach (var (id, text) in await store.ReadAsync(
            session => session.QueryAsync($"SELECT id, sealed_text FROM labels WHERE id IN {unknown}", row => (Id: row.Id(0), Sealed: row.Bytes(1))), ct))
        {
            _words[id] = sealer.Open(Places.LabelText(id), text);
        }
    }
}
