using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

public sealed class LanguageLevelTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task What_is_spoken_a_little_is_called_upon_only_while_nobody_better_is_in_the_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await SpeakAsync(world, mia, new("he", LanguageLevel.Good), new("ru", LanguageLevel.ALittle));
        var russian = (await scene.ContactsAsync(1, language: "ru-IL"))[0];
        var hebrew = (await scene.ContactsAsync(1, language: "he"))[0];

        // What one speaks well comes first.
        Assert.Equal(hebrew, await HandedOutAsync(scene, mia));
        var claim = await scene.ClaimAsync(mia);
        Assert.Equal(russian, claim.EntryId);
        await world.Get<ReleaseClaim>().ExecuteAsync(mia, claim.Id, None);

        var alexei = await scene.OrganizerAsync("ru");
        world.Get<Signals>().Publish(new Signal(Signal.PeopleChanged, scene.CampaignId));
        var reason = Assert.IsType<NothingReason.OtherLanguage>(Assert.Single(Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons));
        Assert.Equal(1, reason.ByLanguage["ru-IL"]);
        Assert.Equal(russian, (await scene.ClaimAsync(alexei)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_in_a_language_spoken_a_little_is_kept_by_whoever_speaks_it_better(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, alexei) = (await scene.OrganizerAsync(), await scene.OrganizerAsync("ru"));
        await SpeakAsync(world, mia, new("he", LanguageLevel.Fluent), new("ru", LanguageLevel.ALittle));
        var entry = (await scene.ContactsAsync(1, language: "ru"))[0];
        await scene.ScheduleAsync(entry, world.Now, forWhom: null);

        Assert.False((await scene.NextAsync(mia)).IsDone);
        Assert.Equal(entry, (await scene.ClaimAsync(alexei)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task Who_speaks_another_language_goes_to_those_who_do_and_an_unknown_one_to_anybody(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, layla) = (await scene.OrganizerAsync(), await scene.OrganizerAsync("ar"));
        var entry = (await scene.ContactsAsync(1, language: null))[0];
        await scene.CallAndRecordAsync(mia, OutcomeKeys.OtherLanguage, request => request with { SpeaksLanguage = "ar" });
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.False((await scene.NextAsync(mia)).IsDone);
        Assert.Equal(entry, (await scene.ClaimAsync(layla)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task Levels_and_free_countries_are_kept_and_nonsense_is_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await SpeakAsync(world, mia, new("he", LanguageLevel.Fluent), new("en-US", LanguageLevel.Good), new("ar", LanguageLevel.ALittle), new("AR", LanguageLevel.Good));
        var mine = (await world.Get<MyCallingQuery>().ExecuteAsync(mia, None)).Required;
        Assert.Equal([new("he", LanguageLevel.Fluent), new("en-us", LanguageLevel.Good), new("ar", LanguageLevel.Good)], mine.Languages);

        var change = world.Get<ChangeMyCalling>();
        Assert.True((await change.ExecuteAsync(mia, mine.Languages, ["il", "FR", ""], None)).IsDone);
        Assert.Equal(["IL", "FR"], (await world.Get<MyCallingQuery>().ExecuteAsync(mia, None)).Required.FreeCountries);
        await scene.ContactsAsync(1, country: "DE", zone: "Europe/Berlin");
        Assert.Contains(new NothingReason.OtherCountry(1), Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons);
        Assert.IsType<InvalidField>((await change.ExecuteAsync(mia, [], ["XX"], None)).Error);
        Assert.IsType<LanguageUnknown>((await change.ExecuteAsync(mia, [new("no such tag", LanguageLevel.Good)], [], None)).Error);
        Assert.IsType<NotAllowed>((await change.ExecuteAsync(new Actor(Guid.NewGuid()), [], [], None)).Error);
    }

    private static async Task SpeakAsync(World world, Actor actor, params SpokenLanguage[] languages) =>
        Assert.True((await world.Get<ChangeMyCalling>().ExecuteAsync(actor, languages, [], None)).IsDone);

    private static async Task<Guid> HandedOutAsync(CallingScene scene, Actor actor)
    {
        var claim = await scene.CallAsync(actor);
        _ = (await scene.RecordAsync(actor, claim.Id, OutcomeKeys.Talked)).Required;
        return claim.EntryId;
    }
}
