using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Campaigns;

public sealed class SaveOutcomeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly OutcomeDefinition Moved = new()
    {
        Key = "",
        Group = OutcomeGroup.Reached,
        Reached = true,
        EndsEntry = true,
        RestsInBookDays = 30,
        AsksReason = true,
        Texts = new Dictionary<string, OutcomeText> { ["en"] = new(" Has moved away ", "Ends; rests 30 days"), ["he"] = new("עבר דירה", "מסתיים"), ["ru"] = new(" ", "") },
    };

    [Theory, OnBothDatabases]
    public async Task An_outcome_is_added_offered_recorded_and_then_only_retired(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        await RetireAsync(scene, OutcomeKeys.OtherLanguage);

        var id = (await SaveAsync(scene, null, Moved)).Required;

        var line = (await LinesAsync(scene)).Single(candidate => candidate.Id == id);
        Assert.Equal(("has_moved_away", OutcomeGroup.Reached, false, false), (line.Definition.Key, line.Definition.Group, line.IsRetired, line.HasCalls));
        Assert.Equal(["en", "he"], line.Definition.Texts.Keys.Order());
        Assert.Equal("Has moved away", line.Definition.Texts["en"].Label);
        Assert.Equal(id, (await LinesAsync(scene)).Last(candidate => !candidate.IsRetired && candidate.Definition.Group == OutcomeGroup.Reached).Id);

        // While no call has it, it can be made into something else.
        Assert.Equal(id, (await SaveAsync(scene, id, Moved with { RestsInBookDays = 60, Group = OutcomeGroup.Care })).Required);
        Assert.Equal(60, (await LinesAsync(scene)).Single(candidate => candidate.Id == id).Definition.RestsInBookDays);

        var call = await scene.RecordedCallAsync(await scene.PersonAsync(), "has_moved_away", withdrawn: true);
        Assert.True((await LinesAsync(scene)).Single(candidate => candidate.Id == id).HasCalls);
        Assert.IsType<OutcomeHasCalls>((await SaveAsync(scene, id, Moved)).Error);
        Assert.IsType<OutcomeHasCalls>((await DeleteAsync(scene, id)).Error);
        await RetireAsync(scene, "has_moved_away");
        Assert.True((await LinesAsync(scene)).Single(candidate => candidate.Id == id).IsRetired);
        Assert.Equal(id, await world.ReadAsync(db => db.Calls.Where(candidate => candidate.Id == call).Select(candidate => candidate.OutcomeId).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task One_that_nothing_came_to_is_deleted_but_never_so_that_a_call_leads_nowhere(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var lines = await LinesAsync(scene);
        Guid Id(string key) => lines.Single(line => line.Definition.Key == key).Id;

        Assert.True((await DeleteAsync(scene, Id(OutcomeKeys.Died))).IsDone);
        Assert.IsType<NotFound>((await DeleteAsync(scene, Id(OutcomeKeys.Died))).Error);
        Assert.Equal([new OutcomeFinding.NothingSuppresses()], Assert.IsType<OutcomesWouldNotWork>((await DeleteAsync(scene, Id(OutcomeKeys.DoNotCall))).Error).Findings);
        Assert.DoesNotContain(await LinesAsync(scene), line => line.Definition.Key == OutcomeKeys.Died);
        Assert.Contains(await LinesAsync(scene), line => line.Definition.Key == OutcomeKeys.DoNotCall);
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_who_was_not_reached_must_come_back_by_one_of_them(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await RetireAsync(scene, OutcomeKeys.Busy, OutcomeKeys.LeftMessage, OutcomeKeys.SomeoneElse);
        var noAnswer = (await LinesAsync(scene)).Single(line => line.Definition.Key == OutcomeKeys.NoAnswer);

        var refused = await SaveAsync(scene, noAnswer.Id, noAnswer.Definition with { RetryAfterMinutes = null, LaterRetriesMinutes = [], AnotherPartOfDay = false, EndsEntry = true });

        Assert.Equal([new OutcomeFinding.NothingReturns()], Assert.IsType<OutcomesWouldNotWork>(refused.Error).Findings);
        Assert.NotNull((await LinesAsync(scene)).Single(line => line.Id == noAnswer.Id).Definition.RetryAfterMinutes);
    }

    public static TheoryData<OutcomeDefinition, string, string> Unfit => new()
    {
        { Moved with { Texts = new Dictionary<string, OutcomeText> { ["he"] = new("עבר דירה", "מסתיים") } }, "Label", "Empty" },
        { Moved with { Texts = new Dictionary<string, OutcomeText> { ["en"] = new("Moved", " ") } }, "Consequence", "Empty" },
        { Moved with { Texts = new Dictionary<string, OutcomeText> { ["en"] = new(new string('a', 61), "Ends") } }, "Label", "TooLong" },
        { Moved with { Texts = new Dictionary<string, OutcomeText> { ["en"] = new("no answer ", "Ends") } }, "Label", "Taken" },
    };

    [Theory, MemberData(nameof(Unfit))]
    public async Task Words_that_do_not_fit_are_named_and_nothing_is_added(OutcomeDefinition outcome, string field, string reason)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var scene = await world.CallingSceneAsync();
        await RetireAsync(scene, OutcomeKeys.OtherLanguage);

        Assert.Equal(new InvalidField(field, reason), (await SaveAsync(scene, null, outcome)).Error);
        Assert.Equal(17, (await LinesAsync(scene)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task An_outcome_that_would_not_work_a_closed_campaign_and_another_book_are_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, theirs) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());

        // Six choices are offered under "Reached..." already.
        Assert.Contains(new OutcomeFinding.TooManyReached(7), Assert.IsType<OutcomesWouldNotWork>((await SaveAsync(scene, null, Moved)).Error).Findings);
        Assert.Contains(new OutcomeFinding.EndsAndReturns("has_moved_away"), Assert.IsType<OutcomesWouldNotWork>((await SaveAsync(scene, null, Moved with { RetryAfterMinutes = 60 })).Error).Findings);
        var theirOutcome = (await LinesAsync(theirs))[0].Id;
        Assert.IsType<NotFound>((await SaveAsync(scene, theirOutcome, Moved)).Error);
        Assert.IsType<NotFound>((await DeleteAsync(scene, theirOutcome)).Error);
        Assert.IsType<NotFound>((await world.Get<SaveOutcome>().ExecuteAsync(scene.Coordinator, theirs.CampaignId, null, Moved, None)).Error);
        Assert.True((await world.Get<CloseCampaign>().ExecuteAsync(scene.Coordinator, scene.CampaignId, None)).IsDone);
        Assert.IsType<CampaignIsClosed>((await SaveAsync(scene, null, Moved with { Group = OutcomeGroup.Care })).Error);
        Assert.IsType<CampaignIsClosed>((await DeleteAsync(scene, (await LinesAsync(scene))[0].Id)).Error);
        Assert.Equal(17, (await LinesAsync(scene)).Count);
    }

    [Theory]
    [InlineData("Left message", "left_message")]
    [InlineData("  2 numbers, both WRONG! ", "numbers_both_wrong")]
    [InlineData("עבר דירה", "outcome")]
    [InlineData("No answer", "no_answer_2")]
    public async Task The_key_follows_the_english_label_and_is_never_one_that_is_taken(string label, string key)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var scene = await world.CallingSceneAsync();
        await RetireAsync(scene, OutcomeKeys.NoAnswer, OutcomeKeys.LeftMessage);
        if (label == "Left message")
        {
            Assert.True((await DeleteAsync(scene, (await LinesAsync(scene)).Single(line => line.Definition.Key == OutcomeKeys.LeftMessage).Id)).IsDone);
        }

        var id = (await SaveAsync(scene, null, Moved with { Group = OutcomeGroup.Care, Texts = new Dictionary<string, OutcomeText> { ["en"] = new(label, "Ends") } })).Required;

        Assert.Equal(key, (await LinesAsync(scene)).Single(line => line.Id == id).Definition.Key);
    }

    private static Task<Result<Guid>> SaveAsync(CallingScene scene, Guid? id, OutcomeDefinition outcome) =>
        scene.World.Get<SaveOutcome>().ExecuteAsync(scene.Coordinator, scene.CampaignId, id, outcome, None);

    private static Task<Result> DeleteAsync(CallingScene scene, Guid id) => scene.World.Get<DeleteOutcome>().ExecuteAsync(scene.Coordinator, scene.CampaignId, id, None);

    private static async Task<IReadOnlyList<OutcomeLine>> LinesAsync(CallingScene scene) =>
        (await scene.World.Get<CampaignOutcomes>().ExecuteAsync(scene.Coordinator, scene.CampaignId, None)).Required.Lines;

    private static async Task RetireAsync(CallingScene scene, params string[] keys)
    {
        var edits = (await LinesAsync(scene)).Where(line => keys.Contains(line.Definition.Key))
            .Select(line => new OutcomeEdit(line.Id, line.Position, Retired: true, line.Definition.WaitsMinutes, new Dictionary<string, OutcomeText>())).ToList();
        Assert.True((await scene.World.Get<EditOutcomes>().ExecuteAsync(scene.Coordinator, scene.CampaignId, edits, None)).IsDone);
    }
}
