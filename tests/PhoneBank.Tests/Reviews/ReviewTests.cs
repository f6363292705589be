using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reviews;

/// <summary>Which calls are looked at, by whom, and what the organizer hears of it.</summary>
public sealed class ReviewTests
{
    [Theory, OnBothDatabases]
    public async Task First_calls_are_all_picked_then_some_by_chance_and_few_of_those_known_well(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(8);
        var mia = await scene.OrganizerAsync();
        var dice = (LoadedDice)world.Get<ReviewDice>();
        Assert.Equal(ReviewReason.Newcomer, await ReasonAsync(scene, mia));

        await EarlierCallsAsync(scene, mia, LevelRules.Of(ProtectionLevel.Careful).FirstCallsReviewed);
        Assert.Null(await ReasonAsync(scene, mia));
        dice.Shows = 14;
        Assert.Equal(ReviewReason.Sampled, await ReasonAsync(scene, mia));
        dice.Shows = 15;
        Assert.Null(await ReasonAsync(scene, mia));

        await EarlierCallsAsync(scene, mia, LevelRules.SeniorAfterCalls);
        dice.Shows = 2;
        Assert.Null(await ReasonAsync(scene, mia));
        dice.Shows = 1;
        Assert.Equal(ReviewReason.Sampled, await ReasonAsync(scene, mia));
    }

    [Theory, OnBothDatabases]
    public async Task Who_coordinates_the_book_is_not_sampled_but_a_rule_still_picks(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(4);
        var ella = await scene.CallingCoordinatorAsync();
        var kept = new[] { new NoteFinding(nameof(RecordRequest.NoteToCallers), NoteMatter.EmailAddress) };
        Assert.Null(await ReasonAsync(scene, ella));
        Assert.Equal(ReviewReason.Asked, await ReasonAsync(scene, ella, request => request with { AsksReview = true }));
        Assert.Equal(ReviewReason.Details, await ReasonAsync(scene, ella, request => request with { NoteToCallers = "dana@example.org", Kept = kept }));
        Assert.Null(await ReasonAsync(scene, ella, request => request with { NoteToCallers = "Prefers evenings", Kept = kept }));
    }

