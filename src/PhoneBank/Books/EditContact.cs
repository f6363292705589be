using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Somebody else has changed this person since she or he was opened.</summary>
public sealed record ContactChangedMeanwhile : Error;

/// <summary>The number to add cannot be read.</summary>
public sealed record NewNumberUnreadable : Error;

/// <summary>The number to add is on the stop list.</summary>
public sealed record NewNumberOnStopList : Error;

/// <summary>Somebody else in the book has the number: perhaps the two are one person.</summary>
public sealed record NumberOfSomebodyElse(Guid ContactId) : Error;

/// <summary>Not a time zone of the list, or not one of the country's.</summary>
public sealed record UnknownZone : Error;

/// <summary>A person as typed into the form.</summary>
public sealed record ContactEdit
{
    public required long Version { get; init; }

    /// <summary>As many as there were, in the same order.</summary>
    public required IReadOnlyList<(string First, string Last)> Names { get; init; }

    public AddressForm Form { get; init; }

    /// <summary>Null or empty: not known.</summary>
    public string? Language { get; init; }

    public string? Country { get; init; }

    public string? TimeZone { get; init; }

    public string? City { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public SafeContactCard Card { get; init; } = new();

    /// <summary>The numbers that do not work, or are somebody else's; the others are good (again).</summary>
    public IReadOnlyCollection<Guid> BadPhones { get; init; } = [];

    /// <summary>One more number; null or empty for none.</summary>
    public string? NewNumber { get; init; }

    public override string ToString() => nameof(ContactEdit);
}

/// <summary>
/// Changes what a book says about a person, with the copies in campaigns. Audited. Refuses with <see cref="NotFound"/>,
/// <see cref="ContactChangedMeanwhile"/>, <see cref="UnknownCountry"/>, <see cref="UnknownZone"/>, <see cref="SafeHoursUnreadable"/>,
/// <see cref="InvalidField"/>, <see cref="NewNumberUnreadable"/>, <see cref="NewNumberOnStopList"/>, <see cref="NumberOfSomebodyElse"/>;
/// then nothing is changed.
/// </summary>
public sealed class EditContact(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, Labels labels, HoursClasses hours, TimeProvider time)
{
    public const int MostText = 200;
    public const int MostCardText = 500;
    public const int MostTags = 30;

    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, Guid contactId, ContactEdit edit, CancellationToken ct)
    {
        Contact? contact;
        string bookCountry;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == bookId, ct);
            contact = book is null ? null : await db.PeopleOf(bookId).AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == contactId, ct);
            if (book is null || contact is null)
            {
                return new NotFound();
            }

            bookCountry = book.DefaultCountry;
        }

        var details = sealer.OpenJson<ContactDetails>(Places.ContactDetails(contactId), contact.SealedDetails);
        if (contact.UpdatedAt.Ticks != edit.Version || details.Names.Count != edit.Names.Count)
        {
            return new ContactChangedMeanwhile();
        }

        var read = CheckedEdit.Read(edit, bookCountry);
        if (!read.IsDone)
        {
            return read.Error;
        }

        var good = read.Value;
        var words = await labels.FindOrCreateAsync(bookId, [.. good.Tags.Select(tag => new LabelWord(LabelKind.Tag, tag)), .. City(good)], importId: null, ct);
        var write = new Write(
            bookId,
            contact,
            good,
            sealer.SealJson(bookId, Places.ContactDetails(contactId), details with { Names = good.NamesOver(details.Names), Card = good.Card }),
            good.City is { } city ? words[new LabelWord(LabelKind.City, city)] : null,
            [.. good.Tags.Select(tag => words[new LabelWord(LabelKind.Tag, tag)]).Distinct()],
            await hours.IdOfAsync(PersonRecord.HoursOf(good.TimeZone, good.Country, good.Card, RunImport.ZoneOf(bookCountry)), ct));
        return await store.WriteAsync(session => WriteAsync(session, actor, write, edit), ct);
    }

    private static IEnumerable<LabelWord> City(CheckedEdit edit) => edit.City is { } city ? [new LabelWord(LabelKind.City, city)] : [];

    private async Task<Result> WriteAsync(HotSession session, Actor actor, Write write, ContactEdit edit)
    {
        var (contactId, good) = (write.Contact.Id, write.Edit);
        if (good.NewPhone is not null)
        {
            await StopListWriter.EnterAsync(session);
        }

        var stands = await session.QueryAsync($"SELECT updated_at FROM contacts WHERE id = {contactId} {session.ForUpdate}", row => row.Time(0));
        if (stands is not [var updatedAt] || updatedAt.Ticks != edit.Version)
        {
            return new ContactChangedMeanwhile();
        }

        if (good.NewPhone is { } phone && await AddAsync(session, write.BookId, contactId, phone) is { } refusal)
        {
            return refusal;
        }

        // Later than before whatever the clock says, so that the next one who saves over an older page is told.
        var clock = time.UtcNow();
        var now = clock > updatedAt ? clock : updatedAt.AddMilliseconds(1);
        await session.ExecuteAsync($"""
            UPDATE contacts SET sealed_details = {write.Details}, language = {good.Language}, country = {good.Country}, time_zone = {good.TimeZone}, address_form = {good.Form},
                city_id = {write.CityId}, hours_class_id = {write.HoursClassId}, updated_at = {now}
            WHERE id = {contactId}
            """);
        await session.ExecuteAsync($"UPDATE contact_phones SET bad_since = NULL WHERE contact_id = {contactId} AND bad_since IS NOT NULL AND id NOT IN {Some(good.BadPhones)}");
        await session.ExecuteAsync($"UPDATE contact_phones SET bad_since = {clock} WHERE contact_id = {contactId} AND bad_since IS NULL AND id IN {Some(good.BadPhones)}");
        await session.ExecuteAsync($"""
            DELETE FROM contact_labels WHERE contact_id = {contactId} AND label_id NOT IN {Some(write.Tags)}
              AND label_id IN (SELECT id FROM labels WHERE book_id = {write.BookId} AND kind = {LabelKind.Tag})
            """);
        await session.InsertAsync("contact_labels", "contact_id, label_id", [.. write.Tags.Select(tag => new object?[] { contactId, tag })], "ON CONFLICT (contact_id, label_id) DO NOTHING");
        await session.RefreshCallableAsync([contactId], clock);
        await session.ExecuteAsync($"UPDATE entries SET country = {good.Country}, hours_class_id = {write.HoursClassId} WHERE contact_id = {contactId}");
        if (good.Language != write.Contact.Language)
        {
            // What a coordinator says is newer than what a caller heard.
            await session.ExecuteAsync($"UPDATE entries SET language = {good.Language}, rerouted_to = NULL WHERE contact_id = {contactId}");
        }

        await session.RecordAsync(time, actor, AuditAction.ContactChanged, contactId, write.BookId);
        return Result.Done;
    }

    private async Task<Error?> AddAsync(HotSession session, Guid bookId, Guid contactId, PhoneFact phone)
    {
        if (await session.CountAsync($"SELECT count(*) FROM stop_list_entries WHERE hash = {sealer.StopListHash(phone.E164)} AND lifted_at IS NULL") > 0)
        {
            return new NewNumberOnStopList();
        }

        var index = sealer.PhoneIndex(bookId, phone.E164);
        var id = time.NewId();
        if (await session.AddPhonesAsync(bookId, [(index, id)]) is { Count: > 0 })
        {
            var owner = (await session.FindPhonesAsync(bookId, [index]))[0].ContactId;
            return owner == contactId ? null : new NumberOfSomebodyElse(owner);
        }

        await session.ExecuteAsync($"""
            INSERT INTO contact_phones (id, contact_id, book_id, position, sealed_number, blind_index, country, kind, doubtful, suppressed)
            VALUES ({id}, {contactId}, {bookId}, (SELECT COALESCE(max(position) + 1, 0) FROM contact_phones WHERE contact_id = {contactId}),
                {sealer.Seal(bookId, Places.PhoneNumber(id), phone.E164)}, {index}, {phone.Country}, {phone.Kind}, {phone.Doubtful}, {false})
            """);
        return null;
    }

    // "NOT IN (NULL)" is never true, so an empty list names nobody instead.
    private static IReadOnlyCollection<Guid> Some(IReadOnlyCollection<Guid> ids) => ids.Count > 0 ? ids : [Guid.Empty];

    private sealed record Write(Guid BookId, Contact Contact, CheckedEdit Edit, byte[] Details, Guid? CityId, IReadOnlyList<Guid> Tags, Guid HoursClassId);
}
