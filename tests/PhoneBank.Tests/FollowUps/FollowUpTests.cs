using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.FollowUps;

/// <summary>What becomes of a promise: found, opened, closed, taken and given back.</summary>
public sealed class FollowUpTests
{
    [Theory, OnBothDatabases]
    public async Task Promises_are_listed_masked_with_what_was_promised_to_whom_and_found_by_kind_owner_and_state(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var promised = await scene.PromisedAsync(mia, PromisingScene.Limited, "1,500 ILS");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var talk = (await scene.PromisedAsync(mia))[0];

        var all = (await scene.FollowUpsAsync()).Rows;

        Assert.Equal([FollowUpKind.Event, FollowUpKind.Pledge, FollowUpKind.Talk], all.Select(line => line.Kind).Order());
        var pledge = all.Single(line => line.Kind == FollowUpKind.Pledge);
        Assert.Equal(("Dana L.", "Thursday meeting", "Asia/Jerusalem"), (pledge.Person, pledge.CampaignName, pledge.TimeZone));
        Assert.Equal((new PledgeAmount(1500_00, "ILS"), promised[1].Reference, (string?)null), (pledge.Amount!.Value, pledge.Reference, pledge.Owner));
        Assert.StartsWith("Mia", pledge.Caller, StringComparison.Ordinal);
        Assert.Equal(("", talk.Id), (talk.StepId, all[^1].Id));
        Assert.DoesNotContain("Levi", string.Concat(all), StringComparison.Ordinal);

        Assert.Equal(pledge.Id, Assert.Single((await scene.FollowUpsAsync(new FollowUpFilter { Kind = FollowUpKind.Pledge })).Rows).Id);
        Assert.Empty((await scene.FollowUpsAsync(new FollowUpFilter { Owner = FollowUpOwner.Mine })).Rows);
        Assert.Equal(3, (await scene.FollowUpsAsync(new FollowUpFilter { Owner = FollowUpOwner.Anyones, CampaignId = scene.CampaignId })).Rows.Count);
        Assert.Empty((await scene.FollowUpsAsync(new FollowUpFilter { CampaignId = Guid.NewGuid() })).Rows);
        Assert.Empty((await scene.FollowUpsAsync(new FollowUpFilter { Closed = true })).Rows);
    }

    [Theory, OnBothDatabases]
    public async Task Pages_follow_each_other_in_each_order_over_several_campaigns(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var other = await scene.AnotherCampaignAsync();
        var start = world.Now;
        await scene.ManyPromisesAsync(70, n => n % 3 == 0 ? null : $"2026-12-{1 + (n % 20):00}", n => start.AddMinutes(n / 2));
        await other.ManyPromisesAsync(60, n => n % 2 == 0 ? null : $"2026-12-{1 + (n % 25):00}", n => start.AddMinutes(n));

        var oldest = await AllAsync(scene, new FollowUpFilter());
        Assert.Equal(oldest.OrderBy(line => line.At).Select(line => line.At), oldest.Select(line => line.At));
        var nearest = await AllAsync(scene, new FollowUpFilter { Order = FollowUpOrder.NearestDay });
        Assert.Equal(
            nearest.OrderBy(line => line.Day is null).ThenBy(line => line.Day, StringComparer.Ordinal).ThenBy(line => line.At).Select(line => (line.Day, line.At)),
            nearest.Select(line => (line.Day, line.At)));
        await world.WriteAsync(db => db.FollowUps.ToList().ForEach(promise => (promise.DoneAt, promise.EndedAs) = (start.AddSeconds(promise.At.Minute % 7), FollowUpEnd.Kept)));
        var closed = await AllAsync(scene, new FollowUpFilter { Closed = true });
        Assert.Equal(closed.OrderByDescending(line => line.ClosedAt).Select(line => line.ClosedAt), closed.Select(line => line.ClosedAt));
        Assert.Equal(FollowUpsQuery.PageSize, (await scene.FollowUpsAsync(new FollowUpFilter { Closed = true }, after: "nonsense")).Rows.Count);
    }

