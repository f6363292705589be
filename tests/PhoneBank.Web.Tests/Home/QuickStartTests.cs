using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Tests;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Home;

public sealed class QuickStartTests
{
    private const string Table = "name\tphone\tlanguage\nDana Levi\t050-1000001\the\nYusuf Khoury\t050-1000002\tar\nOlga Petrova\t050-1000003\tru\nNobody\tnot known\the";

    [Theory, OnBothDatabases]
    public async Task From_an_organisation_and_a_paste_to_an_open_campaign_with_a_link(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var start = await browser.OpenAsync("/desk/quick-start");

        var ready = await (await start.SubmitAsync("button[value=start]", ("Organization", "Open Hand"), ("Paste", Table))).FollowAsync();

        Assert.Equal("/desk/quick-start/ready", ready.Path);
        Assert.Equal("The campaign is open", ready.TextOf("h1"));
        Assert.Contains("/join#", ready.TextOf("#join-link"), StringComparison.Ordinal);
        Assert.True(ready.Has(".pb-sheet svg[role=img]"));
        Assert.Contains("3 people to call", ready.Text, StringComparison.Ordinal);
        Assert.Contains("one row has no valid number", ready.Text, StringComparison.Ordinal);
        var campaign = await host.World.ReadAsync(db => db.Campaigns.SingleAsync());
        Assert.Equal(CampaignState.Open, campaign.State);
        Assert.Equal("Asia/Jerusalem", campaign.TimeZone);
        Assert.Equal("Su-Th 10:00-21:00; Fr 10:00-13:00", campaign.Hours);
        Assert.Equal(ProtectionLevel.Careful, await host.World.ReadAsync(db => db.Books.Select(book => book.Level).SingleAsync()));
        Assert.Equal(3, await host.World.ReadAsync(db => db.Entries.CountAsync(entry => entry.CampaignId == campaign.Id && entry.Callable && entry.State == EntryState.Waiting)));
        var assignment = await host.World.ReadAsync(db => db.Assignments.SingleAsync());
        Assert.Null(assignment.VolunteerId);
    }

    [Fact]
    public async Task The_most_protected_template_opens_at_once_for_a_coordinator_alone()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var start = await browser.OpenAsync("/desk/quick-start");

        var ready = await (await start.SubmitAsync("button[value=start]", ("Organization", "Open Hand"), ("Paste", Table), ("Template", "reservist-support"))).FollowAsync();

        Assert.Contains("Whoever joins waits until you admit them.", ready.Text, StringComparison.Ordinal);
        Assert.Equal(ProtectionLevel.AtRisk, await host.World.ReadAsync(db => db.Books.Select(book => book.Level).SingleAsync()));
        Assert.Equal(CampaignState.Open, await host.World.ReadAsync(db => db.Campaigns.Select(campaign => campaign.State).SingleAsync()));
    }

    [Theory]
    [InlineData("Paste", "")]
    [InlineData("Organization", " ")]
    [InlineData("Hours", "when it suits")]
    public async Task A_slip_is_named_where_it_is_nothing_typed_is_lost_and_nothing_made(string field, string value)
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var typed = new Dictionary<string, string?> { ["Organization"] = "Open Hand", ["Paste"] = Table, ["Name"] = "Spring", ["Template"] = "supporters-match", ["Level"] = "AtRisk" };
        typed[field] = value;
        var start = await browser.OpenAsync("/desk/quick-start");

        var again = await start.SubmitAsync("button[value=start]", [.. typed.Select(pair => (pair.Key, pair.Value))]);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.True(again.Has(".pb-notice.pb-danger"));
        Assert.Equal("true", again.Find($"#{field}").GetAttribute("aria-invalid"));
        Assert.Equal(typed["Paste"]!.ReplaceLineEndings("\n"), again.Find("#Paste").TextContent.ReplaceLineEndings("\n").TrimStart('\n'));
        Assert.Equal("Spring", again.Find("#Name").GetAttribute("value"));
        Assert.True(again.Has("input[value=supporters-match][checked]"));
        Assert.True(again.Has("option[value=AtRisk][selected]"));
        Assert.False(await host.World.ReadAsync(db => db.Books.AnyAsync()));
    }

    [Fact]
    public async Task Trying_again_with_a_better_table_makes_no_second_book()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var start = await browser.OpenAsync("/desk/quick-start");

        var again = await (await start.SubmitAsync("button[value=start]", ("Organization", "Open Hand"), ("Paste", "name\tphone\nDana\tunknown\nOmar\tnone"))).FollowAsync();
        Assert.Contains("pb-danger", again.Text, StringComparison.Ordinal);
        var ready = await (await again.SubmitAsync("button[value=start]", ("Paste", Table))).FollowAsync();

        Assert.Equal("/desk/quick-start/ready", ready.Path);
        Assert.Equal(1, await host.World.ReadAsync(db => db.Books.CountAsync()));
        Assert.Equal(1, await host.World.ReadAsync(db => db.Campaigns.CountAsync()));
    }

    [Fact]
    public async Task Columns_nobody_can_guess_are_asked_for_once()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var start = await browser.OpenAsync("/desk/quick-start");

        var columns = await (await start.SubmitAsync("button[value=start]", ("Organization", "Open Hand"), ("Paste", "aa\tbb\n17\t050-1000001\n18\t050-1000002"))).FollowAsync();
        Assert.Equal("/desk/quick-start/columns", columns.Path);
        Assert.Contains("050-1000001", columns.Text, StringComparison.Ordinal);
        var ready = await (await columns.SubmitAsync("main form", ("column-0", "FirstName"), ("column-1", "Phone"))).FollowAsync();

        Assert.Equal("/desk/quick-start/ready", ready.Path);
        Assert.Equal(2, await host.World.ReadAsync(db => db.Entries.CountAsync()));
    }

    [Fact]
    public async Task A_file_is_taken_as_it_streams_in_and_only_from_our_own_form()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var start = await browser.OpenAsync("/desk/quick-start");
        var file = await (await start.SubmitAsync("button[value=file]", ("Organization", "Open Hand"))).FollowAsync();
        Assert.Equal("/desk/quick-start/file", file.Path);
        var action = file.Find("form[enctype]").GetAttribute("action")!;
        var token = file.Find("form[enctype] input[type=hidden]");

        async Task<WebPage> SendAsync(string tokenValue, string content)
        {
            using var parts = new MultipartFormDataContent();
            parts.Add(new StringContent(tokenValue), token.GetAttribute("name")!);
            parts.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "File", "people.csv");
            return await WebPage.ReadAsync(browser, await browser.Http.PostAsync(action, parts));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("made up", Table)).Status);
        var binary = await (await SendAsync(token.GetAttribute("value")!, "%PDF-1.7 nothing to read")).FollowAsync();
        Assert.True(binary.Has(".pb-notice.pb-danger"));
        var ready = await (await SendAsync(token.GetAttribute("value")!, Table)).FollowAsync();

        Assert.Equal("/desk/quick-start/ready", ready.Path);
        Assert.Equal(3, await host.World.ReadAsync(db => db.Entries.CountAsync()));
    }

    [Fact]
    public async Task An_organizer_has_no_quick_start()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (browser, _) = await host.SignedInAsync("Mia", Roles.Organizer);
        using (browser)
        {
            foreach (var path in new[] { "/desk/quick-start", "/desk/quick-start/file", "/desk/quick-start/columns", "/desk/quick-start/ready", "/desk/campaigns", "/desk/campaigns/new" })
            {
                Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync(path)).Status);
            }
        }
    }
}
