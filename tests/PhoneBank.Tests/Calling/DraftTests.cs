using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Scripts;

namespace PhoneBank.Tests.Calling;

/// <summary>What is kept while a call is open, and what it is led by.</summary>
public sealed class DraftTests
{
    private static readonly Guid Page = new("0197a000-0000-7000-8000-0000000000e1");

    [Theory, OnBothDatabases]
    public async Task A_save_whose_answer_was_lost_is_followed_by_a_newer_one_of_the_same_page(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        await SaveAsync(world, mia, claim, 0, new CallDraft { NoteToCallers = "Ask abot", Answers = Answers(("comes", "yes")), Page = Page, Sequence = 1 });

        var second = await SaveAsync(world, mia, claim, 0, new CallDraft { NoteToCallers = "Ask about the bus", Answers = Answers(("comes", "no")), Page = Page, Sequence = 2 });

        Assert.Equal(("Ask about the bus", "no", false), (second.Draft.NoteToCallers, second.Draft.Answers["comes"], second.Merged));
        Assert.Equal("Ask about the bus", (await scene.ViewAsync(mia)).Required.Draft.NoteToCallers);
    }

    [Theory, OnBothDatabases]
    public async Task A_save_that_comes_after_a_newer_one_of_its_page_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        await SaveAsync(world, mia, claim, 0, new CallDraft { NoteToCallers = "Ask about the bus", Page = Page, Sequence = 2 });

        var late = await SaveAsync(world, mia, claim, 0, new CallDraft { NoteToCallers = "Ask abot", Page = Page, Sequence = 1 });