    [Theory, OnBothDatabases]
    public async Task Pledges_are_added_up_by_currency_and_never_across_them(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 5);
        _ = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        var paid = await scene.PledgedAsync(mia, "80 ILS");
        await scene.PledgedAsync(mia, "50.50 ILS");
        var withdrew = await scene.PledgedAsync(mia, "7 ILS");
        await scene.PledgedAsync(mia, "20 USD");
        var takenBack = (await scene.PromisedAsync(mia, amount: "1000 ILS"))[0];
        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, takenBack.CallId, CancellationToken.None)).Required;
        Assert.True((await scene.CloseAsync(paid, paid: new PledgeAmount(60_00, "ILS"))).IsDone);
        Assert.True((await scene.CloseAsync(withdrew, FollowUpEnd.Withdrew)).IsDone);

        var totals = await scene.TotalsAsync();

        Assert.False(totals.OnlyNewest);
        Assert.Equal(["ILS", "USD"], totals.Currencies.Select(sum => sum.Currency));
        var shekels = totals.Currencies[0];
        Assert.Equal((3, 137_50L, 50_50L, 60_00L), (shekels.Count, shekels.Promised.Hundredths, shekels.Open.Hundredths, shekels.Paid.Hundredths));
        Assert.Equal(80_00, shekels.Matched.Hundredths);
        Assert.Equal((20_00L, 0L), (totals.Currencies[1].Promised.Hundredths, totals.Currencies[1].Paid.Hundredths));
        Assert.Empty((await scene.TotalsAsync(new FollowUpFilter { CampaignId = Guid.NewGuid() })).Currencies);
    }

    [Theory, OnBothDatabases]
    public async Task One_person_is_opened_with_name_and_numbers_that_may_be_called_audited_and_within_the_limit(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 0);
        string[] numbers = [CallingScene.NewNumber(), CallingScene.NewNumber(), CallingScene.NewNumber()];
        await scene.ContactsAsync(1, e164: numbers);
        await scene.ContactsAsync(1);
        var mia = await scene.OrganizerAsync();
        var promises = new[] { (await scene.PromisedAsync(mia, PromisingScene.Limited))[0], (await scene.PromisedAsync(mia, PromisingScene.Limited))[0] };
        var three = await world.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.Position == 2).Select(phone => phone.ContactId).SingleAsync());
        var (first, second) = promises[0].ContactId == three ? (promises[0], promises[1]) : (promises[1], promises[0]);
        await world.WriteAsync(db =>
        {
            var phones = db.ContactPhones.Where(phone => phone.ContactId == three).OrderBy(phone => phone.Position).ToList();
            (phones[0].Suppressed, phones[1].BadSince) = (true, world.Now);
        });

        var opened = (await scene.OpenPromiseAsync(first.Id)).Required;

        Assert.Equal(("Dana Levi", numbers[2], 2), (Assert.Single(opened.Names).Full, Assert.Single(opened.Phones).E164, opened.NotShown));
        var told = Assert.Single(await world.AuditedAsync(AuditAction.FollowUpOpened));
        Assert.Equal((first.Id, scene.CampaignId), (told.SubjectId!.Value, told.ScopeId!.Value));
        Assert.Equal(first.ContactId, Assert.Single(await world.AuditedAsync(AuditAction.ContactOpened)).SubjectId);
        Assert.DoesNotContain("Levi", opened.ToString(), StringComparison.Ordinal);

        await world.WriteAsync(db => db.AuditEntries.AddRange(Enumerable.Range(0, PersonLimits.OpenedPerHour - 1).Select(_ => new AuditEntry
        {
            Id = world.NewId(), At = world.Now, ActorId = scene.Coordinator.VolunteerId, Action = AuditAction.ContactOpened, SubjectId = Guid.NewGuid(), ScopeId = scene.BookId,
        })));
        Assert.Equal(new TooManyOpened(world.Now.AddHours(1)), (await scene.OpenPromiseAsync(second.Id)).Error);
        Assert.True((await scene.OpenPromiseAsync(first.Id)).IsDone);

        // Who may open nobody any more can still act on what is masked.
        Assert.True((await scene.CloseAsync(second.Id)).IsDone);
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.True((await scene.OpenPromiseAsync(second.Id)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_promise_is_kept_or_not_and_that_can_be_undone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var day = await scene.PromisedDayAsync(mia);
        var pledge = await scene.PledgedAsync(mia, "80 ILS");

        Assert.Equal(new InvalidField("End", "Unknown"), (await scene.CloseAsync(pledge, FollowUpEnd.DidNotCome)).Error);
        Assert.Equal(new InvalidField("Paid", "Unknown"), (await scene.CloseAsync(day, paid: new PledgeAmount(1_00, "ILS"))).Error);
        Assert.Equal(new InvalidField("Paid", "Unknown"), (await scene.CloseAsync(pledge, paid: new PledgeAmount(1_00, "USD"))).Error);
        Assert.Equal(new AmountOutOfRange("amount"), (await scene.CloseAsync(pledge, paid: new PledgeAmount(0, "ILS"))).Error);
        Assert.True((await scene.CloseAsync(day, FollowUpEnd.DidNotCome)).IsDone);
        Assert.True((await scene.CloseAsync(pledge)).IsDone);
        Assert.True((await scene.CloseAsync(pledge)).IsDone);

        var closed = (await scene.FollowUpsAsync(new FollowUpFilter { Closed = true })).Rows;
        Assert.Equal((FollowUpEnd.DidNotCome, FollowUpEnd.Kept), (closed.Single(line => line.Id == day).EndedAs!.Value, closed.Single(line => line.Id == pledge).EndedAs!.Value));
        Assert.Equal(new PledgeAmount(80_00, "ILS"), closed.Single(line => line.Id == pledge).Paid);
        Assert.StartsWith("Noa", closed[0].ClosedBy, StringComparison.Ordinal);
        Assert.Empty((await scene.FollowUpsAsync()).Rows);
        Assert.Equal(["DidNotCome", "Kept"], (await world.AuditedAsync(AuditAction.FollowUpClosed)).Select(entry => entry.Detail).Order(StringComparer.Ordinal));

        Assert.True((await scene.ReopenAsync(pledge)).IsDone);
        Assert.True((await scene.ReopenAsync(pledge)).IsDone);
        var open = await scene.LineAsync(pledge);
        Assert.Equal((null, null, null), (open.EndedAs, open.Paid, open.ClosedAt));
        Assert.Single(await world.AuditedAsync(AuditAction.FollowUpReopened));
    }

    [Theory, OnBothDatabases]
    public async Task What_a_pledge_does_not_need_of_a_match_goes_back_to_it_until_that_is_undone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var pool = (await scene.OpenMatchAsync(PromisingScene.Terms(100_00))).Required;
        var mia = await scene.OrganizerAsync();
        var (first, second) = (await scene.PledgedAsync(mia, "70 ILS"), await scene.PledgedAsync(mia, "70 ILS"));
        Assert.Equal((100_00L, 30_00L), ((await world.PoolAsync(pool)).TakenInHundredths, (await scene.LineAsync(second)).Matched!.Value.Hundredths));

        Assert.True((await scene.CloseAsync(first, paid: new PledgeAmount(40_00, "ILS"))).IsDone);
        Assert.Equal((70_00L, 40_00L), ((await world.PoolAsync(pool)).TakenInHundredths, (await scene.LineAsync(first)).Matched!.Value.Hundredths));
        Assert.True((await scene.CloseAsync(second, FollowUpEnd.Withdrew)).IsDone);
        Assert.Equal(40_00, (await world.PoolAsync(pool)).TakenInHundredths);

        Assert.True((await scene.ReopenAsync(first)).IsDone);
        Assert.Equal((70_00L, 70_00L), ((await world.PoolAsync(pool)).TakenInHundredths, (await scene.LineAsync(first)).Matched!.Value.Hundredths));
        Assert.True((await scene.ReopenAsync(second)).IsDone);
        Assert.Equal((100_00L, 30_00L), ((await world.PoolAsync(pool)).TakenInHundredths, (await scene.LineAsync(second)).Matched!.Value.Hundredths));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_coordinators_who_close_the_same_promise_one_wins_and_the_other_is_told_by_whom(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 6);
        var amir = await scene.SecondCoordinatorAsync();
        _ = (await scene.OpenMatchAsync(PromisingScene.Terms(1000_00))).Required;
        var mia = await scene.OrganizerAsync();
        for (var round = 0; round < 6; round++)
        {
            var pledge = await scene.PledgedAsync(mia, "70 ILS");
            var results = await Task.WhenAll(
                Task.Run(() => scene.CloseAsync(pledge)),
                Task.Run(() => scene.CloseAsync(pledge, FollowUpEnd.Withdrew, actor: amir)));

            var lost = Assert.IsType<FollowUpClosedAlready>(Assert.Single(results, result => !result.IsDone).Error);
            var line = await scene.LineAsync(pledge);
            Assert.Equal((line.EndedAs, line.ClosedBy), (lost.End, lost.By));
            Assert.Equal(line.EndedAs == FollowUpEnd.Kept ? 70_00 : 0, line.Matched!.Value.Hundredths);
        }

        Assert.Equal(6, (await world.AuditedAsync(AuditAction.FollowUpClosed)).Count);
        var pool = await world.ReadAsync(db => db.MatchPools.AsNoTracking().SingleAsync());
        Assert.Equal(pool.TakenInHundredths, await world.ReadAsync(db => db.FollowUps.SumAsync(promise => promise.MatchedInHundredths ?? 0)));
    }

    [Theory, OnBothDatabases]
    public async Task A_promise_is_taken_by_one_and_given_back_to_anyone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var amir = await scene.SecondCoordinatorAsync();
        var mia = await scene.OrganizerAsync();
        var day = await scene.PromisedDayAsync(mia);

        var results = await Task.WhenAll(Task.Run(() => scene.TakeAsync(day)), Task.Run(() => scene.TakeAsync(day, amir)));

        var lost = Assert.IsType<FollowUpTakenAlready>(Assert.Single(results, result => !result.IsDone).Error);
        Assert.Equal((await scene.LineAsync(day)).Owner, lost.By);
        Assert.Single(await world.AuditedAsync(AuditAction.FollowUpTaken));
        var winner = results[0].IsDone ? scene.Coordinator : amir;
        Assert.Equal(day, Assert.Single((await scene.FollowUpsAsync(new FollowUpFilter { Owner = FollowUpOwner.Mine }, actor: winner)).Rows).Id);
        Assert.True((await scene.LineAsync(day, winner)).IsMine);
        Assert.Empty((await scene.FollowUpsAsync(new FollowUpFilter { Owner = FollowUpOwner.Anyones })).Rows);

        Assert.True((await scene.TakeAsync(day, winner == amir ? scene.Coordinator : amir, mine: false)).IsDone);
        Assert.Null((await scene.LineAsync(day)).Owner);
        Assert.True((await scene.CloseAsync(day)).IsDone);
        Assert.IsType<FollowUpClosedAlready>((await scene.TakeAsync(day, amir)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task An_organizer_sees_own_promises_by_first_name_takes_them_and_says_what_came(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var (mia, omer) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Omer"));
        var day = await scene.PromisedDayAsync(mia);

        var seen = Assert.Single(await scene.MyFollowUpsAsync(mia));
        Assert.Equal((day, "Dana", PromisingScene.Unlimited, false), (seen.Id, seen.FirstName, seen.Day, seen.IsMine));
        Assert.Empty(await scene.MyFollowUpsAsync(omer));
        Assert.IsType<NotFound>((await scene.CloseAsync(day, actor: mia)).Error);
        Assert.IsType<NotFound>((await scene.TakeAsync(day, omer)).Error);
        Assert.IsType<NotFound>((await scene.OpenPromiseAsync(day, mia)).Error);
        Assert.True((await scene.TakeAsync(day, mia)).IsDone);

        world.Time.Advance(TimeSpan.FromDays(20));
        Assert.True(Assert.Single(await scene.MyFollowUpsAsync(mia)).IsMine);
        Assert.True((await scene.CloseAsync(day, actor: mia)).IsDone);
        Assert.Empty(await scene.MyFollowUpsAsync(mia));
        Assert.IsType<NotFound>((await scene.ReopenAsync(day, omer)).Error);
        Assert.True((await scene.ReopenAsync(day, mia)).IsDone);
        Assert.True((await scene.TakeAsync(day, mia, mine: false)).IsDone);
        Assert.Empty(await scene.MyFollowUpsAsync(mia));

        Assert.True((await scene.CloseAsync(day)).IsDone);
        await world.WriteAsync(db => db.CampaignMembers.Single(member => member.VolunteerId == mia.VolunteerId).RemovedAt = world.Now);
        Assert.IsType<NotFound>((await scene.TakeAsync(day, mia)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_of_another_book_sees_or_touches_a_promise(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var other = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var pledge = await scene.PledgedAsync(mia, "70 ILS");
        foreach (var stranger in new[] { other.Coordinator, await other.OrganizerAsync(), new Actor(Guid.NewGuid()) })
        {
            Assert.Empty((await scene.FollowUpsAsync(actor: stranger)).Rows);
            Assert.Empty((await scene.FollowUpsAsync(new FollowUpFilter { CampaignId = scene.CampaignId }, actor: stranger)).Rows);
            Assert.Empty((await scene.TotalsAsync(new FollowUpFilter { CampaignId = scene.CampaignId }, stranger)).Currencies);
            Assert.IsType<NotFound>((await world.Get<FollowUpsQuery>().OneAsync(stranger, pledge, CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await scene.OpenPromiseAsync(pledge, stranger)).Error);
            Assert.IsType<NotFound>((await scene.CloseAsync(pledge, actor: stranger)).Error);
            Assert.IsType<NotFound>((await scene.ReopenAsync(pledge, stranger)).Error);
            Assert.IsType<NotFound>((await scene.TakeAsync(pledge, stranger)).Error);
            Assert.Empty(await scene.MyFollowUpsAsync(stranger));
        }

        Assert.Empty((await scene.FollowUpsAsync(actor: mia)).Rows);
        Assert.IsType<NotFound>((await scene.CloseAsync(Guid.NewGuid())).Error);
    }

    [Theory, OnBothDatabases]
    public async Task What_an_erased_person_promised_stays_without_a_name_and_can_be_closed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var promise = (await scene.PromisedAsync(mia, amount: "70 ILS"))[0];
        Assert.True((await scene.TakeAsync(promise.Id, mia)).IsDone);
        Assert.True((await world.Get<EraseContact>().ExecuteAsync(scene.Coordinator, scene.BookId, promise.ContactId, neverAgain: false, CancellationToken.None)).IsDone);

        var line = Assert.Single((await scene.FollowUpsAsync()).Rows);
        Assert.Equal(("", true, null, null, null), (line.Person, line.IsErased, line.Caller, line.Owner, line.Reference));
        Assert.IsType<PersonErased>((await scene.OpenPromiseAsync(promise.Id)).Error);
        Assert.Empty(await scene.MyFollowUpsAsync(mia));
        Assert.True((await scene.CloseAsync(promise.Id, FollowUpEnd.Withdrew)).IsDone);
        Assert.Empty(await world.AuditedAsync(AuditAction.FollowUpOpened));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_taken_back_takes_its_promises_with_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var promise = (await scene.PromisedAsync(mia, amount: "70 ILS"))[0];
        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, promise.CallId, CancellationToken.None)).Required;

        Assert.Empty((await scene.FollowUpsAsync()).Rows);
        Assert.Empty(await scene.MyFollowUpsAsync(mia));
        Assert.True((await scene.LineAsync(promise.Id)).IsTakenBack);
        Assert.IsType<PromiseTakenBack>((await scene.OpenPromiseAsync(promise.Id)).Error);
        Assert.IsType<PromiseTakenBack>((await scene.CloseAsync(promise.Id)).Error);
        Assert.IsType<PromiseTakenBack>((await scene.ReopenAsync(promise.Id)).Error);
        Assert.IsType<PromiseTakenBack>((await scene.TakeAsync(promise.Id)).Error);
    }

    private static async Task<List<FollowUpLine>> AllAsync(CallingScene scene, FollowUpFilter filter)
    {
        var (lines, after) = (new List<FollowUpLine>(), (string?)null);
        do
        {
            var page = await scene.FollowUpsAsync(filter, after);
            lines.AddRange(page.Rows);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(130, lines.Select(line => line.Id).Distinct().Count());
        Assert.Equal(130, lines.Count);
        return lines;
    }
}
