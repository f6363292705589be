using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reports;

public sealed class DeskNeedsTests
{
    [Theory, OnBothDatabases]
    public async Task Calls_that_wait_to_be_looked_at_are_one_need_since_the_first_was_picked(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (first, second, judged) = (await CallAsync(scene), await CallAsync(scene), await CallAsync(scene));
        await world.WriteAsync(db => db.Reviews.AddRange(
            Review(scene, second, world.Now.AddMinutes(-10)), Review(scene, first, world.Now.AddMinutes(-30)), Review(scene, judged, world.Now.AddHours(-2), ReviewVerdict.Approved)));

        var need = Assert.Single(await NeedsAsync(scene));

        // Half past eleven in Jerusalem.
        Assert.Equal((DeskNeedKind.CallsToReview, 2, false, new TimeSpan(11, 30, 0)), (need.Kind, need.Count, need.IsMore, need.SinceLocal!.Value.TimeOfDay));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_is_counted_further_than_a_hundred(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 205);
        await world.WriteAsync(db =>
        {
            foreach (var (entry, number) in db.Entries.ToList().Select((entry, number) => (entry, number)))
            {
                if (number < 101)
                {
                    (entry.State, entry.HeldFor, entry.LastCallAt) = (EntryState.Held, number < 100 ? CoordinatorNeed.Now : CoordinatorNeed.InTurn, world.Now.AddMinutes(-number));
                }
                else
                {
                    (entry.State, entry.CallbackAt) = (EntryState.Scheduled, world.Now.AddMinutes(-31 - number));
                }
            }
        });

        var home = await HomeAsync(scene);

        Assert.Equal([(DeskNeedKind.HeldNow, 100, false), (DeskNeedKind.MissedCallbacks, 100, true), (DeskNeedKind.HeldInTurn, 1, false)], home.Needs.Select(need => (need.Kind, need.Count, need.IsMore)));
        Assert.Equal((101, 101, 101), (home.Today.CallbacksDue, home.Today.CallbacksLate, home.Today.Held));
        Assert.Equal(world.Now.AddMinutes(-99).AddHours(2), home.Needs[0].SinceLocal);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_shown_numbers_without_calling_skips_or_leafs_through_people_is_named_for_an_hour(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1, level: ProtectionLevel.AtRisk);
        var entry = await scene.EntryAsync(await world.ReadAsync(db => db.Entries.Select(found => found.Id).SingleAsync()));
        var (mia, sami, ella, omar, dana) = (
            await scene.OrganizerAsync(name: "Mia"), await scene.OrganizerAsync(name: "Sami"), await scene.OrganizerAsync(name: "Ella"), await scene.OrganizerAsync(name: "Omar"), await scene.OrganizerAsync(name: "Dana"));
        await world.WriteAsync(db =>
        {
            Claims(db, mia, UnusualCalling.NumbersWithoutCall, shown: true, ClaimEnd.Released);
            Claims(db, mia, UnusualCalling.NumbersWithoutCall, shown: true, ClaimEnd.Recorded);

            // At risk: twenty numbers an hour.
            Claims(db, sami, LevelRules.Of(ProtectionLevel.AtRisk).RevealsPerHour, shown: false, ClaimEnd.Released);
            for (var n = 0; n < LevelRules.SkipsPerHour; n++)
            {
                db.Skips.Add(new Skip { Id = world.NewId(), OrganizerId = ella.VolunteerId, CampaignId = scene.CampaignId, EntryId = entry.Id, At = world.Now.AddMinutes(-n), Reason = SkipReason.RatherNot });
                db.Skips.Add(new Skip { Id = world.NewId(), OrganizerId = omar.VolunteerId, CampaignId = scene.CampaignId, EntryId = entry.Id, At = world.Now.AddMinutes(-n), Reason = SkipReason.KnowPerson });
            }

            // Somebody who calls: many numbers, more calls, one claim less than all of them.
            Claims(db, dana, 4, shown: true, ClaimEnd.Lapsed);
            Claims(db, dana, 12, shown: true, ClaimEnd.Recorded);
            Claims(db, omar, UnusualCalling.NumbersWithoutCall, shown: true, ClaimEnd.Released, minutesAgo: 61);
        });

        var needs = await UnusualAsync(scene);

        Assert.Equal(
            [(DeskNeedKind.UnusualNumbers, 5, mia.VolunteerId), (DeskNeedKind.UnusualBreadth, 20, sami.VolunteerId), (DeskNeedKind.UnusualSkips, 6, ella.VolunteerId)],
            needs.Select(need => (need.Kind, need.Count, need.SubjectId!.Value)));
        Assert.StartsWith("Mia", needs[0].Name);
        Assert.Empty(await UnusualAsync(await world.CallingSceneAsync()));

        world.Time.Advance(TimeSpan.FromMinutes(62));
        Assert.Empty(await UnusualAsync(scene));

        void Claims(PhoneBankDb db, Actor actor, int count, bool shown, ClaimEnd end, int minutesAgo = 30) => db.Claims.AddRange(Enumerable.Range(0, count).Select(_ => new Claim
        {
            Id = world.NewId(),
            EntryId = entry.Id,
            ListId = entry.ListId,
            CampaignId = scene.CampaignId,
            BookId = scene.BookId,
            ContactId = entry.ContactId,
            OrganizerId = actor.VolunteerId,
            Kind = shown ? ClaimKind.Calling : ClaimKind.Viewing,
            TakenAt = world.Now.AddMinutes(-minutesAgo),
            RevealedAt = shown ? world.Now.AddMinutes(-minutesAgo) : null,
            ExpiresAt = world.Now,
            EndedAt = world.Now.AddMinutes(1 - minutesAgo),
            EndedBy = end,
            ReportedAt = end == ClaimEnd.Lapsed ? world.Now : null,
        }));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_that_will_not_last_the_half_hour_is_named_before_it_is_dry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 26);
        var mia = await scene.OrganizerAsync();
        await scene.KnowAsync(mia);
        for (var n = 0; n < 14; n++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        await world.Get<SummarizeLists>().ExecuteAsync(CancellationToken.None);

        // Twelve are left at one a minute.
        var need = Assert.Single(await NeedsAsync(scene), need => need.SubjectId == scene.ListId);
        Assert.Equal((DeskNeedKind.ListSoonDry, 12, "Families in the north"), (need.Kind, need.Count, need.Name));
    }

