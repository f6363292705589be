using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Tests;
using PhoneBank.Tests.Books;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Books;

public sealed class ContactPageTests
{
    [Fact]
    public async Task Somebody_is_found_opened_and_changed_and_no_number_stands_on_any_page()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var book = await browser.OpenAsync($"/desk/books/{scene.BookId}");
        var found = await book.SubmitAsync("#find form", ("Text", "050 1000001"));
        Assert.Equal(HttpStatusCode.OK, found.Status);
        var page = await browser.OpenAsync(found.Find("#found a").GetAttribute("href")!);
        Assert.Equal(("Dana", "Levi", "Haifa"), (Value(page, "#First-0"), Value(page, "#Last-0"), Value(page, "#City")));
        Assert.DoesNotContain("1000001", page.Text, StringComparison.Ordinal);

        var saved = await page.SubmitAsync("#edit", ("City", "Lod"), ("Language", "ar"), ("Tags", "north, student"), ("SafeHours", "Su-Th 18:00-21:00"), ("Voicemail", nameof(VoicemailWish.No)), ("WhoMayAnswer", "Her sister"));
        var after = await saved.FollowAsync();
        Assert.True(after.Has(".pb-ok"));
        Assert.Equal(("Lod", "north, student", "Her sister"), (Value(after, "#City"), Value(after, "#Tags"), Value(after, "#WhoMayAnswer")));
        Assert.Equal(("ar", "No"), (Value(after, "#Language option[selected]"), Value(after, "#Voicemail option[selected]")));
        Assert.DoesNotContain("1000001", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_says_by_whom_somebody_is_not_to_be_called_and_lifts_it()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync(Address(scene, id));

        page = await (await page.SubmitAsync("#hold-outs form", ("HoldOutOf", mia.VolunteerId.ToString()), ("HoldOutWhy", "AskedNot"))).FollowAsync();
        Assert.Contains("Mia", page.TextOf("#hold-outs .pb-item"), StringComparison.Ordinal);
        Assert.Contains("Asked for another caller", page.TextOf("#hold-outs .pb-item"), StringComparison.Ordinal);
        page = await (await page.SubmitAsync("#hold-outs .pb-item button")).FollowAsync();
        Assert.Contains("Every caller may be given this person", page.TextOf("#hold-outs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_saves_second_is_told_sees_both_and_loses_nothing()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var (one, two) = (await browser.OpenAsync(Address(scene, id)), await browser.OpenAsync(Address(scene, id)));
        await one.SubmitAsync("#edit", ("City", "Lod"));
        var refused = await two.SubmitAsync("#edit", ("City", "Akko"), ("CoverWording", "The book club"));

        Assert.True(refused.Has("[role=alert]"));
        Assert.Equal(("Akko", "The book club"), (Value(refused, "#City"), Value(refused, "#CoverWording")));
        Assert.Contains("Lod", refused.TextOf("[data-stored=City]"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await refused.SubmitAsync("#edit")).Status);
        Assert.Equal("Akko", (await scene.OpenAsync(id)).Required.City);
    }

    [Fact]
    public async Task Bad_input_stays_with_its_message_and_an_unticked_number_is_good_again()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync(Address(scene, id));
        var refused = await page.SubmitAsync("#edit", ("SafeHours", "sometimes"), ("City", "Lod"));
        Assert.Contains("safe hours", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(("sometimes", "true", "Lod"), (Value(refused, "#SafeHours"), refused.Find("#SafeHours").GetAttribute("aria-invalid"), Value(refused, "#City")));

        var phone = Value(page, "input[name=Bad]")!;
        Assert.True((await (await refused.SubmitAsync("#edit", ("SafeHours", ""), ("Bad", phone))).FollowAsync()).Has("input[name=Bad][checked]"));
        var marked = await browser.OpenAsync(Address(scene, id));
        Assert.False((await (await marked.SubmitAsync("#edit", ("Bad", null))).FollowAsync()).Has("input[name=Bad][checked]"));
    }

    [Fact]
    public async Task Two_pages_of_one_person_are_merged_into_the_one_chosen()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var (one, two) = (await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa"), await scene.AddAsync("Levi", "Dana", "050-1000002", "Haifa"));
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync(Address(scene, one));
        var refused = await page.SubmitAsync("#edit", ("NewNumber", "050-1000002"), ("CoverWording", "The book club"));
        Assert.Equal(("050-1000002", "The book club"), (Value(refused, "#NewNumber"), Value(refused, "#CoverWording")));
        Assert.True(refused.Has($"button[name=KeepThis][value='{two}']"));
        var merged = await page.SubmitAsync($"button[name=KeepOther][value='{two}']");

        Assert.Equal($"{Address(scene, two)}?done=Merged", merged.Location);
        Assert.Equal(2, (await merged.FollowAsync()).Html.QuerySelectorAll("input[name=Bad]").Length);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Address(scene, one))).Status);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Somebody_is_erased_in_two_steps_and_never_called_again_unless_unticked(bool never, int listed)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync(Address(scene, id));
        Assert.True(page.Has("#erase input[name=NeverAgain][checked]"));
        var erased = await (never ? page.SubmitAsync("#erase") : page.SubmitAsync("#erase", ("NeverAgain", null)));
        Assert.Contains("Erased", (await erased.FollowAsync()).TextOf(".pb-ok"), StringComparison.Ordinal);
        Assert.Equal((0, listed), (await host.World.ReadAsync(db => db.Contacts.CountAsync()), await host.World.ReadAsync(db => db.StopListEntries.CountAsync())));
    }

    [Fact]
    public async Task A_book_shows_how_long_people_stay_and_takes_fewer_days_only()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync($"/desk/books/{scene.BookId}");
        Assert.Equal(("30", "30"), (Value(page, "#Days"), page.Find("#Days").GetAttribute("max")));
        var refused = await page.SubmitAsync("#retention form", ("Days", "31"));
        Assert.Contains("between 1 and 30", refused.TextOf("#retention [role=alert]"), StringComparison.Ordinal);
        Assert.Equal("31", Value(refused, "#Days"));
        Assert.Equal("14", Value(await (await page.SubmitAsync("#retention form", ("Days", "14"))).FollowAsync(), "#Days"));
    }

    [Fact]
    public async Task Nobody_of_another_book_opens_anybody_here()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (scene, other) = (await host.World.CallingSceneAsync(), await host.World.CallingSceneAsync());
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001");
        using var browser = await host.SignedInAsync(other.Coordinator);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Address(scene, id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/desk/books/{other.BookId}/contacts/{id}")).Status);
    }

    private static string Address(CallingScene scene, Guid id) => $"/desk/books/{scene.BookId}/contacts/{id}";

    private static string? Value(WebPage page, string selector) => page.Find(selector).GetAttribute("value");
}
