using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Books;

/// <summary>Short words for what tests do with the people of a book.</summary>
public static class BookPeople
{
    /// <summary>Adds somebody by hand; the contact's id.</summary>
    public static async Task<Guid> AddAsync(this CallingScene scene, string first, string last, string phone, string? city = null, Func<HandContact, HandContact>? change = null)
    {
        var person = new HandContact { First = first, Last = last, Phone = phone, City = city };
        return (await scene.World.Get<AddContactByHand>().RunAsync(scene.Coordinator, scene.BookId, change?.Invoke(person) ?? person, CancellationToken.None)).Required.ContactId;
    }

    public static Task<Result<OpenedContact>> OpenAsync(this CallingScene scene, Guid contactId, Actor? actor = null) =>
        scene.World.Get<OpenContact>().ExecuteAsync(actor ?? scene.Coordinator, scene.BookId, contactId, CancellationToken.None);

    public static Task<Result> EditAsync(this CallingScene scene, Guid contactId, ContactEdit edit) =>
        scene.World.Get<EditContact>().ExecuteAsync(scene.Coordinator, scene.BookId, contactId, edit, CancellationToken.None);

    /// <summary>The form as it is opened, before anything is typed.</summary>
    public static ContactEdit Unchanged(this OpenedContact person) => new()
    {
        Version = person.Version,
        Names = [.. person.Names.Select(name => (name.First, name.Last))],
        Form = person.Form,
        Language = person.Language,
        Country = person.Country,
        TimeZone = person.TimeZone,
        City = person.City,
        Tags = person.Tags,
        Card = person.Card,
        BadPhones = [.. person.Phones.Where(phone => phone.IsBad).Select(phone => phone.Id)],
    };

    public static Task<Contact> ContactAsync(this World world, Guid id) => world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync(contact => contact.Id == id));

    public static ContactDetails DetailsOf(this World world, Contact contact) => world.Sealer.OpenJson<ContactDetails>(Places.ContactDetails(contact.Id), contact.SealedDetails);
}
