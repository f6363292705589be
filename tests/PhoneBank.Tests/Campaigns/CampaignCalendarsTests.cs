using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;

namespace PhoneBank.Tests.Campaigns;

public sealed class CampaignCalendarsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_template_brings_its_calendars_and_a_coordinator_may_choose_others(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);

        var reservists = await world.CampaignAsync(noa, book, CampaignTemplate.ReservistSupport);
        Assert.Equal(CalendarSets.Jewish | CalendarSets.Muslim, await CalendarsAsync(reservists));
        Assert.Equal(CalendarSets.None, await CalendarsAsync(await world.CampaignAsync(noa, book, CampaignTemplate.SupportersMatch)));
        Assert.Equal(CalendarSets.None, await CalendarsAsync(await world.CampaignAsync(noa, book, template: null)));
        var chosen = Campaigns.Settings with { Calendars = CalendarSets.EasternChristian };
        Assert.Equal(CalendarSets.EasternChristian, await CalendarsAsync(await world.CampaignAsync(noa, book, CampaignTemplate.ReservistSupport, chosen)));

        // Whoever changes something else and says nothing of calendars leaves them.
        Assert.True((await world.Get<EditCampaign>().ExecuteAsync(noa, reservists, Campaigns.Settings with { Name = "May" }, None)).IsDone);
        Assert.Equal(CalendarSets.Jewish | CalendarSets.Muslim, await CalendarsAsync(reservists));
        Assert.True((await world.Get<EditCampaign>().ExecuteAsync(noa, reservists, Campaigns.Settings with { Calendars = CalendarSets.Muslim | CalendarSets.WesternChristian }, None)).IsDone);
        Assert.Equal(CalendarSets.Muslim | CalendarSets.WesternChristian, await CalendarsAsync(reservists));
        Assert.True((await world.Get<EditCampaign>().ExecuteAsync(noa, reservists, Campaigns.Settings with { Calendars = CalendarSets.None }, None)).IsDone);
        Assert.Equal("", await world.ReadAsync(db => db.Campaigns.Where(campaign => campaign.Id == reservists).Select(campaign => campaign.Calendars).SingleAsync()));

        async Task<CalendarSets> CalendarsAsync(Guid id) => (await world.Get<CampaignOverview>().ExecuteAsync(noa, id, None)).Required.Settings.Calendars!.Value;
    }

    [Theory, OnBothDatabases]
    public async Task Waits_and_maxima_of_an_outcome_are_changed_and_figures_that_do_not_fit_are_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var id = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa));
        var lines = (await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines;
        var noAnswer = lines.Single(line => line.Definition.Key == OutcomeKeys.NoAnswer);
        OutcomeEdit Edit(IReadOnlyList<int> waits, int most) => new(noAnswer.Id, noAnswer.Position, Retired: false, waits, new Dictionary<string, OutcomeText>()) { MaxPerCampaign = most, MaxPerDay = 7 };

        Assert.True((await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [Edit([180, 360, 1440], 6)], None)).IsDone);
        var after = (await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines.Single(line => line.Id == noAnswer.Id).Definition;
        Assert.Equal([180, 360, 1440], after.WaitsMinutes);
        Assert.Equal(6, after.MaxPerCampaign);

        // It had no maximum for a day, so it gets none.
        Assert.Null(after.MaxPerDay);
        var refused = await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [Edit([180, 0], 6)], None);
        Assert.Contains(new OutcomeFinding.BadFigure(OutcomeKeys.NoAnswer), Assert.IsType<OutcomesWouldNotWork>(refused.Error).Findings);
        refused = await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [Edit([180], 0)], None);
        Assert.Contains(new OutcomeFinding.BadFigure(OutcomeKeys.NoAnswer), Assert.IsType<OutcomesWouldNotWork>(refused.Error).Findings);
    }
}
