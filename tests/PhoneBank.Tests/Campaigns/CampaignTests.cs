using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Campaigns;

public sealed class CampaignTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_campaign_from_a_template_has_its_script_and_outcomes_and_lacks_only_a_list(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.AtRisk, noa);

        var id = await world.CampaignAsync(noa, book, CampaignTemplate.ReservistSupport);

        var view = (await world.Get<CampaignOverview>().ExecuteAsync(noa, id, None)).Required;
        Assert.Equal("March follow-up", view.Settings.Name);
        Assert.Equal("Open Hand", view.Settings.Organization);
        Assert.Equal(["he", "en"], view.Settings.Languages);
        Assert.Equal(CampaignState.Draft, view.State);
        Assert.Equal([OpeningGap.NoList], view.Readiness.Missing);
        Assert.True(view.Script!.IsShipped);
        Assert.True(view.Script.IsInUse);
        Assert.False(view.Settings.NotesToNextCallers);
        var keys = await world.ReadAsync(db => db.Outcomes.Where(outcome => outcome.CampaignId == id).OrderBy(outcome => outcome.Position).Select(outcome => outcome.Key).ToListAsync());
        Assert.Equal(OutcomeSet.Default.Keys, keys);
        Assert.True(await world.ReadAsync(db => db.AuditEntries.AnyAsync(entry => entry.Action == AuditAction.CampaignMade && entry.SubjectId == id && entry.ActorId == noa.VolunteerId)));
    }

    [Theory, OnBothDatabases]
    public async Task A_blank_campaign_says_everything_it_lacks(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var id = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null);

        var refused = Assert.IsType<NotReadyToOpen>((await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).Error);

        Assert.Equal([OpeningGap.NoScript, OpeningGap.NoList], refused.Missing);
        Assert.Equal(CampaignState.Draft, await StateAsync(world, id));
    }

    [Theory, OnBothDatabases]
    public async Task A_campaign_opens_pauses_goes_on_and_closes_for_good(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Supporters, noa);
        await world.ContactsAsync(book, 3);
        var id = await world.CampaignAsync(noa, book);
        await world.ListAsync(noa, id);
        var signals = new List<Signal>();
        using var subscription = world.Get<Signals>().Subscribe(signals.Add);

        Assert.IsType<CampaignIsNotOpen>((await world.Get<PauseCampaign>().ExecuteAsync(noa, id, None)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var opened = (await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).Required;
        Assert.Equal([OpeningWarning.NothingAssigned, OpeningWarning.NoCallers], opened.Warnings);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await world.Get<PauseCampaign>().ExecuteAsync(noa, id, None)).IsDone);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CampaignState.Paused, await StateAsync(world, id));
        Assert.True((await world.Get<ResumeCampaign>().ExecuteAsync(noa, id, None)).IsDone);
        Assert.Equal(CampaignState.Open, await StateAsync(world, id));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await world.Get<CloseCampaign>().ExecuteAsync(noa, id, None)).IsDone);

        Assert.IsType<CampaignIsClosed>((await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).Error);
        Assert.IsType<CampaignIsClosed>((await world.Get<EditCampaign>().ExecuteAsync(noa, id, Campaigns.Settings, None)).Error);
        Assert.Equal(2, signals.Count(signal => signal.Kind == Signal.CampaignPaused && signal.CampaignId == id));
        var actions = await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.SubjectId == id).OrderBy(entry => entry.At).Select(entry => entry.Action).ToListAsync());
        Assert.Equal(
            [AuditAction.CampaignMade, AuditAction.CampaignOpened, AuditAction.CampaignPaused, AuditAction.CampaignOpened, AuditAction.CampaignClosed],
            actions);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_but_the_books_coordinators_reaches_a_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var stranger = await world.CoordinatorAsync("Dan");
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var id = await world.CampaignAsync(noa, book);
        var caller = await world.CallerAsync(id);
        await world.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = book, VolunteerId = caller.VolunteerId, AddedAt = world.Now }));

        foreach (var actor in new[] { stranger, caller, Actor.System })
        {
            Assert.IsType<NotFound>((await world.Get<CreateCampaign>().ExecuteAsync(actor, book, Campaigns.Settings, null, None)).Error);
            Assert.IsType<NotFound>((await world.Get<EditCampaign>().ExecuteAsync(actor, id, Campaigns.Settings, None)).Error);
            Assert.IsType<NotFound>((await world.Get<OpenCampaign>().ExecuteAsync(actor, id, None)).Error);
            Assert.IsType<NotFound>((await world.Get<PauseCampaign>().ExecuteAsync(actor, id, None)).Error);
            Assert.IsType<NotFound>((await world.Get<CloseCampaign>().ExecuteAsync(actor, id, None)).Error);
            Assert.IsType<NotFound>((await world.Get<EditOutcomes>().ExecuteAsync(actor, id, [], None)).Error);
            Assert.IsType<NotFound>((await world.Get<CampaignOverview>().ExecuteAsync(actor, id, None)).Error);
            Assert.IsType<NotFound>((await world.Get<CampaignOutcomes>().ExecuteAsync(actor, id, None)).Error);
            Assert.Empty(await world.Get<CampaignList>().ExecuteAsync(actor, None));
        }

        Assert.Single(await world.Get<CampaignList>().ExecuteAsync(noa, None));
    }

    public static TheoryData<CampaignSettings, string> Unfit => new()
    {
        { Campaigns.Settings with { Name = "  " }, nameof(CampaignSettings.Name) },
        { Campaigns.Settings with { Organization = "" }, nameof(CampaignSettings.Organization) },
        { Campaigns.Settings with { Languages = [] }, nameof(CampaignSettings.Languages) },
        { Campaigns.Settings with { Languages = ["he", "x, y"] }, nameof(CampaignSettings.Languages) },
        { Campaigns.Settings with { Hours = "always when it suits" }, nameof(CampaignSettings.Hours) },
        { Campaigns.Settings with { TimeZone = "Middle/Earth" }, nameof(CampaignSettings.TimeZone) },
        { Campaigns.Settings with { MaxAttemptsPerDay = 0 }, nameof(CampaignSettings.MaxAttemptsPerDay) },
        { Campaigns.Settings with { MaxAttemptsPerDay = 5, MaxAttempts = 4 }, nameof(CampaignSettings.MaxAttempts) },
    };

    [Theory, MemberData(nameof(Unfit))]
    public async Task A_setting_that_does_not_fit_is_named_and_nothing_is_made(CampaignSettings settings, string field)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);

        var result = await world.Get<CreateCampaign>().ExecuteAsync(noa, book, settings, null, None);

        Assert.Equal(field, Assert.IsType<InvalidField>(result.Error).Field);
        Assert.False(await world.ReadAsync(db => db.Campaigns.AnyAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Settings_are_tidied_and_come_back_as_they_were_saved(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var id = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa));

        var result = await world.Get<EditCampaign>().ExecuteAsync(
            noa,
            id,
            Campaigns.Settings with
            {
                Name = " April ",
                Languages = ["ar", "HE", "ar"],
                Hours = "fr 9-13; su-th 10-20",
                BlackoutDates = [new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 24)],
                PickFromList = true,
                NotesToNextCallers = false,
            },
            None);

        Assert.True(result.IsDone);
        var settings = (await world.Get<CampaignOverview>().ExecuteAsync(noa, id, None)).Required.Settings;
        Assert.Equal("April", settings.Name);
        Assert.Equal(["ar", "he"], settings.Languages);
        Assert.Equal("Su-Th 10:00-20:00; Fr 09:00-13:00", settings.Hours);
        Assert.Equal([new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 25)], settings.BlackoutDates);
        Assert.False(settings.NotesToNextCallers);

        // Picking from first names is for supporters only.
        Assert.False(settings.PickFromList);
    }

    [Theory, OnBothDatabases]
    public async Task Outcomes_are_relabelled_reordered_and_retired_but_never_so_that_a_call_leads_nowhere(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var id = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa));
        var lines = (await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines;
        OutcomeEdit Edit(string key, bool retired = false, int? position = null, int? retry = null, string? label = null)
        {
            var line = lines.First(candidate => candidate.Definition.Key == key);
            var texts = new Dictionary<string, OutcomeText>();
            if (label is not null)
            {
                texts["en"] = new OutcomeText(label, line.Definition.Texts["en"].Consequence);
            }

            return new OutcomeEdit(line.Id, position ?? line.Position, retired, retry is { } wait ? [wait] : line.Definition.WaitsMinutes, texts);
        }

        var done = await world.Get<EditOutcomes>().ExecuteAsync(
            noa, id, [Edit(OutcomeKeys.NoAnswer, retry: 60, label: "Nobody picked up"), Edit(OutcomeKeys.LeftMessage, retired: true), Edit(OutcomeKeys.Busy, position: -1)], None);
        Assert.True(done.IsDone);
        var after = (await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines;
        Assert.Equal(OutcomeKeys.Busy, after[0].Definition.Key);
        Assert.Equal(OutcomeKeys.LeftMessage, after[^1].Definition.Key);
        var noAnswer = after.First(line => line.Definition.Key == OutcomeKeys.NoAnswer).Definition;
        Assert.Equal("Nobody picked up", noAnswer.Texts["en"].Label);
        Assert.Equal(OutcomeSet.Default.Find(OutcomeKeys.NoAnswer)!.Texts["he"], noAnswer.Texts["he"]);
        Assert.Equal(60, noAnswer.RetryAfterMinutes);

        var refused = await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [Edit(OutcomeKeys.DoNotCall, retired: true)], None);
        Assert.Contains(new OutcomeFinding.NothingSuppresses(), Assert.IsType<OutcomesWouldNotWork>(refused.Error).Findings);
        Assert.False((await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines.First(line => line.Definition.Key == OutcomeKeys.DoNotCall).IsRetired);
    }

    private static Task<CampaignState> StateAsync(World world, Guid id) =>
        world.ReadAsync(db => db.Campaigns.Where(campaign => campaign.Id == id).Select(campaign => campaign.State).FirstAsync());
}
