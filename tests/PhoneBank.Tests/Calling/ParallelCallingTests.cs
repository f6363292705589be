using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Reports;

namespace PhoneBank.Tests.Calling;

/// <summary>What holds however many call at once.</summary>
public sealed class ParallelCallingTests
{
    [Theory, OnBothDatabases]
    public async Task Of_two_hundred_callers_with_twenty_contacts_each_nobody_holds_anothers_and_none_is_lost(DatabaseKind kind)
    {
        const int Callers = 200;
        const int Each = 20;
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(Callers * Each, ProtectionLevel.Supporters);
        var organizers = await scene.OrganizersAsync(Callers);
        await Task.WhenAll(organizers.Select(async organizer =>
        {
            var claimId = (await scene.NextAsync(organizer)).Required.ClaimId;
            for (var n = 1; n <= Each; n++)
            {
                _ = (await scene.RevealAsync(organizer, claimId)).Required;
                var recorded = (await scene.RecordAsync(organizer, claimId, OutcomeKeys.Talked, request => request with { ThenNext = n < Each, NextCampaignId = scene.CampaignId })).Required;
                Assert.Equal(n < Each, recorded.NextClaimId is not null);
                claimId = recorded.NextClaimId ?? default;
            }
        }));

        var claims = await world.ReadAsync(db => db.Claims.AsNoTracking().ToListAsync());
        Assert.Equal(Callers * Each, claims.Count);
        Assert.Equal(Callers * Each, claims.Select(claim => claim.EntryId).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal(ClaimEnd.Recorded, claim.EndedBy));
        Assert.Equal(Callers * Each, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Done)));
        Assert.All(claims.GroupBy(claim => claim.OrganizerId), mine => Assert.Equal(Each, mine.Count()));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Fifty_times_next_at_once_gives_one_organizer_one_claim(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(60);
        var organizer = await scene.OrganizerAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.NextAsync(organizer)));

        Assert.Single(answers.Select(answer => answer.Required.ClaimId).Distinct());
        Assert.Equal(49, answers.Count(answer => answer.Required.WasOpen));
        Assert.Equal(1, await world.ReadAsync(db => db.Claims.CountAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Claimed)));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_outcome_posted_five_times_at_once_is_one_call_with_one_answer(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(10);
        var organizer = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(organizer);
        var token = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            scene.RecordAsync(organizer, claim.Id, OutcomeKeys.NoAnswer, request => request with { SubmissionToken = token, ThenNext = true })));

        Assert.Single(answers.Select(answer => answer.Required).Distinct());
        Assert.NotNull(answers[0].Required.NextClaimId);
        Assert.Equal(1, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Equal(2, await world.ReadAsync(db => db.Claims.CountAsync()));
        Assert.Equal(answers[0].Required, (await scene.RecordAsync(organizer, claim.Id, OutcomeKeys.NoAnswer, request => request with { SubmissionToken = token, ThenNext = true })).Required);
    }

    [Theory, OnBothDatabases]
    public async Task Two_tabs_that_record_one_claim_make_one_call(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var organizer = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(organizer);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.RecordAsync(organizer, claim.Id, OutcomeKeys.Talked)));

        Assert.Single(answers.Select(answer => answer.Required.CallId).Distinct());
        Assert.Equal(1, await world.ReadAsync(db => db.Calls.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Numbers_shown_at_once_never_exceed_the_budget(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        await scene.ContactsAsync(1, phones: 60);
        var organizer = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(organizer);
        var phones = await world.ReadAsync(db => db.ContactPhones.Select(phone => phone.Id).ToListAsync());
        var answers = await Task.WhenAll(phones.Select(phone => scene.RevealAsync(organizer, claim.Id, phone)));

        Assert.Equal(20, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(new RevealBudgetSpent(world.Now + TimeSpan.FromHours(1), BudgetLimit.Hour), answer.Error));
        Assert.Equal(20, await world.ReadAsync(db => db.Reveals.CountAsync()));
        Assert.Equal(40, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.BudgetRefused)));
    }

    [Theory, OnBothDatabases]
    public async Task One_person_in_two_campaigns_is_never_held_by_two(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var first = await world.CallingSceneAsync(8);
        var second = await first.AnotherCampaignAsync();
        foreach (var contact in await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync()))
        {
            await second.EntryForAsync(contact);
        }

        var organizers = await first.OrganizersAsync(24);
        foreach (var organizer in organizers)
        {
            await second.AdmitAsync(organizer);
        }

        await Task.WhenAll(organizers.Select((organizer, n) => (n % 2 == 0 ? first : second).NextAsync(organizer)));

        // Whoever was passed over for a moment because somebody looked at the same person is free again.
        foreach (var organizer in organizers)
        {
            await first.NextAsync(organizer);
            await second.NextAsync(organizer);
        }

        var held = await world.ReadAsync(db => db.Claims.Where(claim => claim.EndedAt == null).Select(claim => claim.ContactId).ToListAsync());
        Assert.Equal(8, held.Count);
        Assert.Equal(8, held.Distinct().Count());
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_team_with_a_share_never_takes_more_than_it_together(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var listId = await scene.ListAsync();
        await scene.ContactsAsync(30, listId);
        var organizers = await scene.OrganizersAsync(12);
        await scene.AssignAsync(listId, teamId: await scene.TeamAsync([.. organizers]), maximum: 5);
        var answers = await Task.WhenAll(organizers.Select(organizer => scene.NextAsync(organizer, listId)));

        Assert.Equal(5, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Contains(new NothingReason.ShareTaken(), Assert.IsType<NothingToCall>(answer.Error).Reasons));
    }
}

