using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Practice;

public sealed class PracticeTests
{
    private const string FirstOutcome = "#outcome button.pb-outcome";

    [Theory, OnBothDatabases]
    public async Task A_newcomer_promises_practises_and_gets_the_first_person_without_script(DatabaseKind kind)
    {
        await using var shift = await NewcomerAsync(kind, ProtectionLevel.AtRisk);
        var promises = await (await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next)).FollowAsync();
        Assert.Equal("/promises", promises.Path);
        Assert.Contains("30 days", promises.TextOf("main"));
        Assert.Contains("20 numbers an hour and 60 a day", promises.TextOf("main"));
        Assert.False(promises.Has("button[value=next]"));

        var before = await (await promises.SubmitAsync("#promise button[value=practice]")).FollowAsync();
        Assert.Equal("/practice", before.Path);
        Assert.True(before.Has("[data-practice]"));
        Assert.Equal("Tal", before.TextOf("h1"));
        Assert.False(before.Has(".pb-phone"));

        var during = await (await before.SubmitAsync(CallShift.Start)).FollowAsync();
        Assert.Equal("/practice", during.Path);
        Assert.True(during.Has("[data-practice]") && during.Has("[data-script]") && during.Has(FirstOutcome));
        Assert.False(during.Has("a[href^='tel:']"));
        Assert.DoesNotContain("tel:", during.Text, StringComparison.Ordinal);

        var end = await (await during.SubmitAsync(FirstOutcome)).FollowAsync();
        Assert.Equal("/practice/end", end.Path);
        var wrong = await end.SubmitAsync("#quiz button[value=true]");
        Assert.Contains("can leak", wrong.TextOf("[role=alert]"));
        var right = await wrong.SubmitAsync("#quiz button[value=false]");
        Assert.Contains("as little as the next call needs", right.TextOf("main"));
        Assert.Equal("/call", (await right.SubmitAsync(CallShift.Next)).Location);
        Assert.Equal(1, await shift.Host.World.ReadAsync(db => db.Claims.CountAsync()));
        Assert.Empty(await shift.CallsAsync());
    }

    [Fact]
    public async Task No_button_of_the_practice_page_reaches_a_real_call_and_what_was_typed_stays()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var open = await shift.ClaimAsync();
        var claim = open.Find("[data-claim]").GetAttribute("data-claim");
        var during = await shift.Browser.OpenAsync("/practice?number=shown");
        Assert.NotEqual(claim, during.Find("[data-claim]").GetAttribute("data-claim"));

        // Save and next without an outcome says what is missing and keeps the note.
        var refused = await during.SubmitAsync(CallShift.SaveAndNext, ("note", "asks for Thursday"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("asks for Thursday", refused.TextOf("#note"));
        Assert.True(refused.Has("[data-practice]"));
        var language = await during.SubmitAsync("form[data-draft]", ("note", "kept"), ("_", "_"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, language.Status);

        foreach (var path in new[] { "/call/release", "/call/skip", "/call/not-called", "/call/undo" })
        {
            var answer = await shift.SendAsync(during, path);
            Assert.Equal("/practice", answer.Headers.GetValues("X-Location").Single());
        }

        var draft = await shift.SendAsync(during, "/call/draft", ("note", "nothing of this is kept"));
        Assert.Equal(HttpStatusCode.OK, draft.StatusCode);
        var part = await shift.SendAsync(during, "/call/start");
        Assert.Contains("data-practice-number", await part.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var stored = await shift.Host.World.ReadAsync(db => db.Claims.SingleAsync());
        Assert.True(stored is { Kind: ClaimKind.Viewing, EndedAt: null, SealedDraft: null });
        Assert.Equal(0, await shift.Host.World.ReadAsync(db => db.Skips.CountAsync()));
    }

    [Fact]
    public async Task Practice_is_offered_on_the_start_page_until_it_is_done_and_the_promises_lead_straight_to_the_first_person()
    {
        await using var shift = await NewcomerAsync(DatabaseKind.Sqlite, ProtectionLevel.Careful);
        var home = await shift.Browser.OpenAsync("/");
        Assert.True(home.Has("a[href='/practice']"));
        var promises = await (await home.SubmitAsync(CallShift.Next)).FollowAsync();
        Assert.Equal("/call", (await promises.SubmitAsync("#promise button[value=next]")).Location);
        var again = await shift.Browser.OpenAsync("/promises");
        Assert.False(again.Has("#promise"));
        Assert.Contains("You promised this", again.TextOf("main"));

        await (await shift.Browser.OpenAsync("/practice/end")).SubmitAsync("#quiz button[value=false]");
        Assert.False((await shift.Browser.OpenAsync("/")).Has("a[href='/practice']"));
    }

    [Theory]
    [InlineData("/practice"), InlineData("/practice?number=shown"), InlineData("/practice/end"), InlineData("/promises"), InlineData("/how-it-works")]
    public async Task Every_page_before_the_first_call_stands_in_each_language(string path)
    {
        await using var shift = await NewcomerAsync(DatabaseKind.Sqlite, ProtectionLevel.AtRisk);
        var texts = new List<string>();
        foreach (var language in new[] { "en", "he", "ar", "ru" })
        {
            shift.Browser.Http.DefaultRequestHeaders.Remove("Accept-Language");
            shift.Browser.Http.DefaultRequestHeaders.Add("Accept-Language", language);
            var page = await shift.Browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(language, page.Find("html").GetAttribute("lang"));
            texts.Add(page.TextOf("h1"));
        }

        Assert.Equal(4, texts.Distinct().Count());
    }

    private static async Task<CallShift> NewcomerAsync(DatabaseKind kind, ProtectionLevel level)
    {
        var shift = await CallShift.BeginAsync(kind, level: level);
        await shift.Host.World.WriteAsync(db =>
        {
            var mia = db.Users.Single(user => user.Id == shift.Organizer.VolunteerId);
            (mia.PromisedAt, mia.PractisedAt) = (null, null);
        });
        return shift;
    }
}
