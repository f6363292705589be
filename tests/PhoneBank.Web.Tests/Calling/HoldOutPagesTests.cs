using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>What a caller can say about who should call a person, and where the person is.</summary>
public sealed class HoldOutPagesTests
{
    [Theory, OnBothDatabases]
    public async Task I_know_this_person_can_be_said_with_all_skips_used_and_the_next_one_comes(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 8);
        var page = await shift.ClaimAsync();
        for (var n = 0; n < PhoneBank.Books.LevelRules.SkipsPerHour; n++)
        {
            page = await (await page.SubmitAsync("button[value=RatherNot]")).FollowAsync();
        }

        Assert.False(page.Has("button[value=RatherNot]"));
        var known = page.Find("h1").GetAttribute("data-claim");
        page = await (await page.SubmitAsync("button[value=KnowPerson]")).FollowAsync();
        Assert.NotEqual(known, page.Find("h1").GetAttribute("data-claim"));
        page = await (await page.SubmitAsync("button[value=KnowPerson]")).FollowAsync();
        Assert.Contains("You know them and asked not to call", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, await shift.Host.World.ReadAsync(db => db.Skips.CountAsync(skip => skip.ContactId != null)));
    }

    [Fact]
    public async Task Another_caller_next_time_is_ticked_beside_the_outcome_and_outlives_a_refusal()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite, contacts: 1);
        var page = await shift.CallAsync();
        page = await page.SubmitAsync(CallShift.SaveAndStop, ("notMe", "true"), ("reached", OutcomeKeys.Callback));
        Assert.True(page.Has("input[name=notMe][checked]"));

        Assert.Equal(HttpStatusCode.SeeOther, (await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked))).Status);
        Assert.Equal(SkipReason.AskedNot, await shift.Host.World.ReadAsync(db => db.Skips.Select(skip => skip.Reason).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_elsewhere_is_given_the_zone_there_and_nothing_typed_is_lost(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, country: "RU", zone: "Europe/Moscow");
        var call = await shift.CallAsync();

        var page = await (await call.SubmitAsync("button[formaction='/call/elsewhere']", ("note", "Moved for work"))).FollowAsync();
        Assert.Equal("/call/zone", page.Path);
        Assert.Equal("Europe/Moscow", page.Find("option[selected]").GetAttribute("value"));
        Assert.Equal("In the country of the number", page.Find("optgroup").GetAttribute("label"));
        page = await (await page.SubmitAsync("form[action='/call/set-zone'] button", ("zone", "Asia/Yekaterinburg"))).FollowAsync();

        Assert.Equal("/call", page.Path);
        Assert.Equal("Moved for work", page.TextOf("textarea[name=note]"));
        Assert.Contains("15:00", page.TextOf("section[aria-labelledby=who]"), StringComparison.Ordinal);
        Assert.Equal("Asia/Yekaterinburg", await shift.Host.World.ReadAsync(db => db.Contacts.Select(contact => contact.TimeZone).SingleAsync()));
    }

    [Fact]
    public async Task The_page_of_zones_shows_nobody_while_no_number_is_shown()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite, contacts: 1);
        await shift.ClaimAsync();
        var page = await shift.Browser.OpenAsync("/call/zone");
        Assert.False(page.Has("select"));
    }
}
