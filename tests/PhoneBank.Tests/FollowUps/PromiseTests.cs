using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.FollowUps;

/// <summary>Days and amounts promised in a call.</summary>
public sealed class PromiseTests
{
    [Theory, OnBothDatabases]
    public async Task A_promised_day_and_amount_are_written_with_the_call_and_shown_to_the_next_caller_as_places(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        var shown = (await scene.ViewAsync(mia)).Required.Promises;
        Assert.Equal(2, shown.PlacesLeft("day", PromisingScene.Limited, 2));
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", shown.Reference);

        var recorded = (await scene.PromiseAsync(mia, claim.Id, PromisingScene.Limited, "1.500,50 ils")).Required;

        Assert.False(recorded.MatchIsShort);
        var promises = await world.FollowUpsAsync();
        Assert.Equal([(FollowUpKind.Event, "day", PromisingScene.Limited), (FollowUpKind.Pledge, "amount", null)], promises.Select(promise => (promise.Kind, promise.StepId, promise.Day)));
        Assert.Equal((150050L, "ILS", null, null, shown.Reference), (promises[1].AmountInHundredths!.Value, promises[1].Currency, promises[1].MatchedInHundredths, promises[1].MatchPoolId, promises[1].Reference));
        Assert.All(promises, promise => Assert.Equal((recorded.CallId, claim.EntryId, claim.ContactId, scene.BookId, world.Now, (Guid?)null), (promise.CallId, promise.EntryId, promise.ContactId, promise.BookId, promise.At, promise.OrganizerId)));
        await scene.CallAsync(mia);
        var next = (await scene.ViewAsync(mia)).Required.Promises;
        Assert.Equal(1, next.PlacesLeft("day", PromisingScene.Limited, 2));
        Assert.Null(next.PlacesLeft("day", PromisingScene.Unlimited, places: null));
        Assert.NotEqual(shown.Reference, next.Reference);
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_is_promised_by_an_outcome_that_says_no_or_on_a_way_that_leads_past_the_question(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 8);
        var mia = await scene.OrganizerAsync();
        foreach (var outcome in new[] { OutcomeKeys.NotInterested, OutcomeKeys.NoAnswer, OutcomeKeys.DoNotCall, OutcomeKeys.Distress, OutcomeKeys.Died })
        {
            _ = (await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, PromisingScene.Limited, "50 ILS", outcome)).Required;
        }

        _ = (await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, PromisingScene.Limited, "50 ILS", OutcomeKeys.Talked, comes: "no")).Required;
        Assert.Empty(await world.FollowUpsAsync());

        // With the question before left open nothing says that it was passed by.
        _ = (await scene.PromiseAsync(mia, (await scene.CallAsync(mia)).Id, PromisingScene.Limited, outcome: OutcomeKeys.Talked, comes: "")).Required;
        Assert.Single(await world.FollowUpsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Days_not_offered_or_over_and_amounts_that_make_no_sense_are_refused_and_nothing_is_lost(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);

        Assert.Equal(new AnswerNotReadable("day"), (await scene.PromiseAsync(mia, claim.Id, "2026-11-28")).Error);
        Assert.Equal(new AnswerNotReadable("day"), (await scene.PromiseAsync(mia, claim.Id, "Thursday")).Error);
        Assert.Equal(new DayIsPast("day"), (await scene.PromiseAsync(mia, claim.Id, PromisingScene.Past)).Error);
        Assert.Equal(new AmountNotReadable("amount"), (await scene.PromiseAsync(mia, claim.Id, amount: "fifty ILS")).Error);
        Assert.Equal(new AmountNotReadable("amount"), (await scene.PromiseAsync(mia, claim.Id, amount: "50")).Error);
        Assert.Equal(new AmountOutOfRange("amount"), (await scene.PromiseAsync(mia, claim.Id, amount: "0 ILS")).Error);
        Assert.Equal(new AmountOutOfRange("amount"), (await scene.PromiseAsync(mia, claim.Id, amount: "1000001 ILS")).Error);
        Assert.Equal(new LooksLikeCardNumber("amount"), (await scene.PromiseAsync(mia, claim.Id, amount: "4111 1111 1111 1111 ILS")).Error);
        var withNote = await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => request with { NoteToCallers = "٤١١١ ١١١١ ١١١١ ١١١١" });
        Assert.Equal(new LooksLikeCardNumber(nameof(RecordRequest.NoteToCallers)), withNote.Error);
        Assert.Equal(0, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Null((await scene.ClaimAsync(claim.Id)).EndedAt);
    }

    [Theory, OnBothDatabases]
    public async Task A_day_promised_in_a_call_that_is_reported_after_it_is_kept(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var mia = await scene.OrganizerAsync();
        world.Time.Set(new DateTimeOffset(2026, 11, 26, 15, 0, 0, TimeSpan.Zero));
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromHours(15));
        await scene.SweepAsync();

        Assert.True((await scene.PromiseAsync(mia, claim.Id, PromisingScene.Limited)).Required.Late);
        Assert.Single(await world.FollowUpsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Of_fifty_who_promise_ten_places_at_once_ten_get_one_and_the_others_are_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 50, places: 10);
        var organizers = await scene.OrganizersAsync(50);
        var claims = new List<(Actor Actor, Guid ClaimId)>();
        foreach (var organizer in organizers)
        {
            claims.Add((organizer, (await scene.CallAsync(organizer)).Id));
        }

        var results = await Task.WhenAll(claims.Select(claim => Task.Run(() => scene.PromiseAsync(claim.Actor, claim.ClaimId, PromisingScene.Limited))));

        Assert.Equal(10, results.Count(result => result.IsDone));
        Assert.All(results.Where(result => !result.IsDone), result => Assert.Equal(new NoPlacesLeft("day"), result.Error));
        Assert.Equal(10, (await world.FollowUpsAsync()).Count);
        Assert.Equal(10, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Equal(40, await world.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));
        await TallyCheck.EqualsRecountAsync(world);

        // Who was refused chooses another day; nothing stands in the way.
        var refused = claims[Array.FindIndex(results, result => !result.IsDone)];
        Assert.True((await scene.PromiseAsync(refused.Actor, refused.ClaimId, PromisingScene.Unlimited)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Taking_a_call_back_gives_its_place_and_its_share_of_the_match_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(places: 1);
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        var first = (await scene.PromiseAsync(mia, claim.Id, PromisingScene.Limited, "80 ILS")).Required;
        Assert.Equal(80_00, (await world.PoolAsync(pool)).TakenInHundredths);

        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, first.CallId, CancellationToken.None)).Required;
        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, first.CallId, CancellationToken.None)).Required;

        Assert.Equal(0, (await world.PoolAsync(pool)).TakenInHundredths);
        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Equal(("80 ILS", 1), (view.Draft.Answers["amount"], view.Promises.PlacesLeft("day", PromisingScene.Limited, 1)));
        Assert.All(await world.FollowUpsAsync(), promise => Assert.Equal(world.Now, promise.WithdrawnAt));

        var again = (await scene.PromiseAsync(mia, claim.Id, PromisingScene.Limited, "30 ILS")).Required;
        var standing = (await world.FollowUpsAsync()).Where(promise => promise.WithdrawnAt is null).ToList();
        Assert.All(standing, promise => Assert.Equal(again.CallId, promise.CallId));
        Assert.Equal((2, 30_00), (standing.Count, (await world.PoolAsync(pool)).TakenInHundredths));
        Assert.Single((await world.FollowUpsAsync()).Select(promise => promise.Reference).OfType<string>().Distinct());
    }
}
