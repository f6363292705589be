using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Campaigns;

public sealed class WeekOfHoursTests
{
    [Theory, OnBothDatabases]
    public async Task The_week_shown_is_the_week_in_which_the_queue_hands_out(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2, change: campaign => (campaign.Hours, campaign.Calendars) = ("Su-Th 11:00-20:00; Fr 10:00-13:00", "Jewish"));
        _ = (await world.Get<OverrideHours>().ExecuteAsync(
            scene.Coordinator, scene.CampaignId, new HoursWish(new DateTime(2026, 11, 26, 18, 0, 0, DateTimeKind.Unspecified), new DateTime(2026, 11, 26, 23, 0, 0, DateTimeKind.Unspecified), "The vote is tonight"), CancellationToken.None)).Required;

        var view = await ViewAsync(scene, place: null);

        var classId = await world.Get<HoursClasses>().IdOfAsync(view.Shown, CancellationToken.None);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(view.Picture.ZoneId);
        var opened = 0;
        for (var step = 0; step < 6 * 24 * 2; step++)
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(world.Now, zone);
            var minute = (local.Hour * 60) + local.Minute;
            var day = view.Picture.Days.Single(day => day.Date == DateOnly.FromDateTime(local));
            var isShown = day.Open.Any(stretch => stretch.From <= minute && minute < stretch.To - 10);
            var handsOut = (await world.Get<CampaignMoments>().OpenClassesAsync(scene.CampaignId, CancellationToken.None)).Contains(classId);
            Assert.True(isShown == handsOut, $"{local:ddd HH:mm}: shown {isShown}, handed out {handsOut}");
            opened += handsOut ? 1 : 0;
            world.Time.Advance(TimeSpan.FromMinutes(30));
        }

        // Thursday's hours and what was opened overlap; it closes with the country at 21:00.
        Assert.InRange(opened, 60, 110);
        Assert.Contains(view.Picture.Days, day => day.InSpite.Count > 0);
    }

    [Theory, OnBothDatabases]
    public async Task The_places_of_those_who_wait_are_offered_by_how_many_they_are(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        await scene.ContactsAsync(3, country: "DE", zone: "Europe/Berlin");
        await scene.ContactsAsync(2, country: "US", zone: null);
        await scene.ContactsAsync(1, country: "DE", zone: "Europe/Berlin", card: new PhoneBank.Books.SafeContactCard { SafeHours = "Mo-Fr 18:00-20:00" });

        Assert.Equal([("Asia/Jerusalem|IL|", 0)], Places(await ViewAsync(scene, place: null)));
        await world.Get<SummarizeLists>().ExecuteAsync(CancellationToken.None);

        var view = await ViewAsync(scene, "country:US|US|");
        Assert.Equal([("Asia/Jerusalem|IL|", 1), ("Europe/Berlin|DE|", 4), ("country:US|US|", 2)], Places(view));
        Assert.Equal("country:US|US|", view.Shown.ToString());
        Assert.Equal("Asia/Jerusalem|IL|", (await ViewAsync(scene, "Asia/Tokyo|JP|")).Shown.ToString());
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_of_another_book_sees_the_hours(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (mine, theirs) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        Assert.IsType<NotFound>((await world.Get<WeekOfHours>().ExecuteAsync(mine.Coordinator, theirs.CampaignId, place: null, CancellationToken.None)).Error);
    }

    private static IEnumerable<(string, int)> Places(WeekOfHoursView view) => view.Places.Select(place => (place.Place.ToString(), place.People));

    private static async Task<WeekOfHoursView> ViewAsync(CallingScene scene, string? place) =>
        (await scene.World.Get<WeekOfHours>().ExecuteAsync(scene.Coordinator, scene.CampaignId, place, CancellationToken.None)).Required;
}
