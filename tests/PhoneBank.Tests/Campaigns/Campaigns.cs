using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Campaigns;

/// <summary>Puts books, people to call and campaigns into a world, as directly as may be.</summary>
public static class Campaigns
{
    public static CampaignSettings Settings { get; } = new()
    {
        Name = "March follow-up",
        Goal = "Hear how people are",
        Organization = "Open Hand",
        Languages = ["he", "en"],
    };

    public static Task<Actor> CoordinatorAsync(this World world, string name = "Noa") => world.VolunteerAsync(name, Roles.Coordinator, Roles.Organizer);

    /// <summary>A book with a key of its own, coordinated by these people.</summary>
    public static async Task<Guid> BookAsync(this World world, ProtectionLevel level, params Actor[] coordinators)
    {
        var id = world.Get<TimeProvider>().NewId();
        var key = world.Get<KeyRing>().Make(id);
        await world.WriteAsync(db =>
        {
            db.DataKeys.Add(key);
            db.Books.Add(new Book { Id = id, Level = level, SealedName = world.Sealer.Seal(Places.BookName(id), "Supporters"), DefaultCountry = "IL", CreatedAt = world.Now });
            db.BookMembers.AddRange(coordinators.Select(actor => new BookMember { BookId = id, VolunteerId = actor.VolunteerId, AddedAt = world.Now }));
        });
        return id;
    }

    /// <summary>So many people without a name, each changed by <paramref name="change"/>; in Jerusalem and with one number unless that says otherwise.</summary>
    public static async Task<IReadOnlyList<Guid>> ContactsAsync(this World world, Guid bookId, int count, string? language = "he", Action<Contact>? change = null)
    {
        var hours = await world.Get<HoursClasses>().IdOfAsync(HoursClassKey.For("Asia/Jerusalem", "IL", null, "Asia/Jerusalem"), CancellationToken.None);
        var contacts = Enumerable.Range(0, count).Select(_ =>
        {
            var contact = new Contact
            {
                Id = world.Get<TimeProvider>().NewId(),
                BookId = bookId,
                Language = language,
                Country = "IL",
                HoursClassId = hours,
                CallablePhones = 1,
                CreatedAt = world.Now,
                UpdatedAt = world.Now,
            };
            change?.Invoke(contact);
            return contact;
        }).ToList();
        await world.WriteAsync(db => db.Contacts.AddRange(contacts));
        return contacts.ConvertAll(contact => contact.Id);
    }

    /// <summary>A draft campaign from a template.</summary>
    public static async Task<Guid> CampaignAsync(this World world, Actor actor, Guid bookId, string? template = CampaignTemplate.SupportersMatch, CampaignSettings? settings = null) =>
        (await world.Get<CreateCampaign>().ExecuteAsync(actor, bookId, settings ?? Settings, template, CancellationToken.None)).Required;

    /// <summary>A list of everybody a filter finds.</summary>
    public static async Task<MadeCallList> ListAsync(this World world, Actor actor, Guid campaignId, ContactFilter? filter = null, string name = "Everybody", bool move = false) =>
        (await world.Get<MakeCallList>().ExecuteAsync(actor, campaignId, new NewCallList(name, filter ?? new ContactFilter(), MoveFromOtherLists: move), progress: null, CancellationToken.None)).Required;

    /// <summary>An organizer who may call in the campaign.</summary>
    public static async Task<Actor> CallerAsync(this World world, Guid campaignId, string name = "Mia")
    {
        var caller = await world.VolunteerAsync(name, Roles.Organizer);
        await world.WriteAsync(db => db.CampaignMembers.Add(new CampaignMember
        {
            Id = world.Get<TimeProvider>().NewId(),
            CampaignId = campaignId,
            VolunteerId = caller.VolunteerId,
            JoinedAt = world.Now,
            AdmittedAt = world.Now,
        }));
        return caller;
    }
}
