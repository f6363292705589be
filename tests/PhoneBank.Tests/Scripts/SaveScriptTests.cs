using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Scripts;

public sealed class SaveScriptTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CampaignSettings English = Campaigns.Campaigns.Settings with { Languages = ["en"] };

    [Theory, OnBothDatabases]
    public async Task Saving_makes_the_next_version_and_leaves_the_one_before_as_it_was(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null, English);

        var first = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)).Required;
        var second = (await SaveAsync(world, noa, campaign, ScriptBuilder.Script(ScriptBuilder.Opening(), ScriptBuilder.Say("other"), ScriptBuilder.Close()), first.VersionId)).Required;

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.True(second.InUse);
        Assert.Equal(second.VersionId, await InUseAsync(world, campaign));
        var kept = await world.ReadAsync(db => db.ScriptVersions.FirstAsync(version => version.Id == first.VersionId));
        Assert.Equal(ScriptBuilder.Sound().ToUtf8(), SealedScript.Open(world.Sealer, kept).ToUtf8());
        Assert.Equal(2, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ScriptSaved && entry.ScopeId == campaign)));
    }

    [Theory, OnBothDatabases]
    public async Task A_script_with_errors_is_kept_but_callers_go_on_with_the_one_before(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null, English);
        var sound = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)).Required;

        var broken = (await SaveAsync(world, noa, campaign, ScriptBuilder.Script(ScriptBuilder.Opening(), ScriptBuilder.Say("news", next: "nowhere")), sound.VersionId)).Required;

        Assert.False(broken.InUse);
        Assert.Contains(broken.Findings, finding => finding is ScriptFinding.UnknownNextStep);
        Assert.Equal(sound.VersionId, await InUseAsync(world, campaign));
        var editable = (await world.Get<ScriptForEditor>().ExecuteAsync(noa, campaign, None)).Required;
        Assert.Equal(2, editable.Standing!.Number);
        Assert.Equal(1, editable.Standing.NumberInUse);
        Assert.IsType<ScriptStillHasErrors>((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, broken.VersionId, None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Who_saves_over_somebody_elses_version_is_told_and_overwrites_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var dan = await world.CoordinatorAsync("Dan");
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa, dan), template: null, English);
        var start = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)).Required.VersionId;
        Assert.True((await SaveAsync(world, dan, campaign, ScriptBuilder.Sound(), start)).IsDone);

        var late = await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), start);

        Assert.Equal(new SomeoneSavedMeanwhile(2), late.Error);
    }

    [Theory, OnBothDatabases]
    public async Task Of_many_who_save_at_once_one_wins_and_the_others_are_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null, English);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)));

        Assert.Single(results, result => result.IsDone);
        Assert.All(results.Where(result => !result.IsDone), result => Assert.IsType<SomeoneSavedMeanwhile>(result.Error));
        Assert.Equal(1, await world.ReadAsync(db => db.ScriptVersions.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task On_an_at_risk_book_with_three_coordinators_another_person_signs_off(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, dan, lea) = (await world.CoordinatorAsync(), await world.CoordinatorAsync("Dan"), await world.CoordinatorAsync("Lea"));
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.AtRisk, noa, dan, lea), template: null, English);
        var saved = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)).Required;
        Assert.False(saved.InUse);

        world.Time.Advance(TimeSpan.FromDays(3));
        Assert.IsType<SecondPersonNeeded>((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, saved.VersionId, None)).Error);
        Assert.Equal([OpeningGap.ScriptNotSignedOff, OpeningGap.NoList], Assert.IsType<NotReadyToOpen>((await world.Get<OpenCampaign>().ExecuteAsync(noa, campaign, None)).Error).Missing);
        Assert.True((await world.Get<SignOffScript>().ExecuteAsync(lea, campaign, saved.VersionId, None)).IsDone);
        Assert.True((await world.Get<SignOffScript>().ExecuteAsync(dan, campaign, saved.VersionId, None)).IsDone);

        Assert.Equal(saved.VersionId, await InUseAsync(world, campaign));
        Assert.Equal(lea.VolunteerId, await world.ReadAsync(db => db.ScriptVersions.Select(version => version.SignedOffBy).FirstAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task With_fewer_than_three_coordinators_the_author_may_after_a_day_unless_another_objects(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, dan) = (await world.CoordinatorAsync(), await world.CoordinatorAsync("Dan"));
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.AtRisk, noa, dan), template: null, English);
        var first = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), basedOn: null)).Required.VersionId;

        world.Time.Advance(TimeSpan.FromHours(23));
        Assert.IsType<SelfSignOffLater>((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, first, None)).Error);
        Assert.True((await world.Get<ObjectToScript>().ExecuteAsync(dan, campaign, first, None)).IsDone);
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.IsType<ScriptWasObjectedTo>((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, first, None)).Error);

        var second = (await SaveAsync(world, noa, campaign, ScriptBuilder.Sound(), first)).Required.VersionId;
        world.Time.Advance(TimeSpan.FromHours(24));
        Assert.True((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, second, None)).IsDone);
        Assert.Equal(second, await InUseAsync(world, campaign));
    }

    [Theory, OnBothDatabases]
    public async Task A_template_unchanged_needs_nobodys_agreement_even_on_an_at_risk_book(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.AtRisk, noa), CampaignTemplate.ProtestFollowUp);
        var shipped = (await world.Get<ScriptForEditor>().ExecuteAsync(noa, campaign, None)).Required;
        var changed = shipped.Script with { NeverSay = [] };

        var after = (await SaveAsync(world, noa, campaign, changed, shipped.Standing!.NewestId)).Required;
        Assert.False(after.InUse);
        Assert.Equal(shipped.Standing.NewestId, await InUseAsync(world, campaign));

        var back = (await SaveAsync(world, noa, campaign, shipped.Script, after.VersionId)).Required;
        Assert.True(back.InUse);
    }

    private static Task<Result<SavedScript>> SaveAsync(World world, Actor actor, Guid campaign, ScriptDocument script, Guid? basedOn) =>
        world.Get<SaveScript>().ExecuteAsync(actor, campaign, script, basedOn, None);

    private static Task<Guid?> InUseAsync(World world, Guid campaign) =>
        world.ReadAsync(db => db.Campaigns.Where(candidate => candidate.Id == campaign).Select(candidate => candidate.ScriptVersionId).FirstAsync());
}
