using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Showing numbers, and its budgets.</summary>
public sealed class RevealTests
{
    [Theory, OnBothDatabases]
    public async Task A_number_is_shown_after_the_start_only_counted_once_audited_and_hidden_after_the_outcome(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: ["+972501234567"]);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        var before = (await scene.ViewAsync(mia)).Required;
        Assert.Equal((CallStage.Viewing, null), (before.Stage, before.Number));

        var shown = (await scene.RevealAsync(mia, claim.Id)).Required;
        Assert.Equal("+972501234567", shown.E164);
        Assert.Equal(shown, (await scene.RevealAsync(mia, claim.Id)).Required);
        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Empty(view.Number!.Messengers);
        Assert.Equal((CallStage.Calling, shown, world.Now.AddMinutes(45)), (view.Stage, view.Number with { Messengers = shown.Messengers }, view.ExpiresAt));
        Assert.Equal(1, await world.ReadAsync(db => db.Reveals.CountAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.Revealed)));

        await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked);
        Assert.IsType<NoOpenCall>((await scene.ViewAsync(mia)).Error);
        Assert.IsType<NoOpenCall>((await scene.ViewAsync(mia, claim.Id)).Error);
        Assert.IsType<ClaimLost>((await scene.RevealAsync(mia, claim.Id)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task After_the_hours_budget_nobody_more_is_shown_until_the_hour_is_over_or_a_coordinator_extends_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(45, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        await scene.KnowAsync(mia);
        var start = world.Now;
        for (var n = 0; n < 20; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(new RevealBudgetSpent(start.AddHours(1), BudgetLimit.Hour), (await scene.NextAsync(mia)).Error);
        var extend = world.Get<ExtendBudget>();
        Assert.IsType<NotFound>((await extend.ExecuteAsync(mia, mia.VolunteerId, scene.BookId, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await extend.ExecuteAsync((await world.CallingSceneAsync()).Coordinator, mia.VolunteerId, scene.BookId, CancellationToken.None)).Error);
        Assert.True((await extend.ExecuteAsync(scene.Coordinator, mia.VolunteerId, scene.BookId, CancellationToken.None)).IsDone);
        for (var n = 0; n < 20; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        Assert.Equal(BudgetLimit.Hour, Assert.IsType<RevealBudgetSpent>((await scene.NextAsync(mia)).Error).Limit);
        world.Time.Set(new DateTimeOffset(start.AddHours(1).AddMinutes(1), TimeSpan.Zero));
        Assert.True((await scene.NextAsync(mia)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task The_share_of_a_book_counts_people_and_leaves_my_own_callbacks_open(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(41, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        await scene.KnowAsync(mia);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 23), CallbackTime = new TimeOnly(15, 0), CallbackMine = true });
        for (var n = 1; n < 40; n++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(4));
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        Assert.True(world.Now < FakeTime.Start.UtcDateTime.AddHours(2.75));
        Assert.Equal(BudgetLimit.Share, Assert.IsType<RevealBudgetSpent>((await scene.NextAsync(mia)).Error).Limit);
        world.Time.Set(FakeTime.Start.AddHours(3));
        Assert.NotNull(await scene.CallAsync(mia));
    }

    [Theory, OnBothDatabases]
    public async Task Looking_at_one_and_a_half_times_as_many_as_may_be_called_is_the_most(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        for (var n = 0; n < 30; n++)
        {
            await world.Get<ReleaseClaim>().ExecuteAsync(mia, (await scene.ClaimAsync(mia)).Id, CancellationToken.None);
        }

        Assert.Equal(new ViewBudgetSpent(world.Now.AddHours(1), BudgetLimit.Hour), (await scene.NextAsync(mia)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_paused_campaign_shows_no_number_but_an_open_call_can_be_recorded(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var calling = await scene.CallAsync(mia);
        var viewing = await scene.ClaimAsync(tom);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);

        Assert.IsType<CampaignIsPaused>((await scene.RevealAsync(tom, viewing.Id)).Error);
        var recorded = (await scene.RecordAsync(mia, calling.Id, OutcomeKeys.Talked, request => request with { ThenNext = true })).Required;
        Assert.Contains(new NothingReason.CampaignPaused(), Assert.IsType<NothingToCall>(recorded.NextRefusal).Reasons);
    }

    [Theory, OnBothDatabases]
    public async Task Outside_the_hours_no_number_is_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 18, 45, 0, TimeSpan.Zero));
        var claim = await scene.ClaimAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(15));
        await world.Get<KeepClaim>().ExecuteAsync(mia, claim.Id, CancellationToken.None);
        Assert.Equal(new OutsideCallingHours(new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc)), (await scene.RevealAsync(mia, claim.Id)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_bad_number_leads_to_the_next_one_and_the_last_bad_one_ends_the_entry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(change: campaign => campaign.MaxAttemptsPerDay = 4);
        var entry = (await scene.ContactsAsync(1, phones: 2))[0];
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        var first = (await scene.RevealAsync(mia, claim.Id)).Required;
        Assert.Equal((1, 2), (first.Position, first.Of));
        await scene.RecordAsync(mia, claim.Id, OutcomeKeys.WrongNumber);

        var again = await scene.ClaimAsync(mia);
        var second = (await scene.RevealAsync(mia, again.Id)).Required;
        Assert.Equal((first.NextPhoneId!.Value, 2, (Guid?)null), (second.PhoneId, second.Position, second.NextPhoneId));
        await scene.RecordAsync(mia, again.Id, OutcomeKeys.NotInService);
        var after = await scene.EntryAsync(entry);
        Assert.Equal((EntryState.Done, false), (after.State, after.Callable));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_elses_claim_can_be_used(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        Assert.IsType<ClaimLost>((await scene.RevealAsync(tom, claim.Id)).Error);
        Assert.IsType<ClaimLost>((await scene.RecordAsync(tom, claim.Id, OutcomeKeys.Talked)).Error);
        Assert.IsType<NoOpenCall>((await scene.ViewAsync(tom, claim.Id)).Error);
        Assert.IsType<ClaimLost>((await world.Get<SaveDraft>().ExecuteAsync(tom, claim.Id, 0, new CallDraft(), CancellationToken.None)).Error);
        Assert.IsType<ClaimLost>((await world.Get<ReleaseClaim>().ExecuteAsync(tom, claim.Id, CancellationToken.None)).Error);
        Assert.IsType<ClaimLost>((await world.Get<ReportNotCalled>().ExecuteAsync(tom, claim.Id, CancellationToken.None)).Error);
    }
}
