using System.Net;
using PhoneBank.Books;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.IdentifiedExports;
using PhoneBank.Tests.Reports;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.IdentifiedExports;

public sealed class IdentifiedExportsPageTests
{
    private const string Page = "/desk/exports/names";

    [Fact]
    public async Task Two_coordinators_take_names_out_of_an_at_risk_book_on_one_page()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var desk = await IdentifiedDesk.OpenAsync(host.World, ProtectionLevel.AtRisk);
        var (amir, lea) = (await desk.OtherAsync(), await desk.OtherAsync());
        await desk.Scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"));
        using var noa = await host.SignedInAsync(desk.Noa);
        using var other = await host.SignedInAsync(amir);

        // What was typed stays after a refusal, the passphrase apart.
        var refused = await (await noa.GetAsync(Page)).SubmitAsync("section[aria-labelledby=ask] button", ("reason", "Court asked"), ("passphrase", "wrong"));
        Assert.True(refused.Has("[role=alert]"));
        Assert.True(refused.Has("#reason[value='Court asked']"));
        Assert.False(refused.Has("#passphrase[value]"));
        var asked = await (await refused.SubmitAsync("section[aria-labelledby=ask] button", ("reason", "Court asked"), ("passphrase", IdentifiedDesk.Words))).FollowAsync();
        Assert.True(asked.Has("[role=status]"));
        Assert.False(asked.Has("button[value=approve]"));
        Assert.False(asked.Has("button[value=make]"));

        var stale = await other.GetAsync(Page);
        var approved = await (await stale.SubmitAsync("button[value=approve]", ("passphrase", IdentifiedDesk.Words))).FollowAsync();
        Assert.True(approved.Has("[role=status]"));

        // The third, whose page is old, is told in words.
        using var third = await host.SignedInAsync(lea);
        Assert.False((await third.GetAsync(Page)).Has("button[value=approve]"));

        var made = await (await noa.GetAsync(Page)).SubmitAsync("button[value=make]", ("passphrase", IdentifiedDesk.Words));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.True(made.Response.Headers.CacheControl!.NoStore);
        var passphrase = made.TextOf("#file-passphrase").Trim();
        Assert.DoesNotContain(passphrase, (await noa.GetAsync(Page)).Text);

        var file = await made.SubmitAsync("form[action$='/file'] button");
        Assert.Equal((HttpStatusCode.OK, "attachment"), (file.Status, file.Response.Content.Headers.ContentDisposition!.DispositionType));
        var plain = await IdentifiedDesk.OpenWithOpenSslAsync(await file.Response.Content.ReadAsByteArrayAsync(), passphrase);
        Assert.Equal("Dana", Assert.Single(CsvFile.Table(plain!))["first_name"]);

        await (await other.GetAsync(Page)).SubmitAsync("button[value=end]");
        Assert.Equal(HttpStatusCode.NotFound, (await made.SubmitAsync("form[action$='/file'] button")).Status);
    }

    [Fact]
    public async Task No_link_no_foreign_form_and_no_organizer_gets_the_file()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var desk = await IdentifiedDesk.OpenAsync(host.World, ProtectionLevel.Supporters);
        var id = (await desk.AskAsync()).Required;
        Assert.True((await desk.MakeAsync(id)).IsDone);
        using var noa = await host.SignedInAsync(desk.Noa);
        using var organizer = await host.SignedInAsync(await desk.Scene.OrganizerAsync());
        var address = $"{Page}/{id}/file";
        Assert.Equal(HttpStatusCode.BadRequest, (await noa.PostAsync(address)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await noa.GetAsync(address)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.PostAsync(address)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.GetAsync(Page)).Status);
    }
}