/// <summary>Counters against what they count.</summary>
internal static class TallyCheck
{
    public static async Task EqualsRecountAsync(World world)
    {
        await SumCheck.EqualsRecountAsync(world);
        var tallies = await world.ReadAsync(db => db.Tallies.GroupBy(tally => new { tally.ListId, tally.Key }).Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) }).ToListAsync());
        var states = await world.ReadAsync(db => db.Entries.GroupBy(entry => new { entry.ListId, entry.State }).Select(group => new { group.Key.ListId, group.Key.State, N = group.Count() }).ToListAsync());
        var outcomes = await world.ReadAsync(db => db.Calls.Where(call => call.WithdrawnAt == null).GroupBy(call => new { call.ListId, call.OutcomeId }).Select(group => new { group.Key.ListId, group.Key.OutcomeId, N = group.Count() }).ToListAsync());
        var recount = states.Select(row => (row.ListId, Key: "state:" + row.State, row.N)).Concat(outcomes.Select(row => (row.ListId, Key: "outcome:" + row.OutcomeId, row.N))).Order();
        Assert.Equal(recount, tallies.Where(row => row.N != 0 && !row.Key.StartsWith("by:", StringComparison.Ordinal)).Select(row => (row.ListId, row.Key, row.N)).Order());

        // Of a person erased since, nobody can say any more who called; the sum still says how many calls there were.
        var callers = await world.ReadAsync(db => db.Calls.Where(call => call.WithdrawnAt == null).GroupBy(call => new { call.ListId, call.OrganizerId }).Select(group => new { group.Key.ListId, group.Key.OrganizerId, N = group.Count() }).ToListAsync());
        foreach (var list in tallies.Where(row => row.Key.StartsWith("by:", StringComparison.Ordinal) && row.N != 0).GroupBy(row => row.ListId))
        {
            var counted = callers.FindAll(row => row.ListId == list.Key);
            Assert.Equal(counted.Sum(row => row.N), list.Sum(row => row.N));
            Assert.True(counted.Exists(row => row.OrganizerId is null) || counted.Select(row => ("by:" + row.OrganizerId, row.N)).Order().SequenceEqual(list.Select(row => (row.Key, row.N)).Order()));
        }
    }
}
