using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

/// <summary>Puts invented people into a world.</summary>
public static class People
{
    /// <summary>An account with these roles, made directly, promises given and practised; without a password unless one is given (hashing takes its time).</summary>
    public static async Task<Actor> VolunteerAsync(this World world, string name, params string[] roles)
    {
        var id = world.Get<TimeProvider>().NewId();
        await world.WriteAsync(db => Add(world, db, id, name, roles, password: null));
        return new Actor(id);
    }

    /// <summary>As <see cref="VolunteerAsync"/>, able to sign in through the form with the log-in name <paramref name="name"/>.</summary>
    public static async Task<Actor> VolunteerWithPasswordAsync(this World world, string name, string password, params string[] roles)
    {
        var id = world.Get<TimeProvider>().NewId();
        await world.WriteAsync(db => Add(world, db, id, name, roles, password));
        return new Actor(id);
    }

    /// <summary>An open campaign on a book of this level, with this coordinator as the book's member; nothing to call in it.</summary>
    public static async Task<Guid> JoinableCampaignAsync(this World world, Actor coordinator, ProtectionLevel level = ProtectionLevel.Supporters, CampaignState state = CampaignState.Open)
    {
        var (book, campaign) = (world.Get<TimeProvider>().NewId(), world.Get<TimeProvider>().NewId());
        await world.WriteAsync(db =>
        {
            db.DataKeys.Add(world.Get<KeyRing>().Make(book));
            db.Books.Add(new Book { Id = book, SealedName = world.Sealer.Seal(Places.BookName(book), "Supporters"), Level = level, CreatedAt = world.Now, CreatedBy = coordinator.VolunteerId });
            db.BookMembers.Add(new BookMember { BookId = book, VolunteerId = coordinator.VolunteerId, AddedAt = world.Now });
            db.Campaigns.Add(new Campaign { Id = campaign, BookId = book, SealedName = world.Sealer.Seal(Places.CampaignName(campaign), "Evening shift"), State = state, CreatedAt = world.Now, CreatedBy = coordinator.VolunteerId });
        });
        return campaign;
    }

    /// <summary>Hashes passwords in no time; call it before the first password of this world.</summary>
    public static World WithQuickHashing(this World world)
    {
        world.Get<IOptions<PasswordHasherOptions>>().Value.IterationCount = 1000;
        return world;
    }

    private static void Add(World world, PhoneBankDb db, Guid id, string name, string[] roles, string? password)
    {
        var volunteer = new Volunteer
        {
            Id = id,
            UserName = name,
            NormalizedUserName = LogIn.Fold(name),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            SealedDisplayName = world.Sealer.Seal(Places.VolunteerName(id), name),
            CreatedAt = world.Now,
            CallLanguages = "en",
            LockoutEnabled = true,
            PromisedAt = world.Now,
            PractisedAt = world.Now,
        };
        volunteer.PasswordHash = password is null ? null : world.Get<IPasswordHasher<Volunteer>>().HashPassword(volunteer, password);
        db.Users.Add(volunteer);
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = id, RoleId = Roles.All[role] }));
    }
}
