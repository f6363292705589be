using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>What one organizer may see: the exact figures of each level, however fast, from however many nodes, across a restart.</summary>
public sealed class BudgetTests
{
    [Theory, OnBothDatabases]
    public Task Supporters_sixty_numbers_an_hour_and_two_hundred_and_fifty_a_day(DatabaseKind kind) =>
        ShowsExactlyAsync(kind, ProtectionLevel.Supporters, hour: 60, day: 250);

    [Theory, OnBothDatabases]
    public Task Careful_fifty_numbers_an_hour_and_a_hundred_and_fifty_a_day(DatabaseKind kind) =>
        ShowsExactlyAsync(kind, ProtectionLevel.Careful, hour: 50, day: 150);

    [Theory, OnBothDatabases]
    public Task At_risk_twenty_numbers_an_hour_and_sixty_a_day(DatabaseKind kind) =>
        ShowsExactlyAsync(kind, ProtectionLevel.AtRisk, hour: 20, day: 60);

    [Theory, OnBothDatabases]
    public Task Supporters_ninety_looks_an_hour_and_three_hundred_and_seventy_five_a_day(DatabaseKind kind) =>
        LooksExactlyAsync(kind, ProtectionLevel.Supporters, hour: 90, day: 375);

    [Theory, OnBothDatabases]
    public Task Careful_seventy_five_looks_an_hour_and_two_hundred_and_twenty_five_a_day(DatabaseKind kind) =>
        LooksExactlyAsync(kind, ProtectionLevel.Careful, hour: 75, day: 225);

    [Theory, OnBothDatabases]
    public Task At_risk_thirty_looks_an_hour_and_ninety_a_day(DatabaseKind kind) =>
        LooksExactlyAsync(kind, ProtectionLevel.AtRisk, hour: 30, day: 90);

    [Theory, OnBothDatabases]
    public async Task The_week_shows_a_fifth_of_a_careful_book_a_twentieth_of_one_at_risk_and_any_share_of_supporters(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await SharesAsync(world, ProtectionLevel.Careful, people: 100, share: 60);
        await SharesAsync(world, ProtectionLevel.Careful, people: 400, share: 80);
        await SharesAsync(world, ProtectionLevel.AtRisk, people: 100, share: 40);
        await SharesAsync(world, ProtectionLevel.AtRisk, people: 1000, share: 50);
        await SharesAsync(world, ProtectionLevel.Supporters, people: 200, share: null);
    }

