using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Campaigns;

public sealed class CopyCampaignTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_copy_has_the_settings_outcomes_and_script_and_nothing_of_what_was_done(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Supporters, noa);
        await world.ContactsAsync(book, 3);
        var settings = Campaigns.Settings with
        {
            Hours = "Su-Th 12:00-20:00", Calendars = CalendarSets.Muslim, BlackoutDates = [new(2026, 11, 1), new(2026, 12, 24)], MaxAttempts = 6, PickFromList = true,
            Messengers = [Messengers.Signal], DonationAddress = "https://give.example", MessagesToCoordinator = false,
        };
        var id = await world.CampaignAsync(noa, book, CampaignTemplate.SupportersMatch, settings);
        await world.ListAsync(noa, id);
        await world.CallerAsync(id);
        var leftMessage = (await LinesAsync(world, noa, id)).First(line => line.Definition.Key == OutcomeKeys.LeftMessage);
        _ = (await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [new OutcomeEdit(leftMessage.Id, 2, Retired: true, [60], new Dictionary<string, OutcomeText>())], None)).IsDone;
        Assert.True((await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).IsDone);
        Assert.True((await world.Get<CloseCampaign>().ExecuteAsync(noa, id, None)).IsDone);
        world.Time.Advance(TimeSpan.FromHours(1));

        var copy = new CampaignCopy(world.NewId(), " April follow-up ");
        Assert.Equal(copy.Id, (await world.Get<CopyCampaign>().ExecuteAsync(noa, id, copy, None)).Required);

        var view = (await world.Get<CampaignOverview>().ExecuteAsync(noa, copy.Id, None)).Required;
        Assert.Equal(CampaignState.Draft, view.State);
        Assert.Equal(book, view.BookId);
        Assert.Equal(settings with { Name = "April follow-up", BlackoutDates = view.Settings.BlackoutDates, Languages = view.Settings.Languages, NotesToNextCallers = true, Messengers = view.Settings.Messengers }, view.Settings);
        Assert.Equal([new DateOnly(2026, 12, 24)], view.Settings.BlackoutDates);
        Assert.Equal(settings.Languages, view.Settings.Languages);
        Assert.Equal(settings.Messengers, view.Settings.Messengers);
        Assert.Equal([OpeningGap.ScriptNotSignedOff, OpeningGap.NoList], view.Readiness.Missing);
        Assert.True(view.Script!.WaitsForSignOff);
        Assert.Empty(view.Lists);
        Assert.Equal((0, 0), (view.Admitted, view.InWaitingRoom));

        var (before, after) = (await LinesAsync(world, noa, id), await LinesAsync(world, noa, copy.Id));
        Assert.Equal(before.Select(line => (line.Definition.Key, line.IsRetired, line.Definition.RetryAfterMinutes)), after.Select(line => (line.Definition.Key, line.IsRetired, line.Definition.RetryAfterMinutes)));
        Assert.Empty(before.Select(line => line.Id).Intersect(after.Select(line => line.Id)));
        Assert.Equal(await ScriptAsync(world, id), await ScriptAsync(world, copy.Id));
        var told = await world.ReadAsync(db => db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.CampaignCopied));
        Assert.Equal((noa.VolunteerId, copy.Id, book, id.ToString()), (told.ActorId, told.SubjectId!.Value, told.ScopeId!.Value, told.Detail));
    }

    [Theory, OnBothDatabases]
    public async Task Tapping_twice_makes_one_copy_and_the_id_of_another_campaign_is_no_way_in(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var id = await world.CampaignAsync(noa, book);
        var copy = new CampaignCopy(world.NewId(), "Again");

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Get<CopyCampaign>().ExecuteAsync(noa, id, copy, None))));
        Assert.All(made, result => Assert.Equal(copy.Id, result.Required));
        Assert.Equal(2, await world.ReadAsync(db => db.Campaigns.CountAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.CampaignCopied)));

        var theirs = await world.CallingSceneAsync();
        Assert.IsType<NotFound>((await world.Get<CopyCampaign>().ExecuteAsync(noa, id, new CampaignCopy(theirs.CampaignId, "Theirs"), None)).Error);
        Assert.IsType<NotFound>((await world.Get<CopyCampaign>().ExecuteAsync(noa, id, new CampaignCopy(id, "Itself"), None)).Error);
        Assert.IsType<NotFound>((await world.Get<CopyCampaign>().ExecuteAsync(noa, theirs.CampaignId, new CampaignCopy(world.NewId(), "Theirs"), None)).Error);
        Assert.IsType<NotFound>((await world.Get<CopyCampaign>().ExecuteAsync(await world.CallerAsync(id), id, new CampaignCopy(world.NewId(), "Caller's"), None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_copy_without_a_name_is_refused_at_the_name_and_one_without_a_script_lacks_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var id = await world.CampaignAsync(noa, await world.BookAsync(ProtectionLevel.Careful, noa), template: null);

        Assert.Equal(new InvalidField(nameof(CampaignSettings.Name), "Empty"), (await world.Get<CopyCampaign>().ExecuteAsync(noa, id, new CampaignCopy(world.NewId(), "  "), None)).Error);
        Assert.Equal(1, await world.ReadAsync(db => db.Campaigns.CountAsync()));

        var copy = (await world.Get<CopyCampaign>().ExecuteAsync(noa, id, new CampaignCopy(world.NewId(), "Blank again"), None)).Required;
        Assert.Contains(OpeningGap.NoScript, (await world.Get<CampaignOverview>().ExecuteAsync(noa, copy, None)).Required.Readiness.Missing);
    }

    private static async Task<IReadOnlyList<OutcomeLine>> LinesAsync(World world, Actor actor, Guid id) => (await world.Get<CampaignOutcomes>().ExecuteAsync(actor, id, None)).Required.Lines;

    private static async Task<string> ScriptAsync(World world, Guid id)
    {
        var version = await world.ReadAsync(db => db.ScriptVersions.SingleAsync(candidate => candidate.CampaignId == id));
        return System.Text.Encoding.UTF8.GetString(SealedScript.Open(world.Sealer, version).ToUtf8());
    }
}
