using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class ReEntryTests
{
    private const string Words = "lemon river garden morning window";
    private const string OtherWords = "window morning garden river lemon";

    [Theory, OnBothDatabases]
    public async Task A_coordinator_lets_an_organizer_back_in_once_with_new_words(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var (coordinator, mia) = await SceneAsync(world);
        var before = await VolunteerAsync(world, mia);
        var way = (await world.Get<MakeReEntry>().ExecuteAsync(coordinator, mia.VolunteerId, default)).Required;
        Assert.True(way.Token.Length * 6 >= 128, way.Token);
        Assert.Equal("https://bank.example/back#" + way.Token, way.Link(new Uri("https://bank.example/desk/people")));
        Assert.Equal(world.Now + TimeSpan.FromMinutes(10), way.ExpiresAt);
        var stored = await world.ReadAsync(db => db.ReEntries.SingleAsync());
        Assert.DoesNotContain(way.Token, Convert.ToBase64String(stored.TokenHash), StringComparison.Ordinal);

        var revoked = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(revoked.Add);
        var back = (await world.Get<UseReEntry>().ExecuteAsync(way.Token, Words, default)).Required;
        Assert.Equal((mia.VolunteerId, before.UserName), (back.VolunteerId, back.LogInName));
        var after = await VolunteerAsync(world, mia);
        Assert.NotEqual(before.SecurityStamp, after.SecurityStamp);
        Assert.Equal(PasswordVerificationResult.Success, world.Get<IPasswordHasher<Volunteer>>().VerifyHashedPassword(after, after.PasswordHash!, "LEMON river garden morning window"));
        Assert.Contains(revoked, signal => signal.Kind == Signal.AccessRevoked && signal.VolunteerId == mia.VolunteerId);
        var log = await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.ReEntryMade || entry.Action == AuditAction.ReEntryUsed)
            .OrderBy(entry => entry.Action).Select(entry => new { entry.Action, entry.ActorId, entry.SubjectId }).ToListAsync());
        Assert.Equal([(coordinator.VolunteerId, mia.VolunteerId), (mia.VolunteerId, stored.Id)], log.Select(entry => (entry.ActorId!.Value, entry.SubjectId!.Value)));

        // A double tap gets the same answer; other words with the used link get none.
        Assert.True((await world.Get<UseReEntry>().ExecuteAsync(way.Token, Words, default)).IsDone);
        Assert.IsType<ReEntryNotOpen>((await world.Get<UseReEntry>().ExecuteAsync(way.Token, OtherWords, default)).Error);
        Assert.Equal(after.PasswordHash, (await VolunteerAsync(world, mia)).PasswordHash);
    }

    [Theory, OnBothDatabases]
    public async Task Of_many_who_use_one_link_at_once_one_gets_in(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var (coordinator, mia) = await SceneAsync(world);
        var way = (await world.Get<MakeReEntry>().ExecuteAsync(coordinator, mia.VolunteerId, default)).Required;
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Get<UseReEntry>().ExecuteAsync(way.Token, Passphrases.Generate("en"), default)));
        Assert.Single(results, result => result.IsDone);
        Assert.All(results.Where(result => !result.IsDone), result => Assert.IsType<ReEntryNotOpen>(result.Error));
        Assert.Equal(1, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ReEntryUsed)));
    }

    [Theory, OnBothDatabases]
    public async Task Unknown_over_replaced_and_of_a_suspended_account_are_one_refusal_and_change_nothing(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var (coordinator, mia) = await SceneAsync(world);
        var make = world.Get<MakeReEntry>();
        var replaced = (await make.ExecuteAsync(coordinator, mia.VolunteerId, default)).Required;
        var over = (await make.ExecuteAsync(coordinator, mia.VolunteerId, default)).Required;
        Assert.Equal(1, await world.ReadAsync(db => db.ReEntries.CountAsync(entry => entry.RevokedAt == null)));
        world.Time.Advance(TimeSpan.FromMinutes(10));
        var open = (await make.ExecuteAsync(coordinator, mia.VolunteerId, default)).Required;
        foreach (var (token, phrase) in new[] { ("no-such-token-no-such-token", Words), (replaced.Token, Words), (over.Token, Words), ("", Words), (open.Token, "my own password") })
        {
            Assert.IsType<ReEntryNotOpen>((await world.Get<UseReEntry>().ExecuteAsync(token, phrase, default)).Error);
        }

        Assert.True((await world.Get<SuspendVolunteer>().ExecuteAsync(coordinator, mia.VolunteerId, default)).IsDone);
        Assert.IsType<ReEntryNotOpen>((await world.Get<UseReEntry>().ExecuteAsync(open.Token, Words, default)).Error);
        Assert.IsType<VolunteerIsSuspended>((await make.ExecuteAsync(coordinator, mia.VolunteerId, default)).Error);
        Assert.Null((await VolunteerAsync(world, mia)).PasswordHash);
        Assert.False(await world.ReadAsync(db => db.AuditEntries.AnyAsync(entry => entry.Action == AuditAction.ReEntryUsed)));
    }

    [Theory, OnBothDatabases]
    public async Task Two_coordinators_at_once_leave_one_link_open(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (coordinator, mia) = await SceneAsync(world);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Get<MakeReEntry>().ExecuteAsync(coordinator, mia.VolunteerId, default)));
        Assert.Equal((6, 1), (await world.ReadAsync(db => db.ReEntries.CountAsync()), await world.ReadAsync(db => db.ReEntries.CountAsync(entry => entry.RevokedAt == null))));
    }

    [Theory, OnBothDatabases]
    public async Task It_is_only_for_organizers_of_ones_own_campaigns_and_never_a_way_up(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var (coordinator, mia) = await SceneAsync(world);
        var (stranger, _) = await SceneAsync(world, "Omar", "Lea");
        var admin = await world.VolunteerAsync("Ruth", Roles.Administrator);
        var make = world.Get<MakeReEntry>();
        Assert.IsType<NotFound>((await make.ExecuteAsync(stranger, mia.VolunteerId, default)).Error);
        Assert.IsType<NotFound>((await make.ExecuteAsync(mia, stranger.VolunteerId, default)).Error);
        Assert.IsType<NotYourself>((await make.ExecuteAsync(coordinator, coordinator.VolunteerId, default)).Error);
        Assert.IsType<NotAllowed>((await make.ExecuteAsync(admin, coordinator.VolunteerId, default)).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.ReEntries.CountAsync()));

        // Who rose or was let down meanwhile: the link of before is dead.
        var way = (await make.ExecuteAsync(admin, mia.VolunteerId, default)).Required;
        Assert.True((await world.Get<ChangeRole>().ExecuteAsync(admin, mia.VolunteerId, Roles.Coordinator, granted: true, default)).IsDone);
        Assert.IsType<ReEntryNotOpen>((await world.Get<UseReEntry>().ExecuteAsync(way.Token, Words, default)).Error);
    }

    private static async Task<(Actor Coordinator, Actor Mia)> SceneAsync(World world, string coordinatorName = "Noa", string organizerName = "Mia")
    {
        var coordinator = await world.VolunteerAsync(coordinatorName, Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(coordinator);
        var mia = await world.VolunteerAsync(organizerName, Roles.Organizer);
        await world.WriteAsync(db => db.CampaignMembers.Add(new CampaignMember { Id = world.Get<TimeProvider>().NewId(), CampaignId = campaign, VolunteerId = mia.VolunteerId, JoinedAt = world.Now, AdmittedAt = world.Now }));
        return (coordinator, mia);
    }

    private static Task<Volunteer> VolunteerAsync(World world, Actor actor) => world.ReadAsync(db => db.Users.SingleAsync(user => user.Id == actor.VolunteerId));
}
