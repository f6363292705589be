using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class PromisesTests
{
    [Theory, OnBothDatabases]
    public async Task Nobody_is_handed_out_before_the_promises_and_they_are_written_down_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2);
        var mia = await NewcomerAsync(scene);
        var claim = world.Get<ClaimNextContact>();
        Assert.IsType<PromisesFirst>((await claim.ExecuteAsync(mia, null, null, default)).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.Claims.CountAsync()));

        Assert.True((await world.Get<GivePromises>().ExecuteAsync(mia, default)).IsDone);
        var at = (await VolunteerAsync(world, mia)).PromisedAt;
        Assert.Equal(world.Now, at);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await world.Get<GivePromises>().ExecuteAsync(mia, default)).IsDone);
        Assert.Equal(at, (await VolunteerAsync(world, mia)).PromisedAt);
        Assert.Equal([mia.VolunteerId], await AuditAsync(world, AuditAction.Promised));

        Assert.False((await claim.ExecuteAsync(mia, null, null, default)).Required.WasOpen);
    }

    [Theory, OnBothDatabases]
    public async Task Two_taps_at_once_are_one_promise(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mia = await NewcomerAsync(await world.CallingSceneAsync());
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Get<GivePromises>().ExecuteAsync(mia, default)));
        Assert.All(results, result => Assert.True(result.IsDone));
        Assert.Single(await AuditAsync(world, AuditAction.Promised));
    }

    [Theory, OnBothDatabases]
    public async Task Coordinators_who_call_promise_too_and_who_picks_as_well(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1, ProtectionLevel.Supporters, campaign => campaign.PickFromList = true);
        await scene.AdmitAsync(scene.Coordinator);
        await world.WriteAsync(db => db.Users.Single(user => user.Id == scene.Coordinator.VolunteerId).PromisedAt = null);
        Assert.IsType<PromisesFirst>((await world.Get<ClaimNextContact>().ExecuteAsync(scene.Coordinator, null, null, default)).Error);
        var entry = await world.ReadAsync(db => db.Entries.Select(found => found.Id).SingleAsync());
        Assert.IsType<PromisesFirst>((await world.Get<PickContact>().ExecuteAsync(scene.Coordinator, entry, default)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_claim_from_before_the_promises_shows_no_number(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        var claim = (await world.Get<ClaimNextContact>().ExecuteAsync(mia, null, null, default)).Required.ClaimId;
        await world.WriteAsync(db => db.Users.Single(user => user.Id == mia.VolunteerId).PromisedAt = null);
        Assert.IsType<PromisesFirst>((await world.Get<RevealNumber>().ExecuteAsync(mia, claim, null, default)).Error);
        await world.WriteAsync(db => (db.Users.Single(user => user.Id == mia.VolunteerId).PromisedAt, db.Users.Single(user => user.Id == mia.VolunteerId).PractisedAt) = (world.Now, null));
        Assert.IsType<PracticeFirst>((await world.Get<RevealNumber>().ExecuteAsync(mia, claim, null, default)).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.Reveals.CountAsync()));
        Assert.True((await world.Get<FinishPractice>().ExecuteAsync(mia, wouldWriteDownAll: false, default)).IsDone);
        Assert.True((await world.Get<RevealNumber>().ExecuteAsync(mia, claim, null, default)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task On_an_at_risk_book_one_practice_call_comes_first_and_on_others_none(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var atRisk = await world.CallingSceneAsync(contacts: 2, ProtectionLevel.AtRisk);
        var mia = await NewcomerAsync(atRisk);
        await world.Get<GivePromises>().ExecuteAsync(mia, default);
        Assert.True((await world.Get<MyStandingQuery>().ExecuteAsync(mia, default)).Required is { HasPromised: true, HasPractised: false, MustPractise: true });
        Assert.IsType<PracticeFirst>((await world.Get<ClaimNextContact>().ExecuteAsync(mia, null, null, default)).Error);

        // People of another book can be handed out meanwhile.
        var careful = await world.CallingSceneAsync(contacts: 1);
        await careful.AdmitAsync(mia);
        var taken = (await world.Get<ClaimNextContact>().ExecuteAsync(mia, null, null, default)).Required;
        Assert.Equal(careful.CampaignId, await world.ReadAsync(db => db.Claims.Where(claim => claim.Id == taken.ClaimId).Select(claim => claim.CampaignId).SingleAsync()));
        await world.Get<ReleaseClaim>().ExecuteAsync(mia, taken.ClaimId, default);

        Assert.IsType<PracticeAnswerWrong>((await world.Get<FinishPractice>().ExecuteAsync(mia, wouldWriteDownAll: true, default)).Error);
        Assert.Null((await VolunteerAsync(world, mia)).PractisedAt);
        Assert.True((await world.Get<FinishPractice>().ExecuteAsync(mia, wouldWriteDownAll: false, default)).IsDone);
        Assert.True((await world.Get<FinishPractice>().ExecuteAsync(mia, wouldWriteDownAll: false, default)).IsDone);
        Assert.Equal([mia.VolunteerId], await AuditAsync(world, AuditAction.Practised));
        var claim = (await world.Get<ClaimNextContact>().ExecuteAsync(mia, atRisk.CampaignId, null, default)).Required;
        Assert.True((await world.Get<RevealNumber>().ExecuteAsync(mia, claim.ClaimId, null, default)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_suspended_promises_and_practises_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mia = await NewcomerAsync(await world.CallingSceneAsync());
        await world.WriteAsync(db => db.Users.Single(user => user.Id == mia.VolunteerId).Status = VolunteerStatus.Suspended);
        Assert.IsType<NotAllowed>((await world.Get<GivePromises>().ExecuteAsync(mia, default)).Error);
        Assert.IsType<NotAllowed>((await world.Get<FinishPractice>().ExecuteAsync(mia, wouldWriteDownAll: false, default)).Error);
        Assert.IsType<NotAllowed>((await world.Get<CallerTermsQuery>().ExecuteAsync(mia, default)).Error);
        Assert.True(await VolunteerAsync(world, mia) is { PromisedAt: null, PractisedAt: null });
    }

    [Theory, OnBothDatabases]
    public async Task The_terms_are_those_of_the_levels_one_calls_for_the_strictest_first(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var careful = await world.CallingSceneAsync();
        var mia = await NewcomerAsync(careful);
        await (await world.CallingSceneAsync(level: ProtectionLevel.AtRisk)).AdmitAsync(mia);
        await world.CallingSceneAsync(level: ProtectionLevel.Supporters);
        var terms = (await world.Get<CallerTermsQuery>().ExecuteAsync(mia, default)).Required;
        Assert.Null(terms.PromisedAt);
        Assert.Equal([(30, 20, 60), (90, 50, 150)], terms.Terms.Select(level => (level.Rules.RetentionDays, level.Rules.RevealsPerHour, level.Rules.RevealsPerDay)));
        Assert.All(terms.Terms, level => Assert.Equal(["Thursday meeting"], level.Campaigns));
    }

    /// <summary>An admitted organizer who has neither promised nor practised.</summary>
    private static async Task<Actor> NewcomerAsync(CallingScene scene)
    {
        var mia = await scene.OrganizerAsync();
        await scene.World.WriteAsync(db =>
        {
            var volunteer = db.Users.Single(user => user.Id == mia.VolunteerId);
            (volunteer.PromisedAt, volunteer.PractisedAt) = (null, null);
        });
        return mia;
    }

    private static Task<Volunteer> VolunteerAsync(World world, Actor actor) => world.ReadAsync(db => db.Users.SingleAsync(user => user.Id == actor.VolunteerId));

    private static Task<List<Guid?>> AuditAsync(World world, string action) =>
        world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == action).Select(entry => entry.SubjectId).ToListAsync());
}
