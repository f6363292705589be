using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Scripts;

namespace PhoneBank.Tests.FollowUps;

/// <summary>Money a giver adds to pledges until it is used up.</summary>
public sealed class MatchPoolTests
{
    [Theory, OnBothDatabases]
    public async Task A_pledge_takes_its_share_and_the_last_one_is_told_that_it_was_not_enough(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 4);
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        var match = (await scene.ViewAsync(mia)).Required.Promises.Match!;
        Assert.Equal((new PledgeAmount(100_00, "ILS"), "A friend doubles it."), (match.Left, match.Wording.Find("he")!.Value.Text.Any));

        Assert.False((await scene.PromiseAsync(mia, claim.Id, amount: "70 ILS")).Required.MatchIsShort);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, amount: "500 USD")).Required.MatchIsShort);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await scene.CallAsync(mia);
        var token = Guid.NewGuid();
        Task<Result<PhoneBank.Calling.Recorded>> RecordAsync() => scene.RecordAsync(mia, third.Id, OutcomeKeys.FollowUp, request => request with
        {
            SubmissionToken = token,
            Answers = new Dictionary<string, string> { ["opening"] = "yes", ["comes"] = "yes", ["amount"] = "50 ILS" },
        });
        Assert.True((await RecordAsync()).Required.MatchIsShort);
        Assert.True((await RecordAsync()).Required.MatchIsShort);

        Assert.Equal([70_00L, null, 30_00L], (await world.FollowUpsAsync()).Select(promise => promise.MatchedInHundredths));
        Assert.Equal([pool, null, pool], (await world.FollowUpsAsync()).Select(promise => promise.MatchPoolId));
        Assert.Equal(100_00, (await world.PoolAsync(pool)).TakenInHundredths);
        await scene.CallAsync(mia);
        var after = (await scene.ViewAsync(mia)).Required;
        Assert.True(after.Promises.Match!.IsUsedUp);
        Assert.Null(after.Promises.Fill(PhoneBank.Scripts.MergeValues.None, "he", "he").Match);
    }

    [Theory, OnBothDatabases]
    public async Task Of_fifty_pledges_at_once_on_a_match_for_ten_exactly_ten_are_doubled(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 50);
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(1005_00))).Required;
        var claims = new List<(Actor Actor, Guid ClaimId)>();
        foreach (var organizer in await scene.OrganizersAsync(50))
        {
            claims.Add((organizer, (await scene.CallAsync(organizer)).Id));
        }

        var results = await Task.WhenAll(claims.Select(claim => Task.Run(() => scene.PromiseAsync(claim.Actor, claim.ClaimId, amount: "100 ILS"))));

        Assert.Equal(10, results.Count(result => !result.Required.MatchIsShort));
        var matched = (await world.FollowUpsAsync()).Select(promise => promise.MatchedInHundredths!.Value).OrderDescending().ToList();
        Assert.Equal([.. Enumerable.Repeat(100_00L, 10), 5_00L, .. Enumerable.Repeat(0L, 39)], matched);
        Assert.Equal(1005_00, (await world.PoolAsync(pool)).TakenInHundredths);
    }

    [Theory, OnBothDatabases]
    public async Task A_match_closed_during_a_call_doubles_nothing_and_the_caller_is_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await world.Get<CloseMatchPool>().ExecuteAsync(scene.Coordinator, pool, CancellationToken.None)).IsDone);
        Assert.True((await world.Get<CloseMatchPool>().ExecuteAsync(scene.Coordinator, pool, CancellationToken.None)).IsDone);

        Assert.Null((await scene.ViewAsync(mia)).Required.Promises.Match);
        Assert.True((await scene.PromiseAsync(mia, claim.Id, amount: "50 ILS")).Required.MatchIsShort);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, amount: "50 ILS")).Required.MatchIsShort);

        Assert.Equal(0, (await world.PoolAsync(pool)).TakenInHundredths);
        Assert.Equal(["closed", "opened"], (await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.MatchChanged).Select(entry => entry.Detail).ToListAsync())).Order());
    }

    [Theory, OnBothDatabases]
    public async Task A_match_is_changed_by_its_coordinator_but_never_below_what_is_taken(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        _ = (await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, amount: "60 ILS")).Required;
        Task<Result> ChangeAsync(Actor actor, MatchTerms terms) => world.Get<ChangeMatchPool>().ExecuteAsync(actor, pool, terms, CancellationToken.None);

        Assert.Equal(new MatchBelowTaken(new PledgeAmount(60_00, "ILS")), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(59_99))).Error);
        Assert.Equal(new InvalidField("Currency", "Unknown"), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(90_00, "USD"))).Error);
        Assert.Equal(new InvalidField("Amount", "OutOfRange"), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(0))).Error);
        Assert.Equal(new InvalidField("Wording", "Empty"), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(90_00) with { Wording = ScriptBuilder.English("Doubled.") })).Error);
        Assert.Equal(new InvalidField("Wording", "TooLong"), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(90_00, wording: new string('x', 401)))).Error);
        Assert.True((await ChangeAsync(scene.Coordinator, PromisingScene.Terms(60_00, wording: "Other words."))).IsDone);
        Assert.Equal(new MatchIsOpenAlready(), (await scene.OpenMatchAsync(PromisingScene.Terms(1_00))).Error);

        var matches = (await world.Get<MatchPools>().ExecuteAsync(scene.Coordinator, scene.CampaignId, CancellationToken.None)).Required;
        Assert.Equal(("Other words.", 0, 1, true), (matches.Open!.Wording.Find("he")!.Value.Text.Any, matches.Open.Left.Hundredths, matches.Open.Pledges, matches.AsksForMoney));
        _ = await world.Get<CloseMatchPool>().ExecuteAsync(scene.Coordinator, pool, CancellationToken.None);
        Assert.Equal(new MatchIsClosed(), (await ChangeAsync(scene.Coordinator, PromisingScene.Terms(90_00))).Error);
        Assert.True((await scene.OpenMatchAsync(PromisingScene.Terms(1_00))).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_stranger_neither_sees_nor_touches_a_match(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var stranger = (await world.CallingSceneAsync()).Coordinator;
        foreach (var actor in new[] { stranger, await scene.OrganizerAsync() })
        {
            Assert.IsType<NotFound>((await world.Get<MatchPools>().ExecuteAsync(actor, scene.CampaignId, CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await world.Get<OpenMatchPool>().ExecuteAsync(actor, scene.CampaignId, PromisingScene.Terms(1_00), CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await world.Get<ChangeMatchPool>().ExecuteAsync(actor, pool, PromisingScene.Terms(1_00), CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await world.Get<CloseMatchPool>().ExecuteAsync(actor, pool, CancellationToken.None)).Error);
        }

        Assert.Null((await world.PoolAsync(pool)).ClosedAt);
    }
}