    [Theory, OnBothDatabases]
    public async Task The_way_to_the_first_call_is_put_away_by_each_for_oneself_and_taken_out_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var (noa, dan) = (scene.Coordinator, await world.VolunteerAsync("Dan", Roles.Coordinator));
        await world.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = dan.VolunteerId, AddedAt = world.Now }));
        Assert.NotNull((await HomeAsync(scene)).Checklist);

        Assert.True((await PutAwayAsync(noa, away: true)).IsDone);
        Assert.True((await PutAwayAsync(noa, away: true)).IsDone);
        var away = await HomeAsync(scene);
        Assert.Equal((true, true), (away.Checklist is null, away.ChecklistIsAway));
        Assert.NotNull((await world.Get<DeskHome>().ExecuteAsync(dan, CancellationToken.None)).Checklist);

        Assert.True((await PutAwayAsync(noa, away: false)).IsDone);
        Assert.NotNull((await HomeAsync(scene)).Checklist);
        Assert.True((await PutAwayAsync(noa, away: true)).IsDone);
        await CallAsync(scene);
        var called = await HomeAsync(scene);
        Assert.Equal((true, false), (called.Checklist is null, called.ChecklistIsAway));
        Assert.IsType<NotAllowed>((await PutAwayAsync(await scene.OrganizerAsync(), away: true)).Error);

        Task<Result> PutAwayAsync(Actor actor, bool away) => world.Get<PutFirstStepsAway>().ExecuteAsync(actor, away, CancellationToken.None);
    }

    [Theory, OnBothDatabases]
    public async Task An_invitation_and_whoever_joined_by_it_are_steps_of_their_own(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        _ = (await world.Get<MakeInvitation>().ExecuteAsync(scene.Coordinator, scene.CampaignId, new InvitationTerms(), CancellationToken.None)).Required;
        Assert.Equal([FirstStep.Caller, FirstStep.FirstCall], (await HomeAsync(scene)).Checklist!.Where(item => !item.Done).Select(item => item.Step));
        await scene.OrganizerAsync();
        Assert.Equal([FirstStep.FirstCall], (await HomeAsync(scene)).Checklist!.Where(item => !item.Done).Select(item => item.Step));
    }

    private static async Task<Guid> CallAsync(CallingScene scene) => await scene.RecordedCallAsync(await scene.PersonAsync(), OutcomeKeys.Talked);

    private static Review Review(CallingScene scene, Guid callId, DateTime pickedAt, ReviewVerdict verdict = ReviewVerdict.Waiting) => new()
    {
        Id = scene.World.NewId(),
        CallId = callId,
        CampaignId = scene.CampaignId,
        BookId = scene.BookId,
        OrganizerId = scene.Coordinator.VolunteerId,
        Reason = ReviewReason.Sampled,
        Verdict = verdict,
        PickedAt = pickedAt,
    };

    private static async Task<DeskHomeView> HomeAsync(CallingScene scene) => await scene.World.Get<DeskHome>().ExecuteAsync(scene.Coordinator, CancellationToken.None);

    private static async Task<IReadOnlyList<DeskNeed>> NeedsAsync(CallingScene scene) => (await HomeAsync(scene)).Needs;

    private static async Task<List<DeskNeed>> UnusualAsync(CallingScene scene) =>
        [.. (await NeedsAsync(scene)).Where(need => need.Kind is DeskNeedKind.UnusualNumbers or DeskNeedKind.UnusualBreadth or DeskNeedKind.UnusualSkips)];
}
