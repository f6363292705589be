using Microsoft.AspNetCore.Identity;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

/// <summary>Puts invented people into a world.</summary>
public static class People
{
    /// <summary>An account with these roles, made directly; without a password unless one is given (hashing takes its time).</summary>
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
        };
        volunteer.PasswordHash = password is null ? null : new PasswordHasher<Volunteer>().HashPassword(volunteer, password);
        db.Users.Add(volunteer);
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = id, RoleId = Roles.All[role] }));
    }
}
