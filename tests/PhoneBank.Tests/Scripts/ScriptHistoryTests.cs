using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;
using static PhoneBank.Tests.Scripts.ScriptBuilder;

namespace PhoneBank.Tests.Scripts;

public sealed class ScriptHistoryTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly CampaignSettings English = Campaigns.Campaigns.Settings with { Languages = ["en"] };

    [Theory, OnBothDatabases]
    public async Task Every_version_says_who_saved_it_when_who_agreed_and_what_it_changed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, dan, lea) = (await world.CoordinatorAsync(), await world.CoordinatorAsync("Dan"), await world.CoordinatorAsync("Lea"));
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.AtRisk, noa, dan, lea), template: null, English);
        var first = await SaveAsync(world, dan, campaign, Sound(), null);
        await world.Get<SignOffScript>().ExecuteAsync(lea, campaign, first, None);
        world.Time.Advance(TimeSpan.FromHours(1));
        var second = await SaveAsync(world, noa, campaign, Script(Opening(outcome: "talked"), Say("news", "Other words."), Say("more"), Close()), first);
        await world.Get<ObjectToScript>().ExecuteAsync(lea, campaign, second, None);

        var list = (await world.Get<ScriptHistory>().ListAsync(noa, campaign, null, None)).Required;

        var (newer, older) = (list.Versions[0], list.Versions[1]);
        Assert.Equal((2, second, false, false), (newer.Number, newer.Id, newer.IsInUse, newer.IsShipped));
        Assert.Equal((newer.SavedAt, "Lea"), (older.SavedAt.AddHours(1), newer.ObjectedBy));
        Assert.Equal((1, "Dan", "Lea", true), (older.Number, older.SavedBy, older.SignedOffBy, older.IsInUse));
        Assert.Null(older.Changes);
        Assert.Equal(["more"], newer.Changes!.Added.Select(step => step.Id));
        Assert.Equal(["news"], newer.Changes.Changed.Select(change => change.After.Id));
        Assert.Equal(["en"], newer.Changes.Changed[0].Languages);
        Assert.Null(list.Older);

        var read = (await world.Get<ScriptHistory>().ReadAsync(noa, campaign, 2, None)).Required;
        Assert.Equal((second, second), (read.Row.Id, read.Newest));
        Assert.Equal(["more"], read.SinceInUse!.Added.Select(step => step.Id));
        Assert.Null((await world.Get<ScriptHistory>().ReadAsync(noa, campaign, 1, None)).Required.SinceInUse);
        Assert.IsType<NotFound>((await world.Get<ScriptHistory>().ReadAsync(noa, campaign, 3, None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Many_versions_are_listed_page_by_page_and_the_last_of_a_page_knows_what_it_changed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null, English);
        Guid? newest = null;
        for (var i = 1; i <= ScriptHistory.PageSize + 2; i++)
        {
            newest = await SaveAsync(world, noa, campaign, Script(Opening(), Say("news", $"Words {i}."), Close()), newest);
        }

        var first = (await world.Get<ScriptHistory>().ListAsync(noa, campaign, null, None)).Required;
        Assert.Equal((ScriptHistory.PageSize, 2), (first.Versions.Count, first.Older));
        Assert.All(first.Versions, version => Assert.Single(version.Changes!.Changed));
        var rest = (await world.Get<ScriptHistory>().ListAsync(noa, campaign, first.Older, None)).Required;
        Assert.Equal([2, 1], rest.Versions.Select(version => version.Number));
        Assert.Null(rest.Older);
    }

    [Theory, OnBothDatabases]
    public async Task An_old_version_comes_back_as_the_next_one_and_needs_the_same_agreement(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, dan, lea) = (await world.CoordinatorAsync(), await world.CoordinatorAsync("Dan"), await world.CoordinatorAsync("Lea"));
        var campaign = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.AtRisk, noa, dan, lea), template: null, English);
        var first = await SaveAsync(world, noa, campaign, Sound(), null);
        var second = await SaveAsync(world, noa, campaign, Script(Opening(), Close()), first);
        await world.Get<SignOffScript>().ExecuteAsync(dan, campaign, second, None);

        Assert.Equal(new SomeoneSavedMeanwhile(2), (await BringBackAsync(world, noa, campaign, first, basedOn: first)).Error);
        var back = (await BringBackAsync(world, noa, campaign, first, basedOn: second)).Required;

        Assert.Equal((3, false), (back.Number, back.InUse));
        var stored = await world.ReadAsync(db => db.ScriptVersions.FirstAsync(version => version.Id == back.VersionId));
        Assert.Equal(Sound().ToUtf8(), SealedScript.Open(world.Sealer, stored).ToUtf8());
        Assert.Equal(second, await world.ReadAsync(db => db.Campaigns.Where(candidate => candidate.Id == campaign).Select(candidate => candidate.ScriptVersionId).FirstAsync()));
        Assert.IsType<SecondPersonNeeded>((await world.Get<SignOffScript>().ExecuteAsync(noa, campaign, back.VersionId, None)).Error);
        Assert.Equal(3, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ScriptSaved && entry.ScopeId == campaign)));
    }

    [Theory, OnBothDatabases]
    public async Task A_version_of_another_campaign_comes_back_nowhere(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (noa, dan) = (await world.CoordinatorAsync(), await world.CoordinatorAsync("Dan"));
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var (one, other) = (await world.CampaignAsync(noa, book, template: null, English), await world.CampaignAsync(noa, book, template: null, English));
        var version = await SaveAsync(world, noa, one, Sound(), null);

        Assert.IsType<NotFound>((await BringBackAsync(world, noa, other, version, null)).Error);
        Assert.IsType<NotFound>((await BringBackAsync(world, dan, one, version, version)).Error);
        Assert.IsType<NotFound>((await world.Get<ScriptHistory>().ListAsync(dan, one, null, None)).Error);
        Assert.IsType<NotFound>((await world.Get<ScriptHistory>().ReadAsync(dan, one, 1, None)).Error);
    }

    [Fact]
    public void Changes_tell_words_from_ways()
    {
        var before = Script(Opening(), Say("a"), Ask("b", Choice("x"), Choice("y")), Close());
        var after = Script(Opening(), Ask("b", Choice("x", "bye"), Choice("y")), Say("a") with { Texts = Texts(("en", "Some words."), ("he", "כמה מילים")) }, Close()) with { NeverSay = [English("No.")] };

        var changes = ScriptChanges.Between(before, after);

        Assert.Equal([("b", "", true), ("a", "he", false)], changes.Changed.Select(change => (change.After.Id, string.Join(',', change.Languages), change.Led)));
        Assert.Equal((true, true, false), (changes.Reordered, changes.NeverSayChanged, changes.IsNone));
        Assert.True(ScriptChanges.Between(before, ScriptDocument.FromUtf8(before.ToUtf8())).IsNone);
    }

    private static async Task<Guid> SaveAsync(World world, Actor actor, Guid campaign, ScriptDocument script, Guid? basedOn) =>
        (await world.Get<SaveScript>().ExecuteAsync(actor, campaign, script, basedOn, None)).Required.VersionId;

    private static Task<Result<SavedScript>> BringBackAsync(World world, Actor actor, Guid campaign, Guid version, Guid? basedOn) =>
        world.Get<BringBackScript>().ExecuteAsync(actor, campaign, version, basedOn, None);
}
