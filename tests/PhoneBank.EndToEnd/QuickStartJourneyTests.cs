using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Tests;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>From nothing to the first call in a quarter of an hour.</summary>
[Collection(Journeys.Name)]
public sealed class QuickStartJourneyTests(Browser browser, ITestOutputHelper output)
{
    private const int Limit = 60;

    [Theory, OnBothDatabases]
    public async Task From_an_empty_installation_a_second_person_records_an_outcome_in_fewer_than_sixty_actions(DatabaseKind kind)
    {
        await using var app = await AppProcess.StartAsync(kind, AppOptions.AtNoon);
        await using var noa = await browser.PersonAsync("Noa", app.Address, Device.Desktop);
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var quickStart = new QuickStartPages(noa);
        await noa.JudgeAsync();
        await quickStart.StartAsync("Open Hand", InventedPeople.AsPasted(40));
        await noa.JudgeAsync();
        var link = await quickStart.LinkAsync();

        await using var dana = await browser.PersonAsync("Dana", app.Address, Device.Phone);
        var join = new JoinPages(dana);
        await join.JoinByLinkAsync(new Invite(link, Code: ""));
        await join.StartAsync();
        var call = new CallPages(dana);
        await call.TakeFirstAsync();
        await call.StartAsync();
        await call.EndAsync(new Ending("talked"), stop: true);

        var actions = noa.Actions + dana.Actions;
        output.WriteLine($"{kind}: {actions} actions, {noa.Actions} by the coordinator and {dana.Actions} by the organizer:");
        output.WriteLine(string.Join('\n', noa.Done.Select(act => $"  {noa.Name}: {act}").Concat(dana.Done.Select(act => $"  {dana.Name}: {act}"))));
        Assert.True(actions < Limit, $"{actions} actions.");
        noa.WasAtPeace();
        dana.WasAtPeace();
        var calls = await new ReviewPages(noa).CallsAsync();
        Assert.Equal([new ShownCall("Dana", "Talked")], calls);
    }
}
