using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;

namespace PhoneBank.Tests.Calling.Walks;

internal static class DecidedContacts
{
    /// <summary>Whom no import is still bringing, by what the imports themselves say.</summary>
    public static IQueryable<Contact> Decided(this IQueryable<Contact> contacts, PhoneBankDb db) => contacts.Where(contact => contact.ImportId == null
        || db.Imports.Any(import => import.Id == contact.ImportId && (import.State == ImportState.Done || import.State == ImportState.Undoing)));
}
