using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>What an organizer sees: the call page and the start page.</summary>
public sealed class CallViewTests
{
    [Theory, OnBothDatabases]
    public async Task The_call_page_shows_first_name_card_script_and_local_time_and_neither_last_name_nor_number(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        var card = new SafeContactCard { SafeHours = "Mo-Fr 11:00-20:00", WhoMayAnswer = "Her father", CoverWording = "the library" };
        await scene.ContactsAsync(1, country: "FR", zone: "Europe/Paris", card: card, e164: ["+33612345678"]);
        var mia = await scene.OrganizerAsync();
        await scene.ClaimAsync(mia);
        var view = (await scene.ViewAsync(mia)).Required;

        Assert.Equal((CallStage.Viewing, VoicemailWish.No, true, card), (view.Stage, view.Voicemail, view.CoverWordingOffered, view.Card));
        Assert.Equal((new DateTime(2026, 11, 23, 11, 0, 0), "Europe/Paris"), (view.LocalTime, view.ZoneId));
        Assert.Equal(("Thursday meeting", "Open Hand", "Families in the north", "he"), (view.CampaignName, view.Organization, view.ListName, view.Language));
        Assert.Equal(["opening", "comes", "word", "day", "bye"], view.Script!.Steps.Select(step => step.Id));
        Assert.Equal(OutcomeSet.Default.Outcomes.Where(outcome => outcome.Key != OutcomeKeys.LeftMessage).Select(outcome => outcome.Key), view.Outcomes.Select(outcome => outcome.Key));
        Assert.Equal(6, view.SkipsLeft);
        Assert.Contains(new CallbackChoice(CallbackMoment.ThisEvening, new DateOnly(2026, 11, 23), new TimeOnly(18, 0), new DateTime(2026, 11, 23, 17, 0, 0, DateTimeKind.Utc)), view.Callback.Choices);
        var json = System.Text.Json.JsonSerializer.Serialize(view);
        Assert.DoesNotContain("Surname", json, StringComparison.Ordinal);
        Assert.DoesNotContain("612345678", json, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_contact_in_a_country_of_several_zones_is_asked_for_the_zone_of_a_callback(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, country: "BR", zone: null);
        var mia = await scene.OrganizerAsync();
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var claim = await scene.CallAsync(mia);
        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Equal((null, null), (view.LocalTime, view.ZoneId));
        Assert.Contains("America/Belem", view.Callback.Zones);
        Assert.Equal("ZoneNotKnown", Assert.IsType<CallbackNotPossible>((await PromiseAsync(null)).Error).WhyKey);
        Assert.True((await PromiseAsync("America/Sao_Paulo")).IsDone);

        Task<Result<Recorded>> PromiseAsync(string? zone) => scene.RecordAsync(
            mia, claim.Id, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 24), CallbackTime = new TimeOnly(15, 0), CallbackZone = zone });
    }

    [Theory, OnBothDatabases]
    public async Task The_start_page_shows_my_lists_their_progress_and_what_I_did_today(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(5);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var toms = await scene.ListAsync(name: "Only Tom's");
        await scene.AssignAsync(toms, to: tom, maximum: 3);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await scene.CallAndRecordAsync(tom, OutcomeKeys.Talked);
        var open = await scene.ClaimAsync(mia);

        var mine = await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None);
        Assert.Equal((2, 1, open.Id), (mine.CallsToday, mine.ConversationsToday, mine.OpenClaim!.ClaimId));
        Assert.Equal(new MyList(scene.ListId, scene.CampaignId, "Families in the north", "Thursday meeting", CampaignListState.Open, Done: 2, Total: 5, Waiting: 2, ByMe: 2, ByMeToday: 2, Maximum: null, CanPick: false), Assert.Single(mine.Lists));
        var his = await world.Get<MyLists>().ExecuteAsync(tom, CancellationToken.None);
        Assert.Equal([("Families in the north", (int?)null), ("Only Tom's", 3)], his.Lists.Select(list => (list.Name, list.Maximum)).Order());

        world.Time.Advance(TimeSpan.FromHours(14));
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        var tomorrow = await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None);
        Assert.Equal((0, CampaignListState.Paused, 2), (tomorrow.CallsToday, tomorrow.Lists[0].State, tomorrow.Lists[0].ByMe));
    }
}
