using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>An organizer's own calls, breaks and stops, and who called back: by plain posts, as without script.</summary>
public sealed partial class HistoryPagesTests
{
    private const string LookUpForm = "form:has(#number)";
    private const string WordForm = "form[data-word]";

    [Theory, OnBothDatabases]
    public async Task My_calls_show_no_number_and_correct_opens_the_call_again_with_what_was_typed(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999101"]);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Callback, request => request with
        {
            CallbackDate = new DateOnly(2026, 11, 24),
            CallbackTime = new TimeOnly(18, 30),
            CallbackMine = true,
            NoteToCallers = "Is driving",
        });

        var calls = await shift.Browser.OpenAsync("/calls");
        Assert.Contains("Call back at a time", calls.TextOf(".pb-list"), StringComparison.Ordinal);
        Assert.Contains("12:00 · Families in the north", calls.TextOf(".pb-list"), StringComparison.Ordinal);
        Assert.DoesNotContain("1999101", calls.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("driving", calls.Text, StringComparison.Ordinal);

        var call = await (await calls.SubmitAsync("form[action='/call/undo']")).FollowAsync();
        Assert.Equal("/call", call.Path);
        Assert.Equal("Is driving", call.Find("#note").TextContent);
        Assert.True(call.Find("input[name=callbackMine]").HasAttribute("checked"));
        Assert.Equal("2026-11-24", call.Find("input[name=callbackDate]").GetAttribute("value"));
        Assert.Equal("18:30", call.Find("input[name=callbackTime]").GetAttribute("value"));
    }

