using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Neither a number that can be read, nor two letters of a name.</summary>
public sealed record NothingToSearch : Error;

/// <summary>Who was found, masked as the book's list is.</summary>
/// <param name="More">There are more than are shown: a longer name finds fewer.</param>
public sealed record ContactsFound(IReadOnlyList<ContactLine> Lines, bool More)
{
    public override string ToString() => nameof(ContactsFound);
}

/// <summary>
/// Finds people of a book by an exact number, or by the beginnings of the words of a name. Names are opened in memory, a few are shown.
/// Audited and limited. Refuses with <see cref="NotFound"/>, <see cref="NothingToSearch"/>, <see cref="TooManyOpened"/>.
/// </summary>
public sealed class FindContacts(IDbContextFactory<PhoneBankDb> dbs, BookContacts lines, Sealer sealer, TimeProvider time)
{
    public const int MostText = 100;

    /// <summary>So many are shown.</summary>
    public const int Most = 15;

    private const int AtOnce = 1000;
    private const int MostOpened = 300_000;

    public async Task<Result<ContactsFound>> ExecuteAsync(Actor actor, Guid bookId, string text, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(book => book.Id == bookId, ct) is not { } book)
        {
            return new NotFound();
        }

        var words = NameKey.Of(text.Length > MostText ? text[..MostText] : text, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var number = text.Any(char.IsDigit) && PhoneNumbers.Read(text, book.DefaultCountry) is { CanBeDialled: true, E164: { } e164 } ? e164 : null;
        if (number is null && words.Sum(word => word.Length) < 2)
        {
            return new NothingToSearch();
        }

        if (await PersonLimits.SearchAsync(db, time, actor, bookId, ct) is { } refusal)
        {
            return refusal;
        }

        var ids = number is not null ? await ByNumberAsync(db, bookId, number, ct) : await ByNameAsync(db, bookId, words, ct);
        var rows = await db.Contacts.AsNoTracking().Where(contact => ids.Contains(contact.Id)).OrderByDescending(contact => contact.Id).Take(Most).ToListAsync(ct);
        return new ContactsFound(await lines.OpenAsync(db, rows, ct), ids.Count > Most);
    }

    private async Task<List<Guid>> ByNumberAsync(PhoneBankDb db, Guid bookId, string number, CancellationToken ct)
    {
        var index = sealer.PhoneIndex(bookId, number);
        return await db.PhonesOf(bookId, [index]).Where(phone => db.PeopleOf(bookId).Any(contact => contact.Id == phone.ContactId))
            .Select(phone => phone.ContactId).ToListAsync(ct);
    }

    private async Task<List<Guid>> ByNameAsync(PhoneBankDb db, Guid bookId, string[] words, CancellationToken ct)
    {
        var found = new List<Guid>();
        var after = Guid.Empty;
        for (var opened = 0; opened < MostOpened && found.Count <= Most;)
        {
            var from = after;
            var part = await db.PeopleOf(bookId).AsNoTracking().Where(contact => contact.Id.CompareTo(from) > 0)
                .OrderBy(contact => contact.Id).Select(contact => new { contact.Id, contact.SealedDetails }).Take(AtOnce).ToListAsync(ct);
            found.AddRange(part.Where(row => IsNamed(row.Id, row.SealedDetails, words)).Select(row => row.Id));
            if (part.Count < AtOnce)
            {
                break;
            }

            opened += part.Count;
            after = part[^1].Id;
        }

        return found;
    }

    private bool IsNamed(Guid id, byte[] details, string[] words) =>
        sealer.OpenJson<ContactDetails>(Places.ContactDetails(id), details).Names.Any(name =>
        {
            var theirs = NameKey.Of(name.First, name.Last).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Array.TrueForAll(words, word => Array.Exists(theirs, own => own.StartsWith(word, StringComparison.Ordinal)));
        });
}