        Assert.Equal("Ask about the bus", late.Draft.NoteToCallers);
        Assert.Equal("Ask about the bus", (await scene.ViewAsync(mia)).Required.Draft.NoteToCallers);
        var other = await SaveAsync(world, mia, claim, 0, new CallDraft { NoteToCallers = "From the other tab", Page = Guid.NewGuid(), Sequence = 1 });
        Assert.Equal(("Ask about the bus\nFrom the other tab", true), (other.Draft.NoteToCallers, other.Merged));
    }

    [Theory, OnBothDatabases]
    public async Task Half_a_promise_left_answers_and_how_the_page_stood_come_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        var draft = new CallDraft
        {
            Answers = Answers(("opening", "yes")),
            AnswersAside = Answers(("comes", "maybe"), ("word", "after the exams")),
            CallbackDate = "2026-11-24",
            AddressForm = AddressForm.Feminine,
            StopAfter = true,
            Open = ["safe"],
        };

        var saved = await SaveAsync(world, mia, claim, 0, draft);

        var view = (await scene.ViewAsync(mia)).Required.Draft;
        Assert.Equal(("2026-11-24", AddressForm.Feminine, true, "safe"), (view.CallbackDate, view.AddressForm, view.StopAfter, Assert.Single(view.Open)));
        Assert.Equal(("maybe", "after the exams"), (view.AnswersAside["comes"], view.AnswersAside["word"]));
        var merged = await SaveAsync(world, mia, claim, saved.Version - 1, new CallDraft { Answers = Answers(("comes", "no")), AddressForm = AddressForm.Masculine });
        Assert.Equal(("no", AddressForm.Feminine), (merged.Draft.Answers["comes"], merged.Draft.AddressForm));
        Assert.Equal("word", Assert.Single(merged.Draft.AnswersAside.Keys));
    }

    [Theory, OnBothDatabases]
    public async Task Answers_that_were_left_again_are_not_recorded(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        await SaveAsync(world, mia, claim, 0, new CallDraft { Answers = Answers(("opening", "no")), AnswersAside = Answers(("comes", "yes")) });

        await scene.RecordAsync(mia, claim, OutcomeKeys.NotSafe, request => request with { Answers = Answers(("opening", "no")), Reason = "Somebody listened" });

        Assert.Equal("opening", (await world.ReadAsync(db => db.Answers.SingleAsync())).StepId);
    }

    [Theory, OnBothDatabases]
    public async Task A_call_goes_on_with_the_version_it_began_with_and_the_next_one_gets_the_new_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2, change: campaign => campaign.Languages = "en");
        var mia = await scene.OrganizerAsync();
        var claim = (await scene.CallAsync(mia)).Id;
        var read = (await scene.ViewAsync(mia)).Required;
        await SaveAsync(world, mia, claim, 0, new CallDraft { Answers = Answers(("comes", "maybe")), ScriptVersionId = read.ScriptVersionId });

        var newer = await SignOffAsync(world, scene, ScriptBuilder.Script(ScriptBuilder.Opening(), ScriptBuilder.Ask("helps", ScriptBuilder.Choice("yes"), ScriptBuilder.Choice("no")), ScriptBuilder.Close()));

        var reopened = (await scene.ViewAsync(mia)).Required;
        Assert.Equal((read.ScriptVersionId, true), (reopened.ScriptVersionId, reopened.Script!.Find("comes") is not null));
        await SaveAsync(world, mia, claim, 1, reopened.Draft);
        var recorded = (await scene.RecordAsync(mia, claim, OutcomeKeys.Talked, request => request with { Answers = Answers(("comes", "maybe")), ScriptVersionId = read.ScriptVersionId, ThenNext = true })).Required;
        Assert.Equal(read.ScriptVersionId, (await world.ReadAsync(db => db.Calls.SingleAsync())).ScriptVersionId);
        Assert.Equal(("comes", "maybe"), await world.ReadAsync(db => db.Answers.Select(answer => new ValueTuple<string, string?>(answer.StepId, answer.ChoiceId)).SingleAsync()));
        var next = (await scene.ViewAsync(mia, recorded.NextClaimId)).Required;
        Assert.Equal((newer, true), (next.ScriptVersionId, next.Script!.Find("helps") is not null));

        // Taken back, the call is led by its own version again.
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).IsDone);
        var again = (await scene.ViewAsync(mia, claim)).Required;
        Assert.Equal((read.ScriptVersionId, "maybe"), (again.ScriptVersionId, again.Draft.Answers["comes"]));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_in_which_nothing_is_written_yet_keeps_the_version_too_and_one_that_is_only_looked_at_does_not(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2, change: campaign => campaign.Languages = "en");
        await world.WriteAsync(db => db.ScriptVersions.Single(version => version.Id == scene.ScriptVersionId).SignedOffAt = world.Now);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Tom"));
        await scene.CallAsync(mia);
        await scene.NextAsync(tom);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var newer = await SignOffAsync(world, scene, ScriptBuilder.Script(ScriptBuilder.Opening(), ScriptBuilder.Ask("helps", ScriptBuilder.Choice("yes"), ScriptBuilder.Choice("no")), ScriptBuilder.Close()));

        Assert.Equal(scene.ScriptVersionId, (await scene.ViewAsync(mia)).Required.ScriptVersionId);
        Assert.Equal(newer, (await scene.ViewAsync(tom)).Required.ScriptVersionId);
    }

    [Theory, OnBothDatabases]
    public async Task A_version_of_another_campaign_leads_nobody(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        var other = await scene.AnotherCampaignAsync();
        await SaveAsync(world, mia, claim, 0, new CallDraft { ScriptVersionId = other.ScriptVersionId });

        Assert.Equal(scene.ScriptVersionId, (await scene.ViewAsync(mia)).Required.ScriptVersionId);
    }

    [Theory, OnBothDatabases]
    public async Task Only_before_the_first_number_of_a_shift_one_is_asked_who_can_overhear(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var mia = await scene.OrganizerAsync();
        await scene.ClaimAsync(mia);
        Assert.True((await scene.ViewAsync(mia)).Required.IsFirstOfShift);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.ClaimAsync(mia);
        Assert.False((await scene.ViewAsync(mia)).Required.IsFirstOfShift);

        world.Time.Advance(TimeSpan.FromDays(1));
        await scene.SweepAsync();
        await scene.ClaimAsync(mia);
        Assert.True((await scene.ViewAsync(mia)).Required.IsFirstOfShift);
    }

    [Theory, OnBothDatabases]
    public async Task A_claim_is_its_organizers_also_when_it_has_ended(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, mia, claim) = await CallingAsync(world);
        await scene.RecordAsync(mia, claim, OutcomeKeys.Talked);
        var owns = world.Get<OwnsClaim>();

        Assert.True(await owns.ExecuteAsync(mia, claim, CancellationToken.None));
        Assert.False(await owns.ExecuteAsync(await scene.OrganizerAsync(), claim, CancellationToken.None));
        Assert.False(await owns.ExecuteAsync(mia, Guid.NewGuid(), CancellationToken.None));
    }

    private static async Task<(CallingScene Scene, Actor Organizer, Guid Claim)> CallingAsync(World world)
    {
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        return (scene, mia, (await scene.CallAsync(mia)).Id);
    }

    private static async Task<DraftSaved> SaveAsync(World world, Actor actor, Guid claim, int version, CallDraft draft) =>
        (await world.Get<SaveDraft>().ExecuteAsync(actor, claim, version, draft, CancellationToken.None)).Required;

    private static Dictionary<string, string> Answers(params (string Step, string Answer)[] answers) => answers.ToDictionary(pair => pair.Step, pair => pair.Answer, StringComparer.Ordinal);

    private static async Task<Guid> SignOffAsync(World world, CallingScene scene, ScriptDocument script)
    {
        var saved = (await world.Get<SaveScript>().ExecuteAsync(scene.Coordinator, scene.CampaignId, script, scene.ScriptVersionId, CancellationToken.None)).Required;
        Assert.True((await world.Get<SignOffScript>().ExecuteAsync(scene.Coordinator, scene.CampaignId, saved.VersionId, CancellationToken.None)).IsDone);
        return saved.VersionId;
    }
}
