using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.Books;

/// <summary>Writes the keys by which phones and external ids are found. In a book a number belongs to one contact: whoever writes its key first.</summary>
public static class ContactKeys
{
    /// <summary>Writes keys of new phones; gives the ids of those phones whose number was somebody's already and that must not stay.</summary>
    public static async Task<IReadOnlySet<Guid>> AddPhonesAsync(this HotSession session, Guid bookId, IReadOnlyList<(byte[] Index, Guid PhoneId)> phones)
    {
        var added = await session.InsertAsync(
            "phone_keys", "book_id, blind_index, phone_id", [.. phones.Select(phone => new object?[] { bookId, phone.Index, phone.PhoneId })], "ON CONFLICT (book_id, blind_index) DO NOTHING");
        if (added == phones.Count)
        {
            return new HashSet<Guid>();
        }

        var owners = await session.QueryAsync($"SELECT phone_id FROM phone_keys WHERE book_id = {bookId} AND blind_index IN {phones.Select(phone => phone.Index).ToList()}", row => row.Id(0));
        return phones.Select(phone => phone.PhoneId).Except(owners).ToHashSet();
    }

    public static Task AddExternalIdsAsync(this HotSession session, Guid bookId, IReadOnlyList<(byte[] Index, Guid ContactId)> ids) => session.InsertAsync(
        "external_keys", "book_id, blind_index, contact_id", [.. ids.Select(id => new object?[] { bookId, id.Index, id.ContactId })], "ON CONFLICT (book_id, blind_index, contact_id) DO NOTHING");

    /// <summary>The phones in a book that have these numbers.</summary>
    public static IQueryable<ContactPhone> PhonesOf(this PhoneBankDb db, Guid bookId, IReadOnlyCollection<byte[]> indexes) =>
        db.PhoneKeys.Where(key => key.BookId == bookId && indexes.Contains(key.BlindIndex)).Join(db.ContactPhones.AsNoTracking(), key => key.PhoneId, phone => phone.Id, (_, phone) => phone);

    /// <summary>Whom these numbers of a book belong to.</summary>
    public static async Task<IReadOnlyList<(byte[] Index, Guid ContactId)>> FindByPhonesAsync(this HotSession session, Guid bookId, IReadOnlyCollection<byte[]> indexes) =>
        session.Kind == DatabaseKind.Sqlite
            ? session.LookUp("SELECT p.contact_id FROM phone_keys k JOIN contact_phones p ON p.id = k.phone_id WHERE k.blind_index = ?1 AND k.book_id = ?2", bookId, indexes)
            : (await session.FindPhonesAsync(bookId, indexes)).ConvertAll(phone => (phone.Index, phone.ContactId));

    /// <summary>Whom these external ids of a book belong to; several people may share one.</summary>
    public static async Task<IReadOnlyList<Guid>> FindByExternalIdsAsync(this HotSession session, Guid bookId, IReadOnlyCollection<byte[]> indexes) =>
        session.Kind == DatabaseKind.Sqlite
            ? session.LookUp("SELECT contact_id FROM external_keys WHERE blind_index = ?1 AND book_id = ?2", bookId, indexes).ConvertAll(found => found.Id)
            : await session.QueryAsync($"SELECT contact_id FROM external_keys WHERE book_id = {bookId} AND blind_index IN {indexes}", row => row.Id(0));

    /// <summary>Phones by their numbers, within an act.</summary>
    public static Task<List<(Guid PhoneId, Guid ContactId, byte[] Index)>> FindPhonesAsync(this HotSession session, Guid bookId, IReadOnlyCollection<byte[]> indexes) => session.QueryAsync(
        $"SELECT p.id, p.contact_id, k.blind_index FROM phone_keys k JOIN contact_phones p ON p.id = k.phone_id WHERE k.book_id = {bookId} AND k.blind_index IN {indexes}",
        row => (row.Id(0), row.Id(1), row.Bytes(2)));
}
