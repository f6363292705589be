using Microsoft.EntityFrameworkCore;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>The flags that claims read say what they are made of, and the stop list silences exactly the numbers that somebody wants silent.</summary>
internal sealed class FlagCheck(WalkRun run)
{
    public async Task RunAsync()
    {
        foreach (var book in run.Model.Books)
        {
            var contacts = await run.World.ReadAsync(db => db.Contacts.AsNoTracking().Where(contact => contact.BookId == book.Id).ToListAsync());
            var phones = (await run.World.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.BookId == book.Id).ToListAsync())).ToLookup(phone => phone.ContactId);
            var entries = (await run.World.ReadAsync(db => db.Entries.AsNoTracking().Where(entry => db.Contacts.Any(contact => contact.Id == entry.ContactId && contact.BookId == book.Id)).ToListAsync())).ToLookup(entry => entry.ContactId);
            var keys = await run.World.ReadAsync(db => db.PhoneKeys.AsNoTracking().Where(key => key.BookId == book.Id).ToListAsync());
            run.Must(
                phones.SelectMany(of => of).Select(phone => (phone.Id, Convert.ToHexString(phone.BlindIndex))).ToHashSet().SetEquals(keys.Select(key => (key.PhoneId, Convert.ToHexString(key.BlindIndex)))),
                $"book {book.Id} has {phones.Sum(of => of.Count())} phones and {keys.Count} keys of them, or they differ");
            foreach (var phone in phones.SelectMany(of => of))
            {
                run.Must(phone.Suppressed == run.Model.IsStopped(run.NumberOf(phone)), $"phone {phone.Id} of contact {phone.ContactId} is silenced {phone.Suppressed}, and should be the other way round");
            }

            foreach (var contact in contacts)
            {
                var callable = phones[contact.Id].Count(phone => phone.BadSince is null && !phone.Suppressed);
                run.Must(contact.CallablePhones == callable, $"contact {contact.Id} counts {contact.CallablePhones} numbers and has {callable}");

                // When a rest is over, the flag follows with the next sweep.
                if (contact.RestsUntil is null || contact.RestsUntil > run.Now)
                {
                    var mayBeCalled = callable > 0 && contact.EndedAt is null && contact.RestsUntil is null;
                    run.Must(entries[contact.Id].All(entry => entry.Callable == mayBeCalled), $"an entry of contact {contact.Id} should be callable {mayBeCalled}");
                }

                run.Must(entries[contact.Id].All(entry => entry.HoursClassId == contact.HoursClassId), $"an entry of contact {contact.Id} has other hours");
                run.Must(entries[contact.Id].All(entry => entry.ReroutedTo is not null || entry.Language == contact.Language), $"an entry of contact {contact.Id} has another language");
            }
        }
    }
}
