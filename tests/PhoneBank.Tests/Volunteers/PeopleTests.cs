using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class PeopleTests
{
    [Theory, OnBothDatabases]
    public async Task Suspending_takes_access_and_sessions_and_reinstating_gives_access_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, mia, campaign) = await MiaInNoasCampaignAsync(world);
        var stamp = await StampAsync(world, mia);

        Assert.True((await world.Get<SuspendVolunteer>().ExecuteAsync(noa, mia.VolunteerId, default)).IsDone);
        Assert.NotEqual(stamp, await StampAsync(world, mia));
        Assert.False(await world.ReadAsync(db => db.CallingCampaignsOf(mia).AnyAsync()));
        Assert.IsType<NotAllowed>((await world.Get<MyStandingQuery>().ExecuteAsync(mia, default)).Error);

        Assert.True((await world.Get<ReinstateVolunteer>().ExecuteAsync(noa, mia.VolunteerId, default)).IsDone);
        Assert.Equal([campaign], await world.ReadAsync(db => db.CallingCampaignsOf(mia).Select(found => found.Id).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_reset_gives_five_words_in_the_persons_language_and_ends_sessions_and_lockout(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var (noa, mia, _) = await MiaInNoasCampaignAsync(world);
        await world.WriteAsync(db =>
        {
            var account = db.Users.Single(found => found.Id == mia.VolunteerId);
            (account.InterfaceLanguage, account.LockoutEnd) = ("ru", world.Time.GetUtcNow().AddYears(1));
        });
        var stamp = await StampAsync(world, mia);

        var reentry = (await world.Get<ResetVolunteer>().ExecuteAsync(noa, mia.VolunteerId, default)).Required;
        Assert.Equal("Mia", reentry.LogInName);
        Assert.All(reentry.Phrase.Split(' '), word => Assert.Contains(word, Passphrases.Words("ru")));
        var volunteer = await world.ReadAsync(db => db.Users.SingleAsync(found => found.Id == mia.VolunteerId));
        Assert.NotEqual(stamp, volunteer.SecurityStamp);
        Assert.Null(volunteer.LockoutEnd);
        Assert.NotEqual(PasswordVerificationResult.Failed, world.Get<IPasswordHasher<Volunteer>>().VerifyHashedPassword(volunteer, volunteer.PasswordHash!, reentry.Phrase));
    }

    [Theory, OnBothDatabases]
    public async Task A_coordinator_answers_for_callers_but_not_for_colleagues(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, mia, campaign) = await MiaInNoasCampaignAsync(world);
        var colleague = await world.VolunteerAsync("Omar", Roles.Coordinator, Roles.Organizer);
        await world.WriteAsync(db => db.CampaignMembers.Add(new CampaignMember { Id = world.Get<TimeProvider>().NewId(), CampaignId = campaign, VolunteerId = colleague.VolunteerId, JoinedAt = world.Now, AdmittedAt = world.Now }));

        Assert.IsType<NotFound>((await world.Get<SuspendVolunteer>().ExecuteAsync(noa, colleague.VolunteerId, default)).Error);
        Assert.IsType<NotFound>((await world.Get<ResetVolunteer>().ExecuteAsync(noa, colleague.VolunteerId, default)).Error);
        Assert.IsType<NotYourself>((await world.Get<SuspendVolunteer>().ExecuteAsync(noa, noa.VolunteerId, default)).Error);
        Assert.IsType<NotAllowed>((await world.Get<ChangeRole>().ExecuteAsync(noa, mia.VolunteerId, Roles.Coordinator, granted: true, default)).Error);

        var seen = (await world.Get<PeopleList>().ExecuteAsync(noa, default)).Required;
        Assert.False(seen.MayChangeRoles);
        Assert.Equal(["Mia", "Noa", "Omar"], seen.Rows.Select(person => person.Name));
        Assert.Equal(["Mia"], seen.Rows.Where(person => person.MayBeChanged).Select(person => person.Name));
    }

    [Theory, OnBothDatabases]
    public async Task An_administrator_grants_and_takes_roles_but_the_last_administrator_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, mia, _) = await MiaInNoasCampaignAsync(world);
        var admin = await world.VolunteerAsync("Ada", Roles.Administrator);
        var change = world.Get<ChangeRole>();

        Assert.True((await change.ExecuteAsync(admin, mia.VolunteerId, Roles.Coordinator, granted: true, default)).IsDone);
        Assert.True(await world.ReadAsync(db => db.IsCoordinatorAsync(mia, default)));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await change.ExecuteAsync(admin, mia.VolunteerId, Roles.Coordinator, granted: false, default)).IsDone);
        Assert.False(await world.ReadAsync(db => db.IsCoordinatorAsync(mia, default)));
        Assert.IsType<NotYourself>((await change.ExecuteAsync(admin, admin.VolunteerId, Roles.Administrator, granted: false, default)).Error);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await change.ExecuteAsync(admin, noa.VolunteerId, Roles.Administrator, granted: true, default)).IsDone);
        Assert.True((await world.Get<SuspendVolunteer>().ExecuteAsync(noa, admin.VolunteerId, default)).IsDone);
        Assert.IsType<NotAllowed>((await change.ExecuteAsync(admin, noa.VolunteerId, Roles.Administrator, granted: false, default)).Error);
        Assert.Equal(["+Coordinator", "-Coordinator", "+Administrator"], await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.RoleChanged).OrderBy(entry => entry.At).Select(entry => entry.Detail!).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Changing_ones_password_needs_the_present_one_and_wrong_tries_lock(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var mia = await world.VolunteerWithPasswordAsync("Mia", "a blue horse eats", Roles.Organizer);
        var change = world.Get<ChangePassword>();
        var stamp = await StampAsync(world, mia);

        Assert.IsType<WrongPassword>((await change.ExecuteAsync(mia, "a red horse eats", "the cat sleeps up there", default)).Error);
        Assert.IsType<PasswordTooShort>((await change.ExecuteAsync(mia, "a blue horse eats", "short", default)).Error);
        Assert.True((await change.ExecuteAsync(mia, "a blue horse eats", "the cat sleeps up there", default)).IsDone);
        Assert.NotEqual(stamp, await StampAsync(world, mia));
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<WrongPassword>((await change.ExecuteAsync(mia, "a red horse eats", "another one of mine", default)).Error);
        }

        Assert.IsType<WrongPassword>((await change.ExecuteAsync(mia, "the cat sleeps up there", "another one of mine", default)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await change.ExecuteAsync(mia, "the cat sleeps up there", "another one of mine", default)).IsDone);
    }

    private static async Task<(Actor Noa, Actor Mia, Guid Campaign)> MiaInNoasCampaignAsync(World world)
    {
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var mia = await world.VolunteerAsync("Mia", Roles.Organizer);
        var campaign = await world.JoinableCampaignAsync(noa);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        await world.Get<JoinCampaign>().ExecuteAsync(mia, new JoinPass(invitation.Token, null), default);
        return (noa, mia, campaign);
    }

    private static Task<string?> StampAsync(World world, Actor actor) => world.ReadAsync(db => db.Users.Where(volunteer => volunteer.Id == actor.VolunteerId).Select(volunteer => volunteer.SecurityStamp).SingleAsync());
}
