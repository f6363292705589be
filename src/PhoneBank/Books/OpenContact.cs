using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>A number of an opened person: enough to tell it from the others, not to dial it.</summary>
/// <param name="End">Its last two digits.</param>
public sealed record OpenedPhone(Guid Id, string End, string? Country, PhoneKind Kind, bool Doubtful, bool IsBad, bool IsStopped);

/// <summary>One person as a coordinator edits her or him.</summary>
public sealed record OpenedContact
{
    public required Guid Id { get; init; }

    public required Guid BookId { get; init; }

    /// <summary>What <see cref="EditContact"/> takes to notice that somebody else was faster.</summary>
    public required long Version { get; init; }

    public required IReadOnlyList<ContactName> Names { get; init; }

    public AddressForm Form { get; init; }

    /// <summary>Null: not known.</summary>
    public string? Language { get; init; }

    public string? Country { get; init; }

    public string? TimeZone { get; init; }

    public string? City { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required SafeContactCard Card { get; init; }

    public IReadOnlyList<OpenedPhone> Phones { get; init; } = [];

    /// <summary>UTC.</summary>
    public DateTime? RestsUntil { get; init; }

    public bool HasEnded { get; init; }

    /// <summary>Campaigns in which she or he is on a list.</summary>
    public int Campaigns { get; init; }

    /// <summary>Others of the book with the same name, in the same city: perhaps the same person.</summary>
    public IReadOnlyList<ContactLine> PerhapsTheSame { get; init; } = [];

    public override string ToString() => nameof(OpenedContact);
}

/// <summary>Opens one person of a book to be edited. Audited and limited. Refuses with <see cref="NotFound"/>, <see cref="TooManyOpened"/>.</summary>
public sealed class OpenContact(IDbContextFactory<PhoneBankDb> dbs, BookContacts lines, Sealer sealer, TimeProvider time)
{
    private const int MostOfCity = 5000;
    private const int MostTwins = 5;

    public async Task<Result<OpenedContact>> ExecuteAsync(Actor actor, Guid bookId, Guid contactId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var contact = await db.PeopleOf(bookId).AsNoTracking().SingleOrDefaultAsync(
            candidate => candidate.Id == contactId && db.BooksOf(actor).Any(book => book.Id == candidate.BookId), ct);
        if (contact is null)
        {
            return new NotFound();
        }

        if (await PersonLimits.OpenAsync(db, time, actor, bookId, contactId, ct) is { } refusal)
        {
            return refusal;
        }

        var details = sealer.OpenJson<ContactDetails>(Places.ContactDetails(contactId), contact.SealedDetails);
        var phones = await db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == contactId).OrderBy(phone => phone.Position).ToListAsync(ct);
        var tags = await (from use in db.ContactLabels
                          join label in db.Labels on use.LabelId equals label.Id
                          where use.ContactId == contactId && label.Kind == LabelKind.Tag
                          select new { label.Id, label.SealedText }).AsNoTracking().ToListAsync(ct);
        var city = contact.CityId is { } cityId ? await db.Labels.AsNoTracking().SingleOrDefaultAsync(label => label.Id == cityId, ct) : null;
        return new OpenedContact
        {
            Id = contact.Id,
            BookId = bookId,
            Version = contact.UpdatedAt.Ticks,
            Names = details.Names,
            Form = contact.AddressForm,
            Language = contact.Language,
            Country = contact.Country,
            TimeZone = contact.TimeZone,
            City = city is null ? null : sealer.Open(Places.LabelText(city.Id), city.SealedText),
            Tags = [.. tags.Select(tag => sealer.Open(Places.LabelText(tag.Id), tag.SealedText)).Order(StringComparer.CurrentCulture)],
            Card = details.Card ?? new SafeContactCard(),
            Phones = phones.ConvertAll(phone => new OpenedPhone(
                phone.Id, sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber)[^2..], phone.Country, phone.Kind, phone.Doubtful, phone.BadSince is not null, phone.Suppressed)),
            RestsUntil = contact.RestsUntil,
            HasEnded = contact.EndedAt is not null,
            Campaigns = await db.Entries.CountAsync(entry => entry.ContactId == contactId, ct),
            PerhapsTheSame = await TwinsAsync(db, contact, details, ct),
        };
    }

    private async Task<IReadOnlyList<ContactLine>> TwinsAsync(PhoneBankDb db, Contact contact, ContactDetails details, CancellationToken ct)
    {
        var keys = details.Names.Select(name => NameKey.Of(name.First, name.Last)).Where(key => key.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (contact.CityId is not { } cityId || keys.Count == 0)
        {
            return [];
        }

        var there = await db.PeopleOf(contact.BookId).AsNoTracking().Where(other => other.CityId == cityId && other.Id != contact.Id).Take(MostOfCity).ToListAsync(ct);
        var same = there.Where(other => sealer.OpenJson<ContactDetails>(Places.ContactDetails(other.Id), other.SealedDetails).Names.Any(name => keys.Contains(NameKey.Of(name.First, name.Last)))).Take(MostTwins);
        return await lines.OpenAsync(db, [.. same], ct);
    }
}
