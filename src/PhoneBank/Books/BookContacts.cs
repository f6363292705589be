using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>The people of a book, masked: a first name and the last two digits are enough to recognise someone one knows.</summary>
public sealed class BookContacts(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int Most = 100;

    /// <summary>The newest first, after the key <paramref name="after"/>.</summary>
    public async Task<Result<Page<ContactLine>>> RunAsync(Actor actor, Guid bookId, string? after, int take, CancellationToken ct)
    {
        take = Math.Clamp(take, 1, Most);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.BooksOf(actor).AnyAsync(book => book.Id == bookId, ct))
        {
            return new NotFound();
        }

        var contacts = db.PeopleOf(bookId).AsNoTracking();
        if (Guid.TryParse(after, out var key))
        {
            contacts = contacts.Where(contact => contact.Id.CompareTo(key) < 0);
        }

        var rows = await contacts.OrderByDescending(contact => contact.Id).Take(take + 1).ToListAsync(ct);
        var hasMore = rows.Count > take;
        rows = rows.GetRange(0, Math.Min(take, rows.Count));
        return new Page<ContactLine>(await OpenAsync(db, rows, ct), hasMore ? rows[^1].Id.ToString() : null);
    }

    /// <summary>These contacts as lines, in the same order.</summary>
    internal async Task<IReadOnlyList<ContactLine>> OpenAsync(PhoneBankDb db, List<Contact> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(contact => contact.Id);
        var phones = (await db.ContactPhones.AsNoTracking().Where(phone => ids.Contains(phone.ContactId)).OrderBy(phone => phone.Position).ToListAsync(ct)).ToLookup(phone => phone.ContactId);
        var tagged = (await (from use in db.ContactLabels
                             join label in db.Labels on use.LabelId equals label.Id
                             where ids.Contains(use.ContactId) && label.Kind == LabelKind.Tag
                             select new { use.ContactId, label.Id, label.SealedText }).AsNoTracking().ToListAsync(ct)).ToLookup(row => row.ContactId);
        var cityIds = rows.Select(contact => contact.CityId).OfType<Guid>().Distinct().ToList();
        var cities = (await db.Labels.AsNoTracking().Where(label => cityIds.Contains(label.Id)).ToListAsync(ct))
            .ToDictionary(label => label.Id, label => sealer.Open(Places.LabelText(label.Id), label.SealedText));
        return rows.ConvertAll(contact =>
        {
            var names = sealer.OpenJson<ContactDetails>(Places.ContactDetails(contact.Id), contact.SealedDetails).Names;
            return new ContactLine(
                contact.Id,
                [.. names.Select(name => name.First.Length > 0 ? name.First : name.Last).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)],
                phones[contact.Id].FirstOrDefault() is { } phone ? sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber)[^2..] : null,
                contact.Language,
                contact.CityId is { } city ? cities.GetValueOrDefault(city) : null,
                [.. tagged[contact.Id].Select(tag => sealer.Open(Places.LabelText(tag.Id), tag.SealedText)).Order(StringComparer.CurrentCulture)],
                contact.CallablePhones > 0 && contact.EndedAt is null);
        });
    }
}

/// <param name="Id">The contact.</param>
/// <param name="FirstNames">First names of everybody at the number; empty when nobody knows any.</param>
/// <param name="NumberEnd">The last two digits of the first number.</param>
/// <param name="Language">BCP-47 tag, or null when unknown.</param>
/// <param name="City">Where the person lives, when known.</param>
/// <param name="Tags">The tags, in order.</param>
/// <param name="CanBeCalled">False when every number is bad or stopped, or the person has died.</param>
public sealed record ContactLine(Guid Id, IReadOnlyList<string> FirstNames, string? NumberEnd, string? Language, string? City, IReadOnlyList<string> Tags, bool CanBeCalled)
{
    public override string ToString() => nameof(ContactLine);
}
