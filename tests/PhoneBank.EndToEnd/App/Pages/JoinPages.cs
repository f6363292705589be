using Microsoft.Playwright;
using PhoneBank.Web.Home;
using PhoneBank.Web.Volunteers;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>What lets somebody in.</summary>
public sealed record Invite(string Link, string Code);

/// <summary>How somebody becomes an organizer.</summary>
public sealed class JoinPages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>The coordinator's side: makes the invitation if none is open, and reads link and typed code off the page.</summary>
    public async Task<Invite> InviteAsync(string campaignPath)
    {
        await person.OpenAsync($"{campaignPath}/join");
        var code = Page.Locator("#join-code");
        var make = Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = person.Says<VolunteersText>("MakeInvitation") });
        await code.Or(make).First.WaitForAsync();
        if (await make.IsVisibleAsync())
        {
            await person.ClickAsync(make, "make an invitation");
            await code.WaitForAsync();
        }

        await Page.WaitForFunctionAsync("document.title.length > 0");
        return new Invite(await Page.Locator("#link").InputValueAsync(), await code.InnerTextAsync());
    }

    /// <summary>Revokes the open invitation.</summary>
    public async Task RevokeAsync(string campaignPath)
    {
        await person.OpenAsync($"{campaignPath}/join");
        await Page.Locator("#join-code").WaitForAsync();
        await person.ClickAsync(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = person.Says<VolunteersText>("Revoke"), Exact = true }), "revoke");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = person.Says<VolunteersText>("MakeInvitation") }).WaitForAsync();
    }

    /// <summary>Joins by the link's page; needs script.</summary>
    /// <param name="speaks">A language this person can call in, besides that of the device.</param>
    /// <param name="refused">The invitation is no longer open, so that this stays on the page.</param>
    public async Task JoinByLinkAsync(Invite invite, string? speaks = null, bool refused = false)
    {
        await person.OpenAsync(new Uri(invite.Link).PathAndQuery + new Uri(invite.Link).Fragment);
        await Page.Locator("#by-link").WaitForAsync();
        await FillAndJoinAsync(speaks, refused);
    }

    /// <summary>Joins by typing the code; needs no script.</summary>
    /// <param name="speaks">A language this person can call in, besides that of the device.</param>
    public async Task JoinByCodeAsync(Invite invite, string? speaks = null)
    {
        await person.OpenAsync("/join");
        await person.FillAsync(person.Says<VolunteersText>("JoinCode"), invite.Code);
        await FillAndJoinAsync(speaks);
    }

    /// <summary>From the welcome page to one's lists: gives the promises.</summary>
    public async Task StartAsync()
    {
        person.LogInName = await Page.Locator("#welcome .pb-phrase").First.InnerTextAsync();
        await person.PressButtonAsync(person.Says<PromisesText>("Promise"));
        await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = person.Says<HomeText>("Title"), Level = 1 }).WaitForAsync();
    }

    private async Task FillAndJoinAsync(string? speaks, bool refused = false)
    {
        if (speaks is not null)
        {
            await person.ClickAsync(Page.Locator($"label.pb-chip:has(input[value={speaks}])"), speaks);
        }

        person.Words = await Page.Locator("#phrase").InnerTextAsync();
        await person.FillAsync(person.Says<VolunteersText>("WhatShallWeCallYou"), person.Name);
        await person.TickAsync(person.Says<VolunteersText>("IHaveWrittenThem"));
        await person.PressButtonAsync(person.Says<VolunteersText>("JoinButton"));
        if (!refused)
        {
            await Page.WaitForURLAsync("**/join/welcome");
        }
    }
}
