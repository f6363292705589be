using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.Lists;

/// <summary>
/// Which contacts of a book a list is made of. Everything given must hold; of several values of one kind any will do.
/// Holds ids and codes only, never a word about anybody. Unusable contacts and those who have died never match.
/// </summary>
public sealed record ContactFilter
{
    /// <summary>Stands for "language unknown" in <see cref="Languages"/>.</summary>
    public const string UnknownLanguage = "";

    /// <summary>Everybody this import brought or met again.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>Labels of kind Tag.</summary>
    public IReadOnlyList<Guid> TagIds { get; init; } = [];

    /// <summary>Labels of kind City.</summary>
    public IReadOnlyList<Guid> CityIds { get; init; } = [];

    /// <summary>BCP-47 tags as contacts have them, and <see cref="UnknownLanguage"/>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Nobody has called them in any campaign of the book.</summary>
    public bool NeverCalled { get; init; }

    /// <summary>Keys of outcomes: the last call, in whichever campaign of the book, came to one of these.</summary>
    public IReadOnlyList<string> LastOutcomes { get; init; } = [];

    /// <summary>An import and nothing else: such a list is that import's, and never changes with the book.</summary>
    public bool IsOneImport => ImportId is not null && TagIds.Count + CityIds.Count + Languages.Count + LastOutcomes.Count == 0 && !NeverCalled;

    public string ToJson() => JsonSerializer.Serialize(this, SealedJson.Options);

    public static ContactFilter FromJson(string json) =>
        JsonSerializer.Deserialize<ContactFilter>(json, SealedJson.Options) ?? throw new JsonException("A filter cannot be null.");

    internal IQueryable<Contact> Of(PhoneBankDb db, Guid bookId)
    {
        var contacts = db.Contacts.Where(contact => contact.BookId == bookId && contact.Usable && contact.EndedAt == null);
        if (ImportId is { } importId)
        {
            contacts = contacts.Where(contact => db.Set<ImportedContact>().Any(imported => imported.ImportId == importId && imported.ContactId == contact.Id));
        }

        if (TagIds is { Count: > 0 } tags)
        {
            contacts = contacts.Where(contact => db.Set<ContactLabel>().Any(label => label.ContactId == contact.Id && tags.Contains(label.LabelId)));
        }

        if (CityIds is { Count: > 0 } cities)
        {
            contacts = contacts.Where(contact => contact.CityId != null && cities.Contains(contact.CityId.Value));
        }

        if (Languages.Count > 0)
        {
            var known = Languages.Where(language => language != UnknownLanguage).SelectMany(language => new[] { language, LanguageTags.Normalize(language) }).Distinct().ToList();
            var unknown = Languages.Contains(UnknownLanguage);
            contacts = contacts.Where(contact => contact.Language == null ? unknown : known.Contains(contact.Language));
        }

        if (NeverCalled)
        {
            contacts = contacts.Where(contact => !db.Entries.Any(entry => entry.ContactId == contact.Id && entry.LastCallAt != null));
        }

        if (LastOutcomes is { Count: > 0 } keys)
        {
            contacts = contacts.Where(contact => db.Outcomes.Any(outcome => keys.Contains(outcome.Key)
                && outcome.Id == db.Entries
                    .Where(entry => entry.ContactId == contact.Id && entry.LastCallAt != null)
                    .OrderByDescending(entry => entry.LastCallAt)
                    .Select(entry => entry.LastOutcomeId)
                    .FirstOrDefault()));
        }

        return contacts;
    }
}
