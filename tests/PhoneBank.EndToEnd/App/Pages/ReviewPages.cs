using Microsoft.Playwright;
using PhoneBank.Web.Reports;
using PhoneBank.Web.Reviews;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>A row of the coordinators' table of calls.</summary>
public sealed record ShownCall(string Organizer, string Outcome);

/// <summary>Calls, held people and exports on the desk.</summary>
public sealed class ReviewPages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>Every call the table shows, page after page.</summary>
    public async Task<IReadOnlyList<ShownCall>> CallsAsync()
    {
        var shown = new List<ShownCall>();
        await person.OpenAsync("/desk/calls");
        while (true)
        {
            foreach (var row in await Page.Locator("table tbody tr").AllAsync())
            {
                shown.Add(new ShownCall(
                    await row.Locator("td").Nth(2).InnerTextAsync(),
                    await row.Locator("td").Nth(1).Locator(".pb-badge").First.InnerTextAsync()));
            }

            var older = Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = person.Says<ReviewsText>("Older") });
            if (await older.CountAsync() == 0)
            {
                return shown;
            }

            await person.ClickAsync(older, "older calls");
            await Page.WaitForLoadStateAsync();
        }
    }

    /// <summary>Downloads the file without names.</summary>
    public Task<string> ExportCallsAsync() => DownloadAsync("Pseudonymous");

    /// <summary>Downloads the file for the system the list came from.</summary>
    public async Task<string> ExportResultsAsync(string reason)
    {
        await person.OpenAsync("/desk/exports");
        await person.FillAsync(person.Says<ReportsText>("Reason"), reason);
        return await DownloadAsync("Results", open: false);
    }

    private async Task<string> DownloadAsync(string kind, bool open = true)
    {
        if (open)
        {
            await person.OpenAsync("/desk/exports");
        }

        var download = await Page.RunAndWaitForDownloadAsync(() => person.PressButtonAsync($"{person.Says<ReportsText>("Download")}: {person.Says<ReportsText>(kind)}"));
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
