using Microsoft.EntityFrameworkCore;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Account;

public sealed class MyCallingPageTests
{
    [Fact]
    public async Task Languages_with_levels_and_free_countries_are_saved_and_shown_again()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync("he");
        using var browser = await host.SignedInAsync(mia);
        var page = await browser.OpenAsync("/account");
        page = await browser.OpenAsync(page.Find("a[href='/account/calling']").GetAttribute("href")!);
        Assert.Equal("Fluent", page.Find("#level-he option[selected]").GetAttribute("value"));

        page = await (await page.SubmitAsync("#calling", ("Level.ru", "ALittle"), ("Level.en", "Good"), ("Other", "Amharic"), ("OtherLevel", "Good"), ("Country", "IL"), ("Country", "AU"))).FollowAsync();

        Assert.True(page.Has(".pb-ok"));
        Assert.Equal("ALittle", page.Find("#level-ru option[selected]").GetAttribute("value"));
        Assert.Equal("Good", page.Find("#level-am option[selected]").GetAttribute("value"));
        Assert.True(page.Has("input[name=Country][value=IL][checked]"));
        Assert.True(page.Has("input[name=Country][value=AU][checked]"));
        var stored = await host.World.ReadAsync(db => db.Users.SingleAsync(user => user.Id == mia.VolunteerId));
        Assert.Equal(("he,en,am", "en,am", "ru", "IL,AU"), (stored.CallLanguages, stored.GoodLanguages, stored.LittleLanguages, stored.FreeCountries));

        var refused = await page.SubmitAsync("#calling", ("Other", "Klingon?"));
        Assert.True(refused.Has("#other[aria-invalid]"));
        Assert.Equal("Klingon?", refused.Find("#other").GetAttribute("value"));
    }

    [Fact]
    public async Task My_number_and_surname_are_kept_as_codes_never_shown_again_and_forgotten()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        using var browser = await host.SignedInAsync(mia);
        var page = await browser.OpenAsync("/account/calling");

        page = await (await page.SubmitAsync("#own-number", ("Number", "050-1000001"), ("NumberCountry", "IL"))).FollowAsync();
        page = await (await page.SubmitAsync("#surname", ("Surname", "Gvirtzman"))).FollowAsync();
        Assert.Contains("Numbers kept: 1", page.TextOf("#own-number"), StringComparison.Ordinal);
        Assert.Contains("A surname is kept", page.TextOf("#surname"), StringComparison.Ordinal);
        Assert.DoesNotContain("1000001", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gvirtzman", page.Text, StringComparison.Ordinal);

        page = await (await page.SubmitAsync("#own-number button[name=Forget]")).FollowAsync();
        page = await (await page.SubmitAsync("#surname button[name=Forget]")).FollowAsync();
        Assert.False(page.Has("button[name=Forget]"));
        var refused = await page.SubmitAsync("#own-number", ("Number", "12"), ("NumberCountry", "IL"));
        Assert.True(refused.Has("#number[aria-invalid]"));
    }
}
