using System.Net;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Reports;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Reports;

public sealed class DeskReportsTests
{
    private static readonly string[] Sections =
        ["r-outcomes", "r-hours", "r-question-0", "r-question-1", "r-attempts", "r-lists", "r-organizers", "r-languages", "r-callbacks"];

    [Fact]
    public async Task Every_report_has_a_chart_and_a_table_and_is_filtered_by_a_plain_form()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 3);
        await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked, request => request with { Answers = new Dictionary<string, string> { ["comes"] = "yes" } });
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.GetAsync("/desk/reports");

        Assert.Equal(Sections, page.Html.QuerySelectorAll("section.pb-report").Select(section => section.GetAttribute("aria-labelledby")));
        Assert.All(page.Html.QuerySelectorAll("section.pb-report"), section => Assert.Single(section.QuerySelectorAll("details table")));
        Assert.Single(page.Html.QuerySelectorAll("#f-campaign option"));
        Assert.Contains("Mia", page.Find("[aria-labelledby=r-organizers] tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("50%", page.Find("[aria-labelledby=r-outcomes] tbody tr td:last-child").TextContent.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains($"outcome={OutcomeKeys.NoAnswer}", page.Find("[aria-labelledby=r-outcomes] a").GetAttribute("href"), StringComparison.Ordinal);

        var filtered = await page.SubmitAsync("form.pb-toolbar", ("from", "2026-11-24"));
        Assert.Empty(filtered.Html.QuerySelectorAll("section.pb-report"));
        Assert.Equal("2026-11-24", filtered.Find("#f-from").GetAttribute("value"));
        Assert.True(filtered.Has(".pb-empty"));

        foreach (var query in new[] { "?campaign=abc&list=1&from=yesterday&to=2026-13-40", "?from=0001-01-01&to=9999-12-31", "?campaign=" + scene.CampaignId + "&list=" + scene.ListId })
        {
            var odd = await browser.GetAsync("/desk/reports" + query);
            Assert.Equal((HttpStatusCode.OK, Sections.Length), (odd.Status, odd.Html.QuerySelectorAll("section.pb-report").Length));
        }

        var nowhere = await browser.GetAsync($"/desk/reports?campaign={Guid.NewGuid()}");
        Assert.Equal((HttpStatusCode.OK, true), (nowhere.Status, nowhere.Has(".pb-empty")));
    }

    [Fact]
    public async Task An_administrator_who_does_not_coordinate_the_campaign_reads_no_small_count_and_no_name()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 6);
        var mia = await scene.OrganizerAsync();
        for (var n = 0; n < 5; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        }

        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        using var browser = await host.SignedInAsync(await host.World.VolunteerAsync("Admin", Roles.Administrator));

        var page = await browser.GetAsync($"/desk/reports?campaign={scene.CampaignId}&from=2027-01-01");

        Assert.Equal(["5", "<5"], page.Html.QuerySelectorAll("[aria-labelledby=r-outcomes] tbody tr td:nth-child(2)").Select(cell => cell.TextContent.Trim()));
        Assert.DoesNotContain("Mia", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("#r-organizers"));
        Assert.False(page.Has("#f-list"));
        Assert.False(page.Has("[aria-labelledby=r-outcomes] a"));
    }
}
