using PhoneBank.Data;

namespace PhoneBank.Books;

/// <summary>Who is in a book.</summary>
public static class PeopleOfBook
{
    /// <summary>
    /// Everybody in the book; whom an import brings that is not done, nobody sees. One statement asks for both, so that
    /// an import that begins or ends meanwhile is seen whole or not at all.
    /// </summary>
    public static IQueryable<Contact> PeopleOf(this PhoneBankDb db, Guid bookId) => db.Contacts.Where(contact => contact.BookId == bookId
        && (contact.ImportId == null || contact.ImportId != db.Books.Where(book => book.Id == bookId).Select(book => book.UndecidedImportId).FirstOrDefault()));
}
