using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Writes down how to reach someone without harm; safe hours apply to the very next claim.</summary>
public sealed class ChangeSafeContactCard(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, ContactWriter writer)
{
    /// <summary>The card as it stands; null when there is none.</summary>
    public async Task<Result<SafeContactCard>> ReadAsync(Actor actor, Guid contactId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var contact = await db.Contacts.AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == contactId && db.BooksOf(actor).Any(book => book.Id == contact.BookId), ct);
        return contact is null
            ? new NotFound()
            : sealer.OpenJson<ContactDetails>(Places.ContactDetails(contactId), contact.SealedDetails).Card ?? new SafeContactCard();
    }

    public async Task<Result> RunAsync(Actor actor, Guid contactId, SafeContactCard card, CancellationToken ct)
    {
        if (card.SafeHours is { } text)
        {
            if (!WeeklyWindows.TryParse(text, out var windows, out _))
            {
                return new SafeHoursUnreadable();
            }

            card = card with { SafeHours = windows.ToString() };
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(book => db.Contacts.Any(contact => contact.Id == contactId && contact.BookId == book.Id), ct);
        if (book is null)
        {
            return new NotFound();
        }

        var record = (await writer.OpenAsync([contactId], ct))[0];
        record.Change(card);
        var write = await writer.PrepareAsync(book.Id, importId: null, RunImport.ZoneOf(book.DefaultCountry), [record], isFound: true, ct);
        await store.WriteAsync(
            async session =>
            {
                await write.RunAsync(session);
                return true;
            },
            ct);
        return Result.Done;
    }
}
