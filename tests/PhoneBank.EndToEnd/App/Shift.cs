using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App.Pages;

namespace PhoneBank.EndToEnd.App;

/// <summary>A running application with a campaign that can be called, made as people make one: set-up, quick start, invitation.</summary>
public sealed class Shift : IAsyncDisposable
{
    private Shift(AppProcess app, Person coordinator, string campaignPath, Invite invite)
    {
        App = app;
        Coordinator = coordinator;
        CampaignPath = campaignPath;
        Invite = invite;
    }

    public AppProcess App { get; }

    public Person Coordinator { get; }

    /// <summary>For example <c>/desk/campaigns/...</c>.</summary>
    public string CampaignPath { get; }

    public Invite Invite { get; }

    public static async Task<Shift> StartAsync(Browser browser, DatabaseKind kind, int people, ProtectionLevel level = ProtectionLevel.Supporters, AppOptions? options = null)
    {
        var app = await AppProcess.StartAsync(kind, options ?? AppOptions.AtNoon);
        var coordinator = await browser.PersonAsync("Noa", app.Address, Device.Desktop);
        var setUp = new SetUpPages(coordinator, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var campaign = await new QuickStartPages(coordinator).StartAsync("Open Hand", InventedPeople.AsPasted(people), level);
        return new Shift(app, coordinator, campaign, await new JoinPages(coordinator).InviteAsync(campaign));
    }

    /// <summary>Lets so much time pass that every open claim lapses, and waits until the sweep has closed them.</summary>
    public async Task LapseClaimsAsync()
    {
        await App.SleepAsync(TimeSpan.FromMinutes(50));
        for (var i = 0; i < 90; i++)
        {
            await using var db = App.OpenDb();
            if (!await db.Claims.AnyAsync(claim => claim.EndedAt == null))
            {
                return;
            }

            await Task.Delay(500);
        }

        throw new InvalidOperationException("Claims never lapsed.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Coordinator.DisposeAsync();
        }
        catch (PlaywrightException)
        {
            // At the end of a run the browser may be closed first, and everybody's pages with it.
        }

        await App.DisposeAsync();
    }
}
