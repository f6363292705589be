using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

public sealed class ContactZoneTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Who_is_elsewhere_is_called_by_the_clock_there_in_every_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var entry = (await scene.ContactsAsync(1, country: "US", zone: "America/New_York"))[0];
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        var claim = await scene.CallAsync(mia);
        var other = await (await scene.AnotherCampaignAsync()).EntryForAsync(claim.ContactId);
        var set = world.Get<SetContactZone>();
        var choices = (await set.ReadAsync(mia, None)).Required;
        Assert.Equal(("America/New_York", "US"), (choices.Present, choices.Country));
        Assert.Contains("America/Los_Angeles", choices.OfCountry);

        Assert.True((await set.ExecuteAsync(mia, claim.Id, "america/los_angeles", None)).IsDone);

        var contact = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        Assert.Equal("America/Los_Angeles", contact.TimeZone);
        Assert.Equal((contact.HoursClassId, contact.HoursClassId), ((await scene.EntryAsync(entry)).HoursClassId, (await scene.EntryAsync(other)).HoursClassId));
        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Equal(("America/Los_Angeles", 8), (view.ZoneId, view.LocalTime!.Value.Hour));

        // Eight in the morning there: nobody is called again before ten.
        await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Busy);
        world.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains(Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons, reason => reason is NothingReason.OutsideHours);
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_caller_of_a_call_in_which_the_number_was_shown_and_only_a_zone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var set = world.Get<SetContactZone>();
        var claim = await scene.ClaimAsync(mia);
        Assert.IsType<NumberNotShown>((await set.ExecuteAsync(mia, claim.Id, "Europe/Paris", None)).Error);
        Assert.IsType<NumberNotShown>((await set.ReadAsync(mia, None)).Error);
        _ = (await scene.RevealAsync(mia, claim.Id)).Required;
        Assert.IsType<ClaimLost>((await set.ExecuteAsync(tom, claim.Id, "Europe/Paris", None)).Error);
        Assert.IsType<ClaimLost>((await set.ReadAsync(tom, None)).Error);
        Assert.IsType<UnknownZone>((await set.ExecuteAsync(mia, claim.Id, "Europe/Atlantis", None)).Error);
        Assert.True((await set.ExecuteAsync(mia, claim.Id, "Europe/Paris", None)).IsDone);
    }
}
