using System.Net;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reports;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Reports;

public sealed class DeskExportsTests
{
    [Theory]
    [InlineData("pseudonymous", "phonebank-calls-2026-11-23.csv")]
    [InlineData("results", "phonebank-results-2026-11-23.csv")]
    public async Task A_file_is_downloaded_by_a_post_and_kept_nowhere(string kind, string fileName)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17")), OutcomeKeys.Talked);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync($"/desk/exports?campaign={scene.CampaignId}");
        var file = await page.SubmitAsync($"button[formaction='/desk/exports/{kind}']");

        Assert.Equal(HttpStatusCode.OK, file.Status);
        var content = file.Response.Content;
        Assert.Equal(("text/csv", "attachment", fileName), (content.Headers.ContentType!.MediaType, content.Headers.ContentDisposition!.DispositionType, content.Headers.ContentDisposition.FileName));
        Assert.True(file.Response.Headers.CacheControl!.NoStore);
        var row = Assert.Single(CsvFile.Table(await content.ReadAsByteArrayAsync()));
        Assert.Equal("talked", row["outcome"]);
        Assert.Contains("1", (await browser.GetAsync("/desk/exports")).TextOf("tbody tr"));
    }

    [Fact]
    public async Task A_workbook_is_downloaded_when_it_is_chosen()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17")), OutcomeKeys.Talked);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var file = await (await browser.GetAsync("/desk/exports")).SubmitAsync("button[formaction='/desk/exports/results']", ("format", "xlsx"));

        var content = file.Response.Content;
        Assert.Equal("phonebank-results-2026-11-23.xlsx", content.Headers.ContentDisposition!.FileName);
        Assert.Equal(["A-17", "talked"], Assert.Single(WorkbookFile.Read(await content.ReadAsByteArrayAsync()))[1][..2]);
    }

    [Fact]
    public async Task Results_are_downloaded_for_the_system_that_is_chosen()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "17")), OutcomeKeys.NoAnswer);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/exports");
        const string Results = "button[formaction='/desk/exports/results']";

        // A refusal keeps what was chosen.
        var refused = await (await page.SubmitAsync(Results, ("form", "Van"), ("format", "xlsx"))).FollowAsync();
        Assert.True(refused.Has("#form option[value=Van][selected]"));
        Assert.True(refused.Has("#format option[value=xlsx][selected]"));
        var file = await refused.SubmitAsync(Results, ("format", "csv"), ("reason", "Handing back"));
        var row = Assert.Single(OtherSystem.Van.Read(await file.Response.Content.ReadAsByteArrayAsync()));
        Assert.Equal(("17", "Not Home"), (row.Id, row.Result));

        // What no form offers is our own.
        var own = await page.SubmitAsync(Results, ("form", "77"), ("reason", "Handing back"));
        Assert.Equal("17", Assert.Single(CsvFile.Table(await own.Response.Content.ReadAsByteArrayAsync()))["external_id"]);
    }

    [Fact]
    public async Task Results_of_a_book_at_risk_ask_for_a_reason()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/exports");
        var refused = await (await page.SubmitAsync("button[formaction='/desk/exports/results']")).FollowAsync();
        Assert.True(refused.Has("[role=alert]"));
        Assert.Equal(HttpStatusCode.OK, (await refused.SubmitAsync("button[formaction='/desk/exports/results']", ("reason", "Handing back"))).Status);
        Assert.Contains("Handing back", (await browser.GetAsync("/desk/exports")).Text);
    }

    [Fact]
    public async Task No_link_no_foreign_form_and_no_organizer_gets_a_file()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var other = await host.World.CallingSceneAsync();
        using var browser = await host.SignedInAsync(scene.Coordinator);
        using var organizer = await host.SignedInAsync(await scene.OrganizerAsync());
        var what = ("what", scene.CampaignId.ToString());

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/desk/exports/results", what)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/desk/exports/results?what=" + scene.CampaignId)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.PostAsync("/desk/exports/results", what)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.GetAsync("/desk/exports")).Status);
        var page = await browser.GetAsync("/desk/exports");
        Assert.Equal(HttpStatusCode.NotFound, (await page.SubmitAsync("button[formaction='/desk/exports/results']", ("what", other.CampaignId.ToString()))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await page.SubmitAsync("button[formaction='/desk/exports/results']", ("what", "everything"))).Status);
    }
}