    [Theory, OnBothDatabases]
    public async Task Six_skips_an_hour_at_every_level_also_when_all_come_at_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        foreach (var level in Enum.GetValues<ProtectionLevel>())
        {
            var scene = await world.CallingSceneAsync(9, level);
            var mia = await scene.OrganizerAsync();
            var skip = world.Get<SkipContact>();
            for (var n = 0; n < 6; n++)
            {
                var claim = await scene.ClaimAsync(mia);
                await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => skip.ExecuteAsync(mia, claim.Id, SkipReason.RatherNot, CancellationToken.None)));
            }

            var seventh = await scene.ClaimAsync(mia);
            Assert.Equal(new TooManySkips(world.Now.AddHours(1)), (await skip.ExecuteAsync(mia, seventh.Id, SkipReason.RatherNot, CancellationToken.None)).Error);
            Assert.Equal(6, await world.ReadAsync(db => db.Skips.CountAsync(skipped => skipped.OrganizerId == mia.VolunteerId)));
        }
    }

    [Theory, OnBothDatabases]
    public async Task One_budget_holds_for_all_nodes_and_across_a_restart(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(5, ProtectionLevel.AtRisk);
        var listId = await scene.ListAsync(priority: 1);
        await scene.AssignAsync(listId);
        await scene.ContactsAsync(1, listId, phones: 60);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia, listId);
        var phones = await world.ReadAsync(db => db.ContactPhones.Where(phone => phone.ContactId == claim.ContactId).Select(phone => phone.Id).ToListAsync());
        Assert.All(await RevealAllAsync(scene, mia, claim.Id, phones.Take(12)), answer => Assert.True(answer.IsDone));

        // One process carries SQLite, so there it is the same one, started again.
        await using var other = kind == DatabaseKind.Postgres ? await world.AnotherNodeAsync() : await world.RestartedAsync();
        var there = scene.On(other);
        var here = kind == DatabaseKind.Postgres ? scene : there;
        var answers = (await Task.WhenAll(RevealAllAsync(there, mia, claim.Id, phones.Skip(12).Take(24)), RevealAllAsync(here, mia, claim.Id, phones.Skip(36)))).SelectMany(some => some).ToList();

        Assert.Equal(8, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(new RevealBudgetSpent(other.Now.AddHours(1), BudgetLimit.Hour), answer.Error));
        Assert.Equal(20, await other.ReadAsync(db => db.Reveals.CountAsync()));

        // Nor does a second node give a second person.
        _ = (await there.RecordAsync(mia, claim.Id, OutcomeKeys.Talked)).Required;
        other.Time.Advance(TimeSpan.FromMinutes(61));
        var nexts = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => (n % 2 == 0 ? here : there).NextAsync(mia)));
        Assert.Single(nexts.Select(next => next.Required.ClaimId).Distinct());
        Assert.Equal(1, await other.ReadAsync(db => db.Claims.CountAsync(open => open.EndedAt == null)));
    }

    [Theory, OnBothDatabases]
    public async Task Twenty_callers_at_full_speed_see_no_more_than_twenty_times_what_one_may(DatabaseKind kind)
    {
        const int Callers = 20;
        const int Each = 20;
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync((Callers * Each) + 60, ProtectionLevel.AtRisk);
        var organizers = await scene.OrganizersAsync(Callers);
        foreach (var organizer in organizers)
        {
            await scene.KnowAsync(organizer);
        }

        var refusals = await Task.WhenAll(organizers.Select(async organizer =>
        {
            while (true)
            {
                var next = await scene.NextAsync(organizer);
                if (!next.IsDone)
                {
                    return next.Error;
                }

                _ = (await scene.RevealAsync(organizer, next.Value.ClaimId)).Required;
                _ = (await scene.RecordAsync(organizer, next.Value.ClaimId, OutcomeKeys.Talked)).Required;
            }
        }));

        Assert.All(refusals, refusal => Assert.Equal(new RevealBudgetSpent(world.Now.AddHours(1), BudgetLimit.Hour), refusal));
        var shown = await world.ReadAsync(db => db.Reveals.GroupBy(reveal => reveal.OrganizerId).Select(group => group.Count()).ToListAsync());
        Assert.Equal(Enumerable.Repeat(Each, Callers), shown);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_number_after_the_outcome_costs_a_new_unit(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1, ProtectionLevel.AtRisk, campaign => campaign.MaxAttemptsPerDay = 5);
        var mia = await scene.OrganizerAsync();
        var first = await scene.CallAsync(mia);
        await scene.RecordAsync(mia, first.Id, OutcomeKeys.Busy);
        Assert.IsType<ClaimLost>((await scene.RevealAsync(mia, first.Id)).Error);
        Assert.Equal(1, await world.ReadAsync(db => db.Reveals.CountAsync()));

        world.Time.Advance(TimeSpan.FromMinutes(20));
        var second = await scene.CallAsync(mia);
        Assert.Equal((first.EntryId, first.PhoneId), (second.EntryId, second.PhoneId));
        Assert.Equal(2, await world.ReadAsync(db => db.Reveals.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task People_only_looked_at_come_back_after_ten_minutes_and_still_count_as_looked_at(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1, ProtectionLevel.AtRisk);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        for (var n = 0; n < 5; n++)
        {
            await scene.ClaimAsync(mia);
            Assert.IsType<NothingToCall>((await scene.NextAsync(tom)).Error);
            world.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
            Assert.Equal(1, (await scene.SweepAsync()).Expired);
        }

        Assert.Equal(5, await world.ReadAsync(db => db.Claims.CountAsync(claim => claim.OrganizerId == mia.VolunteerId && claim.EndedBy == ClaimEnd.Expired)));
        Assert.True((await scene.NextAsync(tom)).IsDone);
    }

    /// <summary>Asks for ten numbers more than an hour allows, all at once, hour after hour until the day is spent.</summary>
    private static async Task ShowsExactlyAsync(DatabaseKind kind, ProtectionLevel level, int hour, int day)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: level);
        await scene.ContactsAsync(1, phones: day + 60);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        var phones = new Queue<Guid>(await world.ReadAsync(db => db.ContactPhones.Select(phone => phone.Id).ToListAsync()));
        var start = world.Now;
        var shown = 0;
        while (shown < day)
        {
            var before = world.Now;
            var left = Math.Min(hour, day - shown);
            var asked = Enumerable.Range(0, Math.Min(left + 10, phones.Count)).Select(_ => phones.Dequeue()).ToList();
            var answers = await RevealAllAsync(scene, mia, claim.Id, asked);
            Assert.Equal(left, answers.Count(answer => answer.IsDone));
            var refused = left == hour ? new RevealBudgetSpent(before.AddHours(1), BudgetLimit.Hour) : new RevealBudgetSpent(start.AddDays(1), BudgetLimit.Day);
            Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(refused, answer.Error));
            foreach (var (phone, answer) in asked.Zip(answers).Where(pair => !pair.Second.IsDone))
            {
                phones.Enqueue(phone);
            }

            shown += left;
            world.Time.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(new RevealBudgetSpent(start.AddDays(1), BudgetLimit.Day), (await scene.RevealAsync(mia, claim.Id, phones.Dequeue())).Error);
        Assert.Equal(day, await world.ReadAsync(db => db.Reveals.CountAsync()));
        Assert.Equal(day, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.Revealed)));
    }

    private static async Task LooksExactlyAsync(DatabaseKind kind, ProtectionLevel level, int hour, int day)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2, level);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        for (var n = 0; n < hour; n++)
        {
            await LookAsync(scene, mia);
        }

        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => scene.NextAsync(mia))),
            answer => Assert.Equal(new ViewBudgetSpent(world.Now.AddHours(1), BudgetLimit.Hour), answer.Error));
        Assert.Equal(hour, await world.ReadAsync(db => db.Claims.CountAsync(claim => claim.OrganizerId == mia.VolunteerId)));

        // A day's looks but two, some hours ago.
        var entry = await world.ReadAsync(db => db.Entries.AsNoTracking().FirstAsync());
        var earlier = world.Now.AddHours(-5);
        await world.WriteAsync(db => db.Claims.AddRange(Enumerable.Range(0, day - 2).Select(n => new Claim
        {
            Id = world.NewId(),
            EntryId = entry.Id,
            ListId = entry.ListId,
            CampaignId = entry.CampaignId,
            BookId = scene.BookId,
            ContactId = entry.ContactId,
            OrganizerId = tom.VolunteerId,
            TakenAt = earlier.AddSeconds(n),
            ExpiresAt = earlier.AddMinutes(10),
            FromState = EntryState.Waiting,
            EndedAt = earlier.AddMinutes(5),
            EndedBy = ClaimEnd.Released,
        })));
        await LookAsync(scene, tom);
        await LookAsync(scene, tom);
        Assert.Equal(new ViewBudgetSpent(earlier.AddDays(1), BudgetLimit.Day), (await scene.NextAsync(tom)).Error);
    }

    /// <summary>A fresh book of this size: so many of its people are shown in a week, then one tap of a coordinator lets go on.</summary>
    private static async Task SharesAsync(World world, ProtectionLevel level, int people, int? share)
    {
        world.Time.Set(FakeTime.Start);
        var scene = await world.CallingSceneAsync(people, level);
        var mia = await scene.OrganizerAsync();
        await scene.KnowAsync(mia);
        var perHour = LevelRules.Of(level).RevealsPerHour;
        var wanted = share ?? perHour * 2;
        for (var n = 0; n < wanted; n++)
        {
            if (n > 0 && n % perHour == 0)
            {
                world.Time.Advance(TimeSpan.FromMinutes(61));
            }

            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        world.Time.Advance(TimeSpan.FromMinutes(61));
        var next = await scene.NextAsync(mia);
        if (share is null)
        {
            Assert.True(next.IsDone);
            return;
        }

        Assert.Equal(new RevealBudgetSpent(FakeTime.Start.UtcDateTime.AddDays(7), BudgetLimit.Share), next.Error);
        Assert.True((await world.Get<ExtendBudget>().ExecuteAsync(scene.Coordinator, mia.VolunteerId, scene.BookId, CancellationToken.None)).IsDone);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
    }

    private static async Task LookAsync(CallingScene scene, Actor actor) =>
        Assert.True((await scene.World.Get<ReleaseClaim>().ExecuteAsync(actor, (await scene.ClaimAsync(actor)).Id, CancellationToken.None)).IsDone);

    /// <summary>As many at once as a node has connections for: more would only wait for one another.</summary>
    private static async Task<List<Result<ShownNumber>>> RevealAllAsync(CallingScene scene, Actor actor, Guid claimId, IEnumerable<Guid> phones)
    {
        var answers = new List<Result<ShownNumber>>();
        foreach (var together in phones.Chunk(25))
        {
            answers.AddRange(await Task.WhenAll(together.Select(phone => scene.RevealAsync(actor, claimId, phone))));
        }

        return answers;
    }
}
