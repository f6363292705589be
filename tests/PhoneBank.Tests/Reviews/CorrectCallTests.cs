using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reports;

namespace PhoneBank.Tests.Reviews;

/// <summary>A call that counts by another outcome than the recorded one.</summary>
public sealed class CorrectCallTests
{
    [Theory, OnBothDatabases]
    public async Task Every_total_counts_the_corrected_outcome_and_the_call_stays_as_it_was_recorded(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked)).CallId;
        var before = await world.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync());
        Assert.Equal((1, 1), await TodayAsync(scene));

        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(callId), OutcomeKeys.NoAnswer, "Nobody spoke.")).IsDone);

        Assert.Equivalent(before, await world.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync()), strict: true);
        Assert.Equal((1, 0), await TodayAsync(scene));
        Assert.Equal((0, 1), (await OutcomeTallyAsync(scene, OutcomeKeys.Talked), await OutcomeTallyAsync(scene, OutcomeKeys.NoAnswer)));
        Assert.Equal((0, 1), (await scene.TallyAsync(EntryState.Done), await scene.TallyAsync(EntryState.Waiting)));
        Assert.Empty(await ListedAsync(scene, OutcomeKeys.Talked));
        Assert.True(Assert.Single(await ListedAsync(scene, OutcomeKeys.NoAnswer)) is { OutcomeKey: OutcomeKeys.NoAnswer, Corrected: true });
        Assert.Equal(OutcomeKeys.NoAnswer, Assert.Single(CsvFile.Table(await ExportedAsync(scene)))["outcome"]);
        var pace = await world.Get<MyPace>().ExecuteAsync(mia, CancellationToken.None);
        Assert.Equal((1, 0), (pace.Calls, pace.Conversations));
        Assert.Equal(OutcomeKeys.NoAnswer, Assert.Single((await world.Get<MyCalls>().ExecuteAsync(mia, CancellationToken.None)).Rows).Outcome.Key);
        Assert.Equal(0, (await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None)).ConversationsToday);

        var facts = (await world.Get<CallDetails>().ExecuteAsync(scene.Coordinator, callId, "en", CancellationToken.None)).Required;
        Assert.Equal((OutcomeKeys.NoAnswer, OutcomeKeys.Talked), (facts.Outcome.Key, facts.Review!.Recorded!.Key));
        Assert.Equal((ReviewVerdict.Corrected, "Nobody spoke."), (facts.Review.Verdict, facts.Review.Text));
        Assert.NotNull(facts.Review.By);
        var audited = Assert.Single(await world.AuditedAsync(AuditAction.CallCorrected));
        Assert.Equal((callId, OutcomeKeys.NoAnswer), (audited.SubjectId!.Value, audited.Detail));
    }

    [Theory, OnBothDatabases]
    public async Task The_person_stands_as_if_the_other_outcome_had_been_recorded(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        string[] asked = [OutcomeKeys.Callback, OutcomeKeys.OtherLanguage];
        foreach (var from in new[] { OutcomeKeys.DoNotCall, OutcomeKeys.WrongNumber, OutcomeKeys.Hostile, OutcomeKeys.NotInterested })
        {
            foreach (var to in OutcomeSet.Default.Keys.Where(key => key != from && !asked.Contains(key)))
            {
                var mia = await scene.OrganizerAsync();
                await scene.ContactsAsync(2, phones: 2);
                var corrected = await RecordAsync(scene, mia, from);
                var direct = await RecordAsync(scene, mia, to);
                var done = await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(corrected.CallId), to);
                Assert.True(done.IsDone, $"{from} to {to}: {done.Error?.Key}");
                Assert.Equal(await StandingAsync(world, direct.EntryId), await StandingAsync(world, corrected.EntryId));
            }
        }

        foreach (var state in Enum.GetValues<EntryState>())
        {
            Assert.Equal(await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == state)), await scene.TallyAsync(state));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_without_a_time_goes_to_the_desk(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (callId, entryId) = await RecordAsync(scene, await scene.OrganizerAsync(), OutcomeKeys.Talked);
        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(callId), OutcomeKeys.Callback)).IsDone);
        var entry = await scene.EntryAsync(entryId);
        Assert.Equal((EntryState.Held, CoordinatorNeed.InTurn), (entry.State, entry.HeldFor));
    }

    [Theory, OnBothDatabases]
    public async Task What_came_after_the_call_goes_on_and_only_the_counts_follow(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var (callId, entryId) = await RecordAsync(scene, mia, OutcomeKeys.NoAnswer);
        await scene.ChangeEntryAsync(entryId, entry => entry.ReadyAt = world.Now);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var open = await scene.CallAsync(mia);
        var held = await scene.EntryAsync(entryId);

        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(callId), OutcomeKeys.Talked)).IsDone);
        var now = await scene.EntryAsync(entryId);
        Assert.Equal((EntryState.Claimed, held.Attempts, held.Version), (now.State, now.Attempts, now.Version));
        Assert.Equal((0, 1), (await OutcomeTallyAsync(scene, OutcomeKeys.NoAnswer), await OutcomeTallyAsync(scene, OutcomeKeys.Talked)));
        Assert.Equal(OutcomeKeys.Talked, Assert.Single((await scene.ViewAsync(mia)).Required.History).OutcomeKey);
        Assert.True((await scene.RecordAsync(mia, open.Id, OutcomeKeys.Busy)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_corrected_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked)).CallId;
        var review = await scene.ReviewOfAsync(callId);
        Assert.IsType<CorrectionReasonMissing>((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Busy, " ")).Error);
        Assert.IsType<SameOutcome>((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Talked)).Error);
        Assert.IsType<NoSuchOutcome>((await scene.CorrectAsync(scene.Coordinator, review, "never-heard")).Error);
        Assert.Equal(1, await OutcomeTallyAsync(scene, OutcomeKeys.Talked));

        Assert.True((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Busy)).IsDone);
        Assert.True((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Busy)).IsDone);
        Assert.Equal(new AlreadyReviewed(ReviewVerdict.Corrected), (await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.NoAnswer)).Error);
        Assert.Equal(1, await OutcomeTallyAsync(scene, OutcomeKeys.Busy));
        Assert.IsType<CallWasCorrected>((await world.Get<WithdrawCall>().ExecuteAsync(mia, callId, CancellationToken.None)).Error);
        Assert.Single(await world.AuditedAsync(AuditAction.CallCorrected));
    }

    [Theory, OnBothDatabases]
    public async Task Taking_back_and_correcting_at_once_end_in_one_of_the_two(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        for (var n = 0; n < 8; n++)
        {
            var mia = await scene.OrganizerAsync();
            await scene.ContactsAsync(1);
            var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NotInterested)).CallId;
            var review = await scene.ReviewOfAsync(callId);
            var withdrawing = world.Get<WithdrawCall>().ExecuteAsync(mia, callId, CancellationToken.None);
            var correcting = scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.Talked);
            var (withdrawn, corrected) = (await withdrawing, await correcting);
            Assert.True(withdrawn.IsDone ^ corrected.IsDone, $"{withdrawn.Error?.Key} {corrected.Error?.Key}");
        }

        Assert.Equal(await world.ReadAsync(db => db.Reviews.CountAsync(row => row.Verdict == ReviewVerdict.Corrected)), await OutcomeTallyAsync(scene, OutcomeKeys.Talked));
        Assert.Equal(0, await OutcomeTallyAsync(scene, OutcomeKeys.NotInterested));
    }

    private static async Task<(Guid CallId, Guid EntryId)> RecordAsync(CallingScene scene, Actor actor, string outcome)
    {
        var claim = await scene.CallAsync(actor);
        var recorded = await scene.RecordAsync(actor, claim.Id, outcome, request => request with { Reason = "Because." });
        return (recorded.Required.CallId, claim.EntryId);
    }

    /// <summary>All that decides whether and when somebody is called again, by whom, and what the desk sees.</summary>
    private static async Task<string> StandingAsync(World world, Guid entryId)
    {
        await using var db = await world.OpenDbAsync();
        var entry = await db.Entries.AsNoTracking().SingleAsync(entry => entry.Id == entryId);
        var contact = await db.Contacts.AsNoTracking().SingleAsync(contact => contact.Id == entry.ContactId);
        var phones = await db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == contact.Id).OrderBy(phone => phone.Position).ToListAsync();
        var skips = await db.Skips.CountAsync(skip => skip.EntryId == entryId);
        return $"""
            {entry.State} {entry.ReadyAt:s} pass {entry.Pass} attempts {entry.Attempts} callback {entry.CallbackAt:s} held {entry.HeldFor} callable {entry.Callable} last {entry.LastOutcomeId}
            rests {contact.RestsUntil:s} ended {contact.EndedAt:s} phones {contact.CallablePhones} skips {skips}
            {string.Join("; ", phones.Select(phone => $"bad {phone.BadSince:s} suppressed {phone.Suppressed}"))}
            """;
    }

    private static Task<int> OutcomeTallyAsync(CallingScene scene, string outcome) => scene.World.ReadAsync(async db =>
    {
        var key = EntryMoves.OutcomeKey(await db.Outcomes.Where(row => row.CampaignId == scene.CampaignId && row.Key == outcome).Select(row => row.Id).SingleAsync());
        return await db.Tallies.Where(tally => tally.Key == key).SumAsync(tally => tally.N);
    });

    private static async Task<(int Calls, int Reached)> TodayAsync(CallingScene scene)
    {
        var today = (await scene.World.Get<DeskHome>().ExecuteAsync(scene.Coordinator, CancellationToken.None)).Today;
        return (today.Calls, today.Reached);
    }

    private static async Task<IReadOnlyList<CallRow>> ListedAsync(CallingScene scene, string outcome) =>
        (await scene.World.Get<CallsQuery>().ExecuteAsync(scene.Coordinator, new CallFilter { OutcomeKey = outcome }, after: null, CancellationToken.None)).Calls.Rows;

    private static async Task<byte[]> ExportedAsync(CallingScene scene)
    {
        var opened = (await scene.World.Get<ExportCalls>().ExecuteAsync(scene.Coordinator, new ExportRequest { CampaignId = scene.CampaignId }, CancellationToken.None)).Required;
        using var file = new MemoryStream();
        await opened.WriteAsync(file, CancellationToken.None);
        return file.ToArray();
    }
}
