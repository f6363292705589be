using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Campaigns;

public sealed class OverrideHoursTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    // The world begins on Monday 23 November 2026 at noon in Jerusalem.
    private static readonly DateTime Monday = new(2026, 11, 23, 0, 0, 0, DateTimeKind.Unspecified);

    [Theory, OnBothDatabases]
    public async Task A_day_is_opened_in_spite_of_the_campaigns_hours_for_a_reason_and_closed_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2, change: campaign => (campaign.Hours, campaign.BlackoutDates) = ("Tu 10:00-12:00", "2026-11-23"));
        var mia = await scene.OrganizerAsync();
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);

        var id = (await OpenAsync(scene, Monday.AddHours(12), Monday.AddHours(14), "  The vote was moved to tonight ")).Required;

        var line = Assert.Single((await LinesAsync(scene)).Lines);
        Assert.Equal((id, world.Now, world.Now.AddHours(2), true), (line.Id, line.FromUtc, line.UntilUtc, line.HoldsNow));
        Assert.Equal("The vote was moved to tonight", line.Reason);
        Assert.StartsWith("Noa", line.By, StringComparison.Ordinal);
        var stored = await world.ReadAsync(db => db.HoursOverrides.SingleAsync());
        Assert.False(System.Text.Encoding.UTF8.GetString(stored.SealedReason).Contains("vote", StringComparison.Ordinal));
        Assert.True(await world.ReadAsync(db => db.AuditEntries.AnyAsync(entry => entry.Action == AuditAction.HoursOpened && entry.SubjectId == id && entry.ScopeId == scene.CampaignId
            && entry.ActorId == scene.Coordinator.VolunteerId && entry.Detail == "2026-11-23T10:00Z/2026-11-23T12:00Z")));
        Assert.Equal(2, (await world.Get<ListProgress>().ExecuteAsync(scene.Coordinator, scene.ListId, None)).Required.Now);
        var claim = (await scene.NextAsync(mia)).Required.ClaimId;
        _ = (await world.Get<ReleaseClaim>().ExecuteAsync(mia, claim, None)).IsDone;

        Assert.True((await world.Get<EndHoursOverride>().ExecuteAsync(scene.Coordinator, id, None)).IsDone);
        Assert.True((await world.Get<EndHoursOverride>().ExecuteAsync(scene.Coordinator, id, None)).IsDone);
        Assert.Empty((await LinesAsync(scene)).Lines);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        Assert.Equal(1, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.HoursOpeningEnded && entry.SubjectId == id)));
    }

    [Theory, OnBothDatabases]
    public async Task It_holds_only_from_its_beginning_to_its_end_and_never_against_ceiling_or_safe_hours(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(change: campaign => (campaign.Hours, campaign.Calendars) = ("Tu 10:00-12:00", CalendarSetsText.Write(CalendarSets.Jewish)));
        var mia = await scene.OrganizerAsync();
        await scene.ContactsAsync(1, card: new SafeContactCard { SafeHours = "We 10:00-12:00" });
        _ = (await OpenAsync(scene, Monday.AddHours(13), Monday.AddHours(26), "Urgent")).Required;

        // Wednesday is their only safe day.
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        await scene.ContactsAsync(1);
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 10, 59, 0, TimeSpan.Zero));
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero));
        var claim = (await scene.NextAsync(mia)).Required.ClaimId;
        _ = (await world.Get<ReleaseClaim>().ExecuteAsync(mia, claim, None)).IsDone;

        // In Israel nobody is called after nine in the evening, whatever is opened.
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 19, 30, 0, TimeSpan.Zero));
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task What_does_not_fit_is_refused_with_its_field(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        async Task<(string, string)> RefusedAsync(double from, double until, string reason = "Urgent")
        {
            var refused = Assert.IsType<InvalidField>((await OpenAsync(scene, Monday.AddHours(from), Monday.AddHours(until), reason)).Error);
            return (refused.Field, refused.Reason);
        }

        Assert.Equal(("Reason", "Empty"), await RefusedAsync(13, 14, "   "));
        Assert.Equal(("Reason", "TooLong"), await RefusedAsync(13, 14, new string('x', 501)));
        Assert.Equal(("Until", "BeforeStart"), await RefusedAsync(14, 14));
        Assert.Equal(("Until", "Past"), await RefusedAsync(8, 12));
        Assert.Equal(("Until", "TooLong"), await RefusedAsync(13, 13 + (7 * 24) + 1));
        Assert.Equal(("From", "TooFar"), await RefusedAsync(24 * 61, (24 * 61) + 1));
        Assert.IsType<NotFound>((await world.Get<OverrideHours>().ExecuteAsync(await world.CoordinatorAsync("Dan"), scene.CampaignId, new HoursWish(Monday.AddHours(13), Monday.AddHours(14), "Urgent"), None)).Error);
        Assert.IsType<NotFound>((await world.Get<OverriddenHours>().ExecuteAsync(await scene.OrganizerAsync(), scene.CampaignId, None)).Error);
        Assert.Empty(await world.ReadAsync(db => db.HoursOverrides.ToListAsync()));

        var id = (await OpenAsync(scene, Monday.AddHours(13), Monday.AddHours(14), "Urgent")).Required;
        Assert.IsType<NotFound>((await world.Get<EndHoursOverride>().ExecuteAsync(await world.CoordinatorAsync("Dov"), id, None)).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Closed);
        Assert.IsType<PhoneBank.Campaigns.CampaignIsClosed>((await OpenAsync(scene, Monday.AddHours(13), Monday.AddHours(14), "Urgent")).Error);
    }

    private static Task<Result<Guid>> OpenAsync(CallingScene scene, DateTime from, DateTime until, string reason) =>
        scene.World.Get<OverrideHours>().ExecuteAsync(scene.Coordinator, scene.CampaignId, new HoursWish(from, until, reason), None);

    private static async Task<OverriddenHoursView> LinesAsync(CallingScene scene) =>
        (await scene.World.Get<OverriddenHours>().ExecuteAsync(scene.Coordinator, scene.CampaignId, None)).Required;
}
