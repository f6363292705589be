using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Campaigns;

public sealed class SetUpTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Each_part_says_what_it_lacks_until_nothing_is_left(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 2);
        var id = await world.CampaignAsync(noa, book);

        var parts = await PartsAsync(world, noa, id);
        Assert.Equal(Enum.GetValues<SetUpPart>(), parts.Select(line => line.Part));
        Assert.Equal([SetUpPart.Lists, SetUpPart.People], parts.Where(line => !line.IsReady).Select(line => line.Part));
        Assert.Equal([OpeningGap.NoList], parts.Single(line => line.Part == SetUpPart.Lists).Missing);
        Assert.Equal([OpeningWarning.NoCallers], parts.Single(line => line.Part == SetUpPart.People).Warnings);

        var list = await world.ListAsync(noa, id);
        await world.Get<PhoneBank.Lists.AssignList>().ExecuteAsync(noa, list.ListId, PhoneBank.Lists.Assignee.Everyone, maximum: null, None);
        var caller = await world.CallerAsync(id);
        Assert.Equal([OpeningWarning.LanguageNobodySpeaks], (await PartsAsync(world, noa, id)).Single(line => !line.IsReady).Warnings);
        await world.WriteAsync(db => db.Users.Single(volunteer => volunteer.Id == caller.VolunteerId).CallLanguages = "he,en");
        Assert.All(await PartsAsync(world, noa, id), line => Assert.True(line.IsReady, line.Part.ToString()));
    }

    [Theory, OnBothDatabases]
    public async Task Outcomes_that_would_leave_people_stuck_keep_a_campaign_from_opening(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 1);
        var id = await world.CampaignAsync(noa, book);
        await world.ListAsync(noa, id);

        // As a campaign of an older version might have it; no operation would let it come to this.
        await world.WriteAsync(db =>
        {
            foreach (var outcome in db.Outcomes.Where(outcome => outcome.CampaignId == id).ToList().Where(outcome => outcome.Definition.SuppressEverywhere))
            {
                outcome.RetiredAt = world.Now;
            }
        });

        Assert.Equal([OpeningGap.NoOutcomes], Assert.IsType<NotReadyToOpen>((await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).Error).Missing);
        Assert.Equal([OpeningGap.NoOutcomes], (await PartsAsync(world, noa, id)).Single(line => line.Part == SetUpPart.Outcomes).Missing);
        Assert.Equal(CampaignState.Draft, await world.ReadAsync(db => db.Campaigns.Select(campaign => campaign.State).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Hours_that_never_come_a_language_nobody_speaks_and_a_suggested_outcome_that_is_gone_are_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 1);
        var id = await world.CampaignAsync(noa, book, CampaignTemplate.SupportersMatch, Campaigns.Settings with { Hours = "Sa 10:00-12:00", Languages = ["he", "ru"] });
        await world.ListAsync(noa, id);
        var caller = await world.CallerAsync(id);
        await world.WriteAsync(db => db.Users.Single(volunteer => volunteer.Id == caller.VolunteerId).CallLanguages = "he-IL,en");
        var line = (await world.Get<CampaignOutcomes>().ExecuteAsync(noa, id, None)).Required.Lines.Single(outcome => outcome.Definition.Key == OutcomeKeys.FollowUp);
        Assert.True((await world.Get<EditOutcomes>().ExecuteAsync(noa, id, [new OutcomeEdit(line.Id, line.Position, Retired: true, [], new Dictionary<string, OutcomeText>())], None)).IsDone);

        var opened = (await world.Get<OpenCampaign>().ExecuteAsync(noa, id, None)).Required;

        // Nobody in Israel is called on a Saturday.
        Assert.Equal([OpeningWarning.ScriptInUseHasErrors, OpeningWarning.NothingAssigned, OpeningWarning.NoHours, OpeningWarning.LanguageNobodySpeaks], opened.Warnings);
    }

    private static async Task<IReadOnlyList<SetUpLine>> PartsAsync(World world, Actor actor, Guid id) =>
        SetUpParts.Of((await world.Get<CampaignOverview>().ExecuteAsync(actor, id, None)).Required.Readiness);
}
