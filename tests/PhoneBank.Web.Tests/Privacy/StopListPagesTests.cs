using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Privacy;

public sealed class StopListPagesTests
{
    private const string Number = "+972501111222";

    [Fact]
    public async Task A_number_is_put_on_the_list_found_and_taken_off_and_stands_in_no_address()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync("/desk/stop-list");
        Assert.Equal("page", page.Find("nav a[href='/desk/stop-list']").GetAttribute("aria-current"));
        var none = await page.SubmitAsync("button[value=ask]", ("Number", "050-1111222"), ("Country", "IL"));
        Assert.Contains("not on the stop list", none.TextOf("#answer"), StringComparison.Ordinal);
        Assert.Equal("050-1111222", none.Find("#Number").GetAttribute("value"));

        var added = await none.SubmitAsync("button[value=add]");
        Assert.Equal("/desk/stop-list?done=added", added.Location);
        Assert.Contains("is on the stop list", (await added.FollowAsync()).TextOf(".pb-ok"), StringComparison.Ordinal);
        var found = await page.SubmitAsync("button[value=ask]", ("Number", Number), ("Country", "GB"));
        Assert.Contains("put on by a coordinator", found.TextOf("#answer"), StringComparison.Ordinal);
        var lifted = await found.SubmitAsync("button[name=Entry]", ("Reason", nameof(LiftReason.PersonAsked)));
        Assert.Equal("/desk/stop-list?done=lifted", lifted.Location);
        Assert.Contains("not on the stop list", (await page.SubmitAsync("button[value=ask]", ("Number", Number))).TextOf("#answer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_number_stays_in_its_field_with_a_message()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync("/desk/stop-list");
        var refused = await page.SubmitAsync("button[value=add]", ("Number", "nobody"), ("Country", "FR"));
        Assert.Contains("not a phone number", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(("nobody", "true"), (refused.Find("#Number").GetAttribute("value"), refused.Find("#Number").GetAttribute("aria-invalid")));
        Assert.Equal("FR", refused.Find("#Country option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_list_is_taken_in_by_paste_and_file_with_counts_and_line_numbers()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync("/desk/stop-list");
        var pasted = await page.SubmitAsync("#paste", ("country", "IL"), ("numbers", "050-1111222\r\nnobody\r\n050-1111223\r\n050-1111222"));
        Assert.Equal(HttpStatusCode.SeeOther, pasted.Status);
        var after = await pasted.FollowAsync();
        Assert.Contains("New: 2. Already there: 1. Not readable: 1.", after.TextOf("#imported"), StringComparison.Ordinal);
        Assert.Contains("Lines without a readable number: 2", after.TextOf("#imported"), StringComparison.Ordinal);

        using var parts = new MultipartFormDataContent();
        parts.Add(new StringContent(page.Find("#upload input[name=__RequestVerificationToken]").GetAttribute("value")!), "__RequestVerificationToken");
        parts.Add(new StringContent("IL"), "country");
        parts.Add(new ByteArrayContent("phone\n0501111224\n"u8.ToArray()), "numbers", "list.csv");
        var uploaded = await WebPage.ReadAsync(browser, await browser.Http.PostAsync("/desk/stop-list/import", parts));
        Assert.Contains("New: 1.", (await uploaded.FollowAsync()).TextOf("#imported"), StringComparison.Ordinal);
        Assert.Contains("no phone number", (await (await page.SubmitAsync("#paste", ("numbers", "nobody"))).FollowAsync()).TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(3, await host.World.ReadAsync(db => db.StopListEntries.CountAsync()));
    }

    [Fact]
    public async Task What_one_caller_put_on_is_taken_back_after_a_question()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite, contacts: 2);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.DoNotCall);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.DoNotCall);
        using var desk = await shift.Host.SignedInAsync(shift.Scene.Coordinator);
        var page = await desk.OpenAsync("/desk/stop-list/callers");
        Assert.Contains("Mia", page.TextOf("tbody tr"), StringComparison.Ordinal);
        Assert.DoesNotContain("Surname", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("#confirm button"));
        var asked = await desk.OpenAsync(page.Find("tbody a").GetAttribute("href")!.Split('#')[0]);
        var done = await (await asked.SubmitAsync("#confirm button", ("Reason", nameof(LiftReason.NotAskedFor)))).FollowAsync();

        Assert.Contains("Numbers off the list: 2. People waiting at the desk: 2.", done.TextOf(".pb-ok"), StringComparison.Ordinal);
        Assert.Equal(2, await shift.Host.World.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Held && entry.Callable)));
        Assert.True((await asked.SubmitAsync("#confirm button", ("Reason", nameof(LiftReason.NotAskedFor)))).Has("[role=alert]"));
    }

    [Theory, OnBothDatabases]
    public async Task A_silenced_number_is_off_the_call_page_and_the_work_stays(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: [Number]);
        var page = await shift.CallAsync();
        await shift.SendAsync(page, "/call/draft", ("note", "Kind voice"));
        await shift.Host.World.Get<SuppressNumber>().ExecuteAsync(shift.Scene.Coordinator, Number, null, CancellationToken.None);

        var after = await shift.Browser.OpenAsync("/call");
        Assert.DoesNotContain(Number, after.Text, StringComparison.Ordinal);
        Assert.Contains("do not call it again", after.TextOf("[data-silenced]"), StringComparison.Ordinal);
        Assert.Contains("Kind voice", after.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await shift.SendAsync(page, "/call/outcome", ("reached", OutcomeKeys.Talked), ("then", "next"))).StatusCode);
        Assert.Single(await shift.CallsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Who_was_only_looked_at_is_gone_and_the_page_says_why(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: [Number]);
        var page = await shift.ClaimAsync();
        await shift.Host.World.Get<SuppressNumber>().ExecuteAsync(shift.Scene.Coordinator, Number, null, CancellationToken.None);

        Assert.Contains("must not be called any more", (await shift.Browser.OpenAsync("/call")).TextOf("[data-silenced]"), StringComparison.Ordinal);
        var refused = await (await page.SubmitAsync(CallShift.Start)).FollowAsync();
        Assert.Contains("must not be called any more", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.DoesNotContain(Number, refused.Text, StringComparison.Ordinal);
    }
}
