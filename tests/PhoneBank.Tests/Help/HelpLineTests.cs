using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Help;

public sealed class HelpLineTests
{
    [Theory, OnBothDatabases]
    public async Task A_caller_sees_the_lines_of_the_person_called_then_of_her_own_languages(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var gil = await world.VolunteerAsync("Gil", Roles.Administrator);
        await scene.ContactsAsync(1, language: "ar");
        var mia = await scene.OrganizerAsync(languages: "he,ar");
        foreach (var language in new[] { "he", "ar", "ru" })
        {
            Assert.True((await SaveAsync(world, gil, language, "Listening line " + language)).IsDone);
        }

        Assert.Equal(["he", "ar"], (await MineAsync(world, mia)).Select(line => line.Language));
        await scene.ClaimAsync(mia);
        Assert.Equal(["ar", "he"], (await MineAsync(world, mia)).Select(line => line.Language));
        Assert.Equal(3, (await world.AuditedAsync(AuditAction.HelpLinesChanged)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Lines_are_changed_moved_and_removed_by_administrators_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var gil = await world.VolunteerAsync("Gil", Roles.Administrator);
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await SaveAsync(world, gil, "he", "First", first);
        await SaveAsync(world, gil, "he", "Second", second);
        await SaveAsync(world, gil, "he", "Second, renamed", second);

        Assert.True((await world.Get<MoveHelpLine>().ExecuteAsync(gil, second, CancellationToken.None)).IsDone);
        Assert.Equal(["Second, renamed", "First"], (await AllAsync(world, noa)).Lines.Select(line => line.Text.Name));
        Assert.False((await AllAsync(world, noa)).MayChange);
        Assert.IsType<NotAllowed>((await SaveAsync(world, noa, "he", "Mine")).Error);
        Assert.IsType<NotAllowed>((await world.Get<MoveHelpLine>().ExecuteAsync(noa, first, CancellationToken.None)).Error);
        Assert.IsType<NotAllowed>((await world.Get<RemoveHelpLine>().ExecuteAsync(noa, first, CancellationToken.None)).Error);
        Assert.IsType<NotAllowed>((await world.Get<AllHelpLines>().ExecuteAsync(await world.VolunteerAsync("Mia", Roles.Organizer), CancellationToken.None)).Error);

        Assert.True((await world.Get<RemoveHelpLine>().ExecuteAsync(gil, first, CancellationToken.None)).IsDone);
        Assert.True((await world.Get<RemoveHelpLine>().ExecuteAsync(gil, first, CancellationToken.None)).IsDone);
        Assert.Equal("Second, renamed", Assert.Single((await AllAsync(world, gil)).Lines).Text.Name);
    }

    [Theory, OnBothDatabases]
    public async Task A_line_needs_a_language_a_name_and_a_number_that_can_be_dialled(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var gil = await world.VolunteerAsync("Gil", Roles.Administrator);
        Assert.Equal(new InvalidField("Language", "Unreadable"), (await SaveAsync(world, gil, "", "Line")).Error);
        Assert.Equal(new InvalidField("Name", "Empty"), (await SaveAsync(world, gil, "he", " ")).Error);
        Assert.Equal(new InvalidField("Number", "Unreadable"), (await SaveAsync(world, gil, "he", "Line", number: "ask me")).Error);
        Assert.Equal(new InvalidField("Number", "Unreadable"), (await SaveAsync(world, gil, "he", "Line", number: "1")).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.HelpLines.CountAsync()));
        Assert.Equal("+442079460123", new HelpLineText("Line", "+44 (20) 7946-0123", null).Dialled);
    }

    [Theory]
    [InlineData("Signal", Messengers.Signal)]
    [InlineData("עדיף בסיגנל בערב", Messengers.Signal)]
    [InlineData("سيجنال", Messengers.Signal)]
    [InlineData("лучше Сигнал", Messengers.Signal)]
    [InlineData("WhatsApp please", Messengers.WhatsApp)]
    [InlineData("וואטסאפ", Messengers.WhatsApp)]
    [InlineData("واتساب", Messengers.WhatsApp)]
    [InlineData("в Ватсапе", Messengers.WhatsApp)]
    [InlineData("by letter", null)]
    [InlineData(null, null)]
    public void The_card_names_a_messenger_in_any_of_the_four_languages(string? channel, string? messenger) =>
        Assert.Equal(messenger is null ? [] : [messenger], Messengers.NamedIn(channel));

    [Theory, OnBothDatabases]
    public async Task A_messenger_is_offered_where_the_campaign_and_the_card_both_say_so(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, card: new SafeContactCard { PreferredChannel = "Signal or WhatsApp" });
        var mia = await scene.OrganizerAsync();
        await scene.CallAsync(mia);
        Assert.Empty((await scene.ViewAsync(mia)).Required.Number!.Messengers);

        var settings = await world.ReadAsync(async db => CampaignSettings.Of(await db.Campaigns.SingleAsync(campaign => campaign.Id == scene.CampaignId), world.Sealer));
        Assert.True((await world.Get<EditCampaign>().ExecuteAsync(scene.Coordinator, scene.CampaignId, settings with { Messengers = [Messengers.Signal, "sms"] }, CancellationToken.None)).IsDone);

        Assert.Equal([Messengers.Signal], (await scene.ViewAsync(mia)).Required.Number!.Messengers);
    }

    private static Task<Result> SaveAsync(World world, Actor actor, string language, string name, Guid? id = null, string number = "+44 20 7946 0123") =>
        world.Get<SaveHelpLine>().ExecuteAsync(actor, new HelpLineEdit(id ?? Guid.NewGuid(), language, name, number, ""), CancellationToken.None);

    private static Task<IReadOnlyList<ShownHelpLine>> MineAsync(World world, Actor actor) => world.Get<MyHelpLines>().ExecuteAsync(actor, CancellationToken.None);

    private static async Task<AllHelpLinesView> AllAsync(World world, Actor actor) => (await world.Get<AllHelpLines>().ExecuteAsync(actor, CancellationToken.None)).Required;
}