    [Theory, OnBothDatabases]
    public async Task Withdraw_gives_the_person_back_and_the_call_stays_as_withdrawn(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 1);
        var recorded = await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked);
        var calls = await shift.Browser.OpenAsync("/calls");

        var withdrawn = await calls.SubmitAsync("form[action='/call/withdraw']");
        Assert.Equal("/calls", withdrawn.Location);
        Assert.Equal("/calls", (await calls.SubmitAsync("form[action='/call/withdraw']")).Location);

        var again = await withdrawn.FollowAsync();
        Assert.Contains("Withdrawn", again.TextOf(".pb-list"), StringComparison.Ordinal);
        Assert.False(again.Has("form[action='/call/withdraw']"));
        Assert.NotNull((await shift.Host.World.ReadAsync(db => db.Calls.SingleAsync(call => call.Id == recorded.CallId))).WithdrawnAt);
        Assert.Equal(EntryState.Waiting, (await shift.Host.World.ReadAsync(db => db.Entries.SingleAsync())).State);
        Assert.Equal(0, await shift.Host.World.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_of_a_quarter_of_an_hour_ago_is_for_a_coordinator_to_correct(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked);
        var calls = await shift.Browser.OpenAsync("/calls");
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(15));

        Assert.False((await shift.Browser.OpenAsync("/calls")).Has("form[action='/call/undo']"));
        var refused = await calls.SubmitAsync("form[action='/call/withdraw']");
        Assert.Equal("Ten minutes have passed; a coordinator can still correct it.", refused.TextOf("[role=alert]"));
    }

    [Theory, OnBothDatabases]
    public async Task Next_asks_about_an_unreported_call_first_and_one_tap_answers_it_and_goes_on(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var lapsed = await LapseAsync(shift);

        var asked = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal("One question first", asked.TextOf("h1"));
        Assert.StartsWith("What happened with", asked.TextOf("[data-unreported] h2"), StringComparison.Ordinal);
        Assert.Equal(1, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));

        var next = await (await asked.SubmitAsync("[data-unreported] button[value='no_answer']")).FollowAsync();
        Assert.True(next.Has(CallShift.Start));
        var call = Assert.Single(await shift.CallsAsync());
        Assert.Equal((lapsed.Id, true), (call.ClaimId, call.Late));
    }

    [Theory, OnBothDatabases]
    public async Task The_question_about_an_unreported_call_never_blocks(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await LapseAsync(shift);

        var asked = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        var next = await (await asked.SubmitAsync(CallShift.Next)).FollowAsync();

        Assert.True(next.Has(CallShift.Start));
        Assert.Empty(await shift.CallsAsync());
        Assert.True((await shift.Browser.OpenAsync("/")).Has("[data-unreported]"));
    }

    [Theory, OnBothDatabases]
    public async Task I_did_not_call_answers_the_question_and_goes_on_and_on_the_start_page_stays_there(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await LapseAsync(shift);
        Assert.Equal("/", (await (await shift.Browser.OpenAsync("/")).SubmitAsync("[data-unreported] form[action='/call/not-called'] button")).Location);

        await LapseAsync(shift);
        var asked = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        var next = await (await asked.SubmitAsync("[data-unreported] form[action='/call/not-called'] button")).FollowAsync();
        Assert.True(next.Has(CallShift.Start));
        Assert.Empty(await shift.CallsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task With_two_unreported_calls_the_second_question_follows_the_first(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await LapseAsync(shift);
        await LapseAsync(shift);

        var asked = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        var second = await (await asked.SubmitAsync("[data-unreported] button[value='no_answer']")).FollowAsync();

        Assert.Equal("/call", second.Path);
        Assert.Single(second.Html.QuerySelectorAll("[data-unreported]"));
        Assert.Equal(2, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
    }

    [Theory, OnBothDatabases]
    public async Task A_break_from_the_call_page_gives_the_person_back_and_go_on_hands_out_the_next(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var call = await shift.ClaimAsync();

        var rested = await (await call.SubmitAsync("button[formaction='/call/break']")).FollowAsync();
        Assert.Equal("/", rested.Path);
        Assert.Contains("You are on a break", rested.TextOf("[data-break]"), StringComparison.Ordinal);
        Assert.False(rested.Has("form[action='/call/next'] .pb-button-big"));
        Assert.True((await shift.Browser.OpenAsync("/call")).Has("[data-break]"));
        Assert.Equal(0, await shift.Host.World.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));

        var next = await (await rested.SubmitAsync("[data-break] button")).FollowAsync();
        Assert.True(next.Has(CallShift.Start));
        Assert.False((await shift.Browser.OpenAsync("/")).Has("[data-break]"));
    }

    [Theory, OnBothDatabases]
    public async Task Who_stops_is_thanked_with_the_day_and_told_how_to_come_back(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 24), CallbackTime = new TimeOnly(18, 30), CallbackMine = true });
        var call = await shift.CallAsync();

        var stopped = await (await call.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked))).FollowAsync();

        Assert.Equal("/stopped", stopped.Path);
        Assert.Equal("Thank you for calling", stopped.TextOf("h1"));
        Assert.Contains("2 calls · 2 conversations", stopped.TextOf("main"), StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov, 18:30", stopped.TextOf("section[aria-labelledby=promised]"), StringComparison.Ordinal);
        var logIn = await shift.Host.World.ReadAsync(db => db.Users.Where(user => user.Id == shift.Organizer.VolunteerId).Select(user => user.UserName).SingleAsync());
        Assert.Contains(logIn!, stopped.TextOf("section[aria-labelledby=back]"), StringComparison.Ordinal);
        Assert.True(stopped.Has("form[action='/call/undo']"));
    }

    [Theory, OnBothDatabases]
    public async Task Who_called_back_is_found_and_opened_and_the_number_is_in_no_address(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999102"]);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.NoAnswer, request => request with { NoteToCallers = "Rang out" });

        var found = await LookUpAsync(shift, "050-199-9102");
        Assert.Equal("/calls/look-up", found.Response.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal("no-store", found.Response.Headers.CacheControl?.ToString());
        Assert.Contains("You recorded: No answer", found.TextOf("[data-found]"), StringComparison.Ordinal);
        Assert.Contains("Rang out", found.TextOf("[data-found]"), StringComparison.Ordinal);
        Assert.DoesNotContain("9102", found.Text, StringComparison.Ordinal);
        Assert.False(found.Has(WordForm));

        var call = await (await found.SubmitAsync("form[action='/call/open']")).FollowAsync();
        Assert.Equal("/call", call.Path);
        Assert.True(call.Has(CallShift.Start));
    }

    [Theory, OnBothDatabases]
    public async Task The_answer_is_the_same_byte_for_byte_for_numbers_unknown_known_to_others_and_on_the_stop_list(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var colleague = await shift.Scene.OrganizerAsync();
        await shift.Scene.ContactsAsync(1, e164: ["+972501999103"]);
        await shift.Scene.CallAndRecordAsync(colleague, OutcomeKeys.NoAnswer);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999104"]);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.DoNotCall);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999105"]);

        var bodies = new List<string>();
        foreach (var number in new[] { "+972501999103", "+972501999104", "+972501999105", "+972501999106" })
        {
            var page = await LookUpAsync(shift, number);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.True(page.Has(WordForm));
            bodies.Add(Secrets().Replace(page.Text, "").Replace(number[1..], "", StringComparison.Ordinal));
        }

        Assert.All(bodies, body => Assert.Equal(bodies[0], body));
    }

    [Theory, OnBothDatabases]
    public async Task A_word_about_an_unknown_number_reaches_the_coordinators_once(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await LookUpAsync(shift, "+972501999107");

        Assert.Equal("A coordinator has your word. Thank you.", (await page.SubmitAsync(WordForm, ("Word.Words", "Asked who we are"))).TextOf("[data-left]"));
        Assert.True((await page.SubmitAsync(WordForm, ("Word.Words", "Asked who we are"))).Has("[data-left]"));

        var request = Assert.Single(await shift.Host.World.ReadAsync(db => db.HelpRequests.AsNoTracking().ToListAsync()));
        Assert.Equal((HelpKind.CalledBack, shift.Scene.CampaignId), (request.Kind, request.CampaignId));
        Assert.EndsWith("\nAsked who we are", shift.Host.World.Sealer.Open(Places.HelpText(request.Id), request.SealedText!), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_word_that_is_refused_is_still_in_the_form(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await LookUpAsync(shift, "+972501999108");

        var empty = await page.SubmitAsync(WordForm, ("Word.Number", ""), ("Word.Words", ""));
        Assert.Equal("Type the number or a few words first.", empty.TextOf("[role=alert]"));
        var tooLong = await page.SubmitAsync(WordForm, ("Word.Words", new string('w', LeaveWord.MostText + 1)));
        Assert.Contains("at most 1000 characters", tooLong.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.StartsWith("www", tooLong.Find("#words").TextContent, StringComparison.Ordinal);
        Assert.Equal("+972501999108", tooLong.Find("#word-number").GetAttribute("value"));
    }

    [Theory, OnBothDatabases]
    public async Task Too_many_look_ups_are_refused_and_a_word_can_still_be_left(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        for (var n = 0; n < LookUpCaller.MostPerHour; n++)
        {
            await shift.Host.World.Get<LookUpCaller>().ExecuteAsync(shift.Organizer, "+972501999109", CancellationToken.None);
        }

        var refused = await LookUpAsync(shift, "+972501999109");
        Assert.StartsWith("You have looked up twenty numbers within an hour.", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.True(refused.Has(WordForm));
        Assert.Contains("This is not a number", (await LookUpAsync(shift, "hello")).TextOf("[role=alert]"), StringComparison.Ordinal);
    }

    private static async Task<WebPage> LookUpAsync(CallShift shift, string number) =>
        await (await shift.Browser.OpenAsync("/calls/look-up")).SubmitAsync(LookUpForm, ("Asked.Number", number));

    private static async Task<Claim> LapseAsync(CallShift shift)
    {
        var claim = await shift.Scene.CallAsync(shift.Organizer);
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(46));
        await shift.Scene.SweepAsync();

        // Somebody who is there: the session goes on.
        await shift.Browser.OpenAsync("/");
        return claim;
    }

    /// <summary>What differs from page to page whatever is asked: tokens of the forms.</summary>
    [GeneratedRegex("<!--Blazor[^>]*-->|name=\"__RequestVerificationToken\" value=\"[^\"]*\"|value=\"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secrets();
}