    [Theory, OnBothDatabases]
    public async Task Two_reviewers_in_parallel_never_get_the_same_review_and_two_taps_get_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(6);
        var reviewers = new List<Actor> { scene.Coordinator, await scene.CoordinatorAsync(), await scene.CoordinatorAsync() };
        var mia = await scene.OrganizerAsync();
        for (var n = 0; n < 6; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
            world.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var done = new HashSet<Guid>();
        for (var round = 0; round < 2; round++)
        {
            var taken = await Task.WhenAll(reviewers.SelectMany(reviewer => Enumerable.Range(0, 3).Select(async _ => (Reviewer: reviewer, Review: (await NextAsync(scene, reviewer)).Required))));
            Assert.All(taken.GroupBy(pair => pair.Reviewer), mine => Assert.Single(mine.Select(pair => pair.Review).Distinct()));
            Assert.Equal(reviewers.Count, taken.Select(pair => pair.Review).Distinct().Count());
            foreach (var (reviewer, review) in taken.Distinct())
            {
                Assert.True(done.Add(review));
                Assert.True((await ApproveAsync(scene, reviewer, review)).IsDone);
            }
        }

        Assert.IsType<NothingToReview>((await NextAsync(scene, scene.Coordinator)).Error);
        Assert.Equal(6, (await world.AuditedAsync(AuditAction.ReviewTaken)).Count);
        Assert.Equal(6, (await world.AuditedAsync(AuditAction.CallApproved)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task The_oldest_comes_first_and_goes_to_another_when_its_time_is_over(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var (noa, amir) = (scene.Coordinator, await scene.CoordinatorAsync());
        var first = await RecordedAsync(scene, await scene.OrganizerAsync());
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await RecordedAsync(scene, await scene.OrganizerAsync());

        Assert.Equal(first, (await NextAsync(scene, noa)).Required);
        Assert.Equal(second, (await NextAsync(scene, amir)).Required);
        Assert.IsType<ReviewTakenByOther>((await ApproveAsync(scene, amir, first)).Error);
        var view = await QueueAsync(scene, amir);
        Assert.Equal((2, 1, second), (Assert.Single(view.Waiting).Count, view.TakenByOthers, view.Open!.ReviewId));

        world.Time.Advance(Review.Lease);
        Assert.Equal(first, (await NextAsync(scene, amir)).Required);
        Assert.IsType<ReviewTakenByOther>((await ApproveAsync(scene, noa, first)).Error);
        Assert.True((await ApproveAsync(scene, noa, second)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_approve_at_once_one_is_told_and_a_second_tap_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var amir = await scene.CoordinatorAsync();
        var review = await RecordedAsync(scene, await scene.OrganizerAsync());
        var results = await Task.WhenAll(ApproveAsync(scene, scene.Coordinator, review), ApproveAsync(scene, amir, review));
        Assert.Single(results, result => result.IsDone);
        Assert.Equal(new AlreadyReviewed(ReviewVerdict.Approved), Assert.Single(results, result => !result.IsDone).Error);

        var winner = results[0].IsDone ? scene.Coordinator : amir;
        Assert.True((await ApproveAsync(scene, winner, review)).IsDone);
        Assert.IsType<AlreadyReviewed>((await ReturnAsync(scene, winner, review, "Ask for the name first.")).Error);
        Assert.Single(await world.AuditedAsync(AuditAction.CallApproved));
    }

    [Theory, OnBothDatabases]
    public async Task A_returned_call_is_read_before_the_next_person(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var (mia, other) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var review = await RecordedAsync(scene, mia);
        Assert.IsType<FeedbackMissing>((await ReturnAsync(scene, scene.Coordinator, review, "  ")).Error);
        Assert.Equal(new ReviewTextTooLong(Review.LongestText), (await ReturnAsync(scene, scene.Coordinator, review, new string('a', Review.LongestText + 1))).Error);

        var open = await scene.CallAsync(mia);
        Assert.True((await ReturnAsync(scene, scene.Coordinator, review, "Say who you are first.")).IsDone);
        Assert.IsType<ReturnedCallFirst>((await scene.RecordAsync(mia, open.Id, OutcomeKeys.NoAnswer, request => request with { ThenNext = true })).Required.NextRefusal);
        Assert.IsType<ReturnedCallFirst>((await scene.NextAsync(mia)).Error);
        var returned = Assert.Single(await ReturnedAsync(scene, mia));
        Assert.Equal((review, "Say who you are first.", OutcomeKeys.Talked), (returned.ReviewId, returned.Feedback, returned.Outcome.Key));
        Assert.Empty(await ReturnedAsync(scene, other));
        Assert.DoesNotContain("first", System.Text.Encoding.UTF8.GetString((await world.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(row => row.Id == review))).SealedText!), StringComparison.Ordinal);

        Assert.IsType<NotFound>((await AcknowledgeAsync(scene, other, review)).Error);
        Assert.IsType<ReturnedCallFirst>((await scene.NextAsync(mia)).Error);
        Assert.True((await AcknowledgeAsync(scene, mia, review)).IsDone);
        Assert.True((await AcknowledgeAsync(scene, mia, review)).IsDone);
        Assert.Single(await world.AuditedAsync(AuditAction.FeedbackRead));
        Assert.True((await scene.NextAsync(mia)).IsDone);
        Assert.Empty(await ReturnedAsync(scene, mia));
    }

    [Theory, OnBothDatabases]
    public async Task Where_people_are_at_risk_a_newcomer_goes_on_when_a_coordinator_has_looked(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(12, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        for (var n = 0; n < 5; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        Assert.IsType<FirstCallsInReview>((await scene.NextAsync(mia)).Error);
        Assert.True((await scene.NextAsync(await scene.OrganizerAsync())).IsDone);
        for (var n = 0; n < 5; n++)
        {
            var review = (await NextAsync(scene, scene.Coordinator)).Required;
            Assert.True((await ApproveAsync(scene, scene.Coordinator, review)).IsDone);
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        }

        // Five were looked at: from now on nothing waits for a coordinator.
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal(6, Assert.Single((await QueueAsync(scene, scene.Coordinator)).Waiting).Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_call_taken_back_needs_no_look_and_ones_own_are_left_to_others(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required;
        Assert.Equal(0, await world.Get<ReviewQueue>().CountAsync(scene.Coordinator, CancellationToken.None));

        var ella = await scene.CallingCoordinatorAsync();
        var own = (await scene.CallAndRecordAsync(ella, OutcomeKeys.Talked, request => request with { AsksReview = true })).CallId;
        Assert.IsType<NothingToReview>((await NextAsync(scene, ella)).Error);
        var review = (await NextAsync(scene, scene.Coordinator)).Required;
        Assert.Equal(own, (await world.ReadAsync(db => db.Reviews.SingleAsync(row => row.Id == review))).CallId);
    }

    [Theory, OnBothDatabases]
    public async Task For_a_coordinator_of_another_book_there_is_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var stranger = (await world.CallingSceneAsync()).Coordinator;
        var mia = await scene.OrganizerAsync();
        var review = await RecordedAsync(scene, mia);
        foreach (var actor in new[] { stranger, mia })
        {
            Assert.IsType<NothingToReview>((await world.Get<NextReview>().ExecuteAsync(actor, null, CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await NextAsync(scene, actor)).Error);
            Assert.IsType<NotFound>((await ApproveAsync(scene, actor, review)).Error);
            Assert.IsType<NotFound>((await ReturnAsync(scene, actor, review, "No.")).Error);
            Assert.IsType<NotFound>((await scene.CorrectAsync(actor, review, OutcomeKeys.Busy)).Error);
            Assert.Empty((await QueueAsync(scene, actor)).Waiting);
            Assert.Equal(0, await world.Get<ReviewQueue>().CountAsync(actor, CancellationToken.None));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_erased_takes_the_words_about_her_along_and_the_count_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var review = await RecordedAsync(scene, mia);
        Assert.True((await scene.CorrectAsync(scene.Coordinator, review, OutcomeKeys.NotInterested, "She said so.")).IsDone);
        var contactId = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync());
        Assert.True((await world.Get<EraseContact>().ExecuteAsync(scene.Coordinator, scene.BookId, contactId, neverAgain: false, CancellationToken.None)).IsDone);
        var left = await world.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync());
        Assert.Null(left.OrganizerId);
        Assert.Null(left.SealedText);
        Assert.Equal(await scene.OutcomeIdAsync(OutcomeKeys.NotInterested), left.CorrectedOutcomeId);
    }

    private static async Task<ReviewReason?> ReasonAsync(CallingScene scene, Actor actor, Func<RecordRequest, RecordRequest>? change = null)
    {
        var recorded = await scene.CallAndRecordAsync(actor, OutcomeKeys.Talked, change);
        return await scene.World.ReadAsync(db => db.Reviews.Where(review => review.CallId == recorded.CallId).Select(review => (ReviewReason?)review.Reason).SingleOrDefaultAsync());
    }

    private static async Task EarlierCallsAsync(CallingScene scene, Actor actor, int count)
    {
        var (world, old) = (scene.World, await scene.PersonAsync(new ContactName("Dana", "Levi", null)));
        await scene.ChangeEntryAsync(old, entry => entry.Callable = false);
        var first = await scene.RecordedCallAsync(old, OutcomeKeys.Talked, actor, at: world.Now.AddDays(-3));
        var like = await world.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync(call => call.Id == first));
        await world.WriteAsync(db => db.Calls.AddRange(Enumerable.Range(1, count - 1).Select(_ => new Call
        {
            Id = world.NewId(),
            EntryId = like.EntryId,
            ListId = like.ListId,
            CampaignId = like.CampaignId,
            BookId = like.BookId,
            ContactId = like.ContactId,
            OrganizerId = like.OrganizerId,
            ClaimId = like.ClaimId,
            OutcomeId = like.OutcomeId,
            SubmissionToken = Guid.NewGuid(),
            StartedAt = like.StartedAt,
            EndedAt = like.EndedAt,
        })));
    }

    private static async Task<Guid> RecordedAsync(CallingScene scene, Actor actor) => await scene.ReviewOfAsync((await scene.CallAndRecordAsync(actor, OutcomeKeys.Talked)).CallId);

    private static Task<Result<Guid>> NextAsync(CallingScene scene, Actor actor) => scene.World.Get<NextReview>().ExecuteAsync(actor, scene.CampaignId, CancellationToken.None);

    private static Task<Result> ApproveAsync(CallingScene scene, Actor actor, Guid review) => scene.World.Get<ApproveCall>().ExecuteAsync(actor, review, CancellationToken.None);

    private static Task<Result> ReturnAsync(CallingScene scene, Actor actor, Guid review, string feedback) => scene.World.Get<ReturnCall>().ExecuteAsync(actor, review, feedback, CancellationToken.None);

    private static Task<Result> AcknowledgeAsync(CallingScene scene, Actor actor, Guid review) => scene.World.Get<AcknowledgeReview>().ExecuteAsync(actor, review, CancellationToken.None);

    private static Task<IReadOnlyList<ReturnedCall>> ReturnedAsync(CallingScene scene, Actor actor) => scene.World.Get<MyReturnedCalls>().ExecuteAsync(actor, CancellationToken.None);

    private static Task<ReviewQueueView> QueueAsync(CallingScene scene, Actor actor) => scene.World.Get<ReviewQueue>().ExecuteAsync(actor, CancellationToken.None);
}
