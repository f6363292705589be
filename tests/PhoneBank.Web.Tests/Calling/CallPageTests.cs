using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>The call page in the whole application, as a browser without script sees it.</summary>
public sealed class CallPageTests
{
    [Theory, OnBothDatabases]
    public async Task Opening_the_call_page_hands_nobody_out(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);

        var page = await shift.Browser.OpenAsync("/call");

        Assert.Equal("No call is open", page.TextOf("h1"));
        Assert.Equal(0, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
    }

    [Theory, OnBothDatabases]
    public async Task Before_the_call_there_is_a_first_name_a_language_and_the_card_and_no_number(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, card: new SafeContactCard { WhoMayAnswer = "Her brother", Voicemail = VoicemailWish.No }, e164: ["+972501999001"]);

        var page = await shift.ClaimAsync();

        Assert.Equal("/call", page.Path);
        Assert.NotEmpty(page.TextOf("h1"));
        Assert.Contains("Hebrew", page.TextOf(".pb-person"), StringComparison.Ordinal);
        Assert.Contains("Her brother", page.TextOf("main"), StringComparison.Ordinal);
        Assert.Contains("Do not leave a message", page.TextOf("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("501999001", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Surname", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("a[href^='tel:']"));
    }

    [Theory, OnBothDatabases]
    public async Task Start_call_shows_the_number_and_a_reload_shows_it_again(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999002"]);

        var started = await (await shift.ClaimAsync()).SubmitAsync(CallShift.Start);
        Assert.Equal(HttpStatusCode.SeeOther, started.Status);
        var page = await started.FollowAsync();
        var again = await shift.Browser.OpenAsync("/call");

        foreach (var shown in new[] { page, again })
        {
            Assert.Equal("tel:+972501999002", shown.Find("a.pb-phone").GetAttribute("href"));
            Assert.Equal("ltr", shown.Find("a.pb-phone bdi").GetAttribute("dir"));
        }

        Assert.Equal(1, await shift.Host.World.ReadAsync(db => db.Reveals.CountAsync()));
        Assert.Equal("no-store", again.Response.Headers.CacheControl?.ToString());
    }

    [Theory, OnBothDatabases]
    public async Task Address_and_title_say_nothing_about_the_person(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);

        var page = await shift.CallAsync();

        Assert.Equal("Call", page.Title);
        Assert.Equal("/call", page.Response.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Theory, OnBothDatabases]
    public async Task No_answer_is_one_press_and_the_next_person_is_there(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var first = await shift.CallAsync();
        var firstClaim = first.Find("h1").GetAttribute("data-claim");

        var posted = await first.SubmitAsync("fieldset button[value='no_answer']");
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        var next = await posted.FollowAsync();

        Assert.NotEqual(firstClaim, next.Find("h1").GetAttribute("data-claim"));
        Assert.True(next.Has(CallShift.Start));
        Assert.Contains("Recorded: No answer", next.TextOf("[data-recorded]"), StringComparison.Ordinal);
        Assert.Single(await shift.CallsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task One_press_without_a_next_person_stops_there(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var posted = await page.SubmitAsync("fieldset button[value='no_answer']", ("stop", "true"));

        Assert.Equal("/stopped", posted.Location);
        Assert.Equal(1, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
        Assert.Contains("Recorded: No answer", (await posted.FollowAsync()).TextOf("[data-recorded]"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Everything_typed_is_recorded_with_the_outcome(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var posted = await page.SubmitAsync(
            CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("answer.comes", "yes"), ("answer.word", "With a friend"), ("note", "Ask about the bus"), ("message", "Wants a ride"));

        Assert.Equal("/stopped", posted.Location);
        var call = Assert.Single(await shift.CallsAsync());
        var texts = CallingReads.TextsOf(shift.Host.World, call);
        Assert.Equal(("Ask about the bus", "Wants a ride"), (texts.NoteToCallers, texts.MessageToCoordinator));
        var answers = await shift.Host.World.ReadAsync(db => db.Answers.Where(answer => answer.CallId == call.Id).OrderBy(answer => answer.StepId).Select(answer => answer.StepId + answer.ChoiceId).ToListAsync());
        Assert.Equal(["comesyes", "word"], answers);
        Assert.Equal("he", call.Language);
    }

    [Theory, OnBothDatabases]
    public async Task Saving_without_an_outcome_says_so_and_keeps_what_was_typed(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();
        var token = page.Find("input[name=token]").GetAttribute("value");

        var refused = await page.SubmitAsync(CallShift.SaveAndNext, ("note", "Ask about the bus"), ("answer.comes", "maybe"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Choose how the call ended.", refused.TextOf("[role=alert]"));
        Assert.Equal("Ask about the bus", refused.Find("#note").TextContent);
        Assert.True(refused.Find("input[name='answer.comes'][value=maybe]").HasAttribute("checked"));
        Assert.Equal(token, refused.Find("input[name=token]").GetAttribute("value"));
        Assert.True(refused.Has(".pb-top"));
        Assert.Equal("Ask about the bus", (await shift.Browser.OpenAsync("/call")).Find("#note").TextContent);
        Assert.Empty(await shift.CallsAsync());

        var posted = await refused.SubmitAsync(CallShift.SaveAndNext, ("reached", OutcomeKeys.Talked));
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.Equal("Ask about the bus", CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_needs_a_time_and_takes_a_quick_choice_in_the_persons_own_zone(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var refused = await page.SubmitAsync(CallShift.SaveAndNext, ("reached", OutcomeKeys.Callback));
        Assert.Equal("Choose the day and time of the call you promised.", refused.TextOf("[role=alert]"));
        Assert.True(refused.Find("details[data-group=reached]").HasAttribute("open"));

        var quick = refused.Find("input[name=callback]").GetAttribute("value")!;
        await refused.SubmitAsync(CallShift.SaveAndStop, ("callback", quick), ("callbackMine", "true"));

        var call = Assert.Single(await shift.CallsAsync());
        var promised = TimeZoneInfo.ConvertTimeFromUtc(call.CallbackAt!.Value, TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem"));
        Assert.Equal(quick, promised.ToString(CallValues.LocalMoment, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_at_night_is_refused_with_the_hours_of_that_day(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var refused = await page.SubmitAsync(
            CallShift.SaveAndNext, ("reached", OutcomeKeys.Callback), ("callback", CallValues.OtherMoment), ("callbackDate", "2026-11-24"), ("callbackTime", "03:00"));

        Assert.Contains("outside the hours", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal("03:00", refused.Find("#callbackTime").GetAttribute("value"));
        Assert.True(refused.Find("input[name=callback][value=other]").HasAttribute("checked"));
    }

    [Theory, OnBothDatabases]
    public async Task Another_language_asks_which_one(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var refused = await page.SubmitAsync(CallShift.SaveAndNext, ("reached", OutcomeKeys.OtherLanguage));
        Assert.Equal("Choose the language the person speaks.", refused.TextOf("[role=alert]"));
        await refused.SubmitAsync(CallShift.SaveAndStop, ("speaks", "ru"));

        var call = Assert.Single(await shift.CallsAsync());
        Assert.Equal("ru", (await shift.Scene.EntryAsync(call.EntryId)).ReroutedTo);
    }

    [Theory, OnBothDatabases]
    public async Task The_draft_button_keeps_everything_and_the_language_switch_loses_nothing(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var saved = await (await page.SubmitAsync("[data-without-script]", ("note", "Ask about the bus"), ("reached", OutcomeKeys.Talked))).FollowAsync();
        Assert.Equal("Ask about the bus", saved.Find("#note").TextContent);
        Assert.True(saved.Find($"input[value={OutcomeKeys.Talked}]").HasAttribute("checked"));

        var switched = await (await saved.SubmitAsync("button[formaction='/call/language'][value=en]", ("message", "Call me"))).FollowAsync();
        Assert.Equal("en", switched.Find("input[name=scriptLanguage]").GetAttribute("value"));
        Assert.Equal("Ask about the bus", switched.Find("#note").TextContent);
        Assert.Equal("Call me", switched.Find("#message").TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_second_tab_that_is_behind_loses_nothing(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var one = await shift.CallAsync();
        var other = await shift.Browser.OpenAsync("/call");

        await one.SubmitAsync("[data-without-script]", ("note", "From the first tab"));
        var page = await (await other.SubmitAsync("[data-without-script]", ("note", "From the second tab"))).FollowAsync();

        Assert.Contains("From the first tab", page.Find("#note").TextContent, StringComparison.Ordinal);
        Assert.Contains("From the second tab", page.Find("#note").TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_outcome_for_a_call_recorded_elsewhere_shows_the_typed_words_again(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var stale = await shift.CallAsync();
        await (await shift.Browser.OpenAsync("/call")).SubmitAsync("fieldset button[value='no_answer']", ("stop", "true"));

        var refused = await stale.SubmitAsync("fieldset button[value='busy']", ("token", Guid.CreateVersion7().ToString()), ("note", "Typed in the old tab"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("no longer yours", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.Equal("Typed in the old tab", refused.Find("textarea[readonly]").TextContent);
        Assert.Single(await shift.CallsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task The_same_form_sent_twice_is_one_call(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => page.SubmitAsync("fieldset button[value='no_answer']")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Single(await shift.CallsAsync());
        Assert.Equal(2, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_opens_the_call_again_with_what_was_typed(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();
        var claim = page.Find("h1").GetAttribute("data-claim");
        var next = await (await page.SubmitAsync("fieldset button[value='no_answer']", ("note", "Ask about the bus"))).FollowAsync();

        var undone = await (await next.SubmitAsync("form[action='/call/undo']")).FollowAsync();

        Assert.Equal(claim, undone.Find("h1").GetAttribute("data-claim"));
        Assert.Equal("Ask about the bus", undone.Find("#note").TextContent);
        Assert.False(undone.Has("[data-recorded]"));
        Assert.NotNull(Assert.Single(await shift.CallsAsync()).WithdrawnAt);
    }

    [Theory, OnBothDatabases]
    public async Task Undo_is_offered_for_ten_minutes_and_not_to_the_next_one_at_this_browser(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']", ("stop", "true"));
        var other = await shift.Host.SignedInAsync(await shift.Scene.OrganizerAsync());
        other.Cookies.Add(shift.Browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == LastRecorded.CookieName));

        Assert.True((await shift.Browser.OpenAsync("/")).Has("[data-recorded]"));
        Assert.False((await other.OpenAsync("/")).Has("[data-recorded]"));
        shift.Host.World.Time.Advance(RecordOutcome.UndoWindow);
        Assert.False((await shift.Browser.OpenAsync("/")).Has("[data-recorded]"));
    }

    [Theory, OnBothDatabases]
    public async Task Skipping_gives_the_next_person_and_stopping_gives_the_person_back(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var first = await shift.ClaimAsync();

        var second = await (await first.SubmitAsync("button[name=reason][value=KnowPerson]")).FollowAsync();
        Assert.NotEqual(first.Find("h1").GetAttribute("data-claim"), second.Find("h1").GetAttribute("data-claim"));

        var stopped = await second.SubmitAsync("button[formaction='/call/release']");
        Assert.Equal("/stopped", stopped.Location);
        Assert.Equal(0, await shift.Host.World.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));
    }

    [Theory, OnBothDatabases]
    public async Task When_nobody_can_be_called_the_page_says_why_and_when(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 1);
        await shift.Scene.ContactsAsync(2, language: "ru");

        var page = await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Nobody can be called right now", page.TextOf("h1"));
        Assert.Contains("Called before", page.TextOf("section[aria-labelledby=why]"), StringComparison.Ordinal);
        Assert.Contains("Russian 2", page.TextOf("section[aria-labelledby=why]"), StringComparison.Ordinal);
        Assert.True(page.Has("[data-nothing] time[datetime]"));
        Assert.Contains("Recorded: No answer", page.TextOf("[data-recorded]"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_spent_budget_says_until_when_and_who_can_extend_it(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 25, level: ProtectionLevel.AtRisk);
        await shift.Scene.KnowAsync(shift.Organizer);
        for (var n = 0; n < LevelRules.Of(ProtectionLevel.AtRisk).RevealsPerHour; n++)
        {
            await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked);
        }

        var refused = await shift.ClaimAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("as many numbers", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.Contains("coordinator can let you go on", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.True(refused.Has("[data-refusal] time[datetime]"));
        Assert.False(refused.Has("a[href^='tel:']"));
    }

    [Theory, OnBothDatabases]
    public async Task In_a_paused_campaign_no_number_is_shown_but_an_open_call_can_be_recorded(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var waiting = await shift.ClaimAsync();
        await shift.Scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        var refused = await waiting.SubmitAsync(CallShift.Start);
        Assert.Contains("The campaign is paused", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);

        await shift.Scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);
        var calling = await (await refused.SubmitAsync(CallShift.Start)).FollowAsync();
        await shift.Scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        var recorded = await calling.SubmitAsync("fieldset button[value='no_answer']");

        Assert.Single(await shift.CallsAsync());
        Assert.Equal("The campaign is paused", recorded.TextOf("h1"));
    }

    [Theory, OnBothDatabases]
    public async Task A_lapsed_call_is_asked_about_first_and_recorded_late(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var calling = await shift.CallAsync();
        await calling.SubmitAsync("[data-without-script]", ("message", "Wants a ride"));
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(50));
        await shift.Scene.SweepAsync();

        var home = await shift.Browser.OpenAsync("/");
        Assert.Contains("What happened with", home.TextOf("main .pb-warn h2"), StringComparison.Ordinal);
        var report = await shift.Browser.OpenAsync(home.Find("a[href^='/call/report/']").GetAttribute("href")!);
        Assert.False(report.Has("a[href^='tel:']"));
        Assert.Equal("Wants a ride", report.Find("#message").TextContent);

        var posted = await report.SubmitAsync("fieldset button[value='no_answer']");
        Assert.Equal("/", posted.Location);
        Assert.True(Assert.Single(await shift.CallsAsync()).Late);
        var after = await posted.FollowAsync();
        Assert.Contains("marked late", after.TextOf("[data-recorded]"), StringComparison.Ordinal);
        Assert.False(after.Has("a[href^='/call/report/']"));
    }

    [Theory, OnBothDatabases]
    public async Task An_outcome_posted_after_the_time_ran_out_is_taken_all_the_same(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var calling = await shift.CallAsync();
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(50));
        await shift.Scene.SweepAsync();

        var posted = await calling.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked));

        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.True(Assert.Single(await shift.CallsAsync()).Late);
    }

    [Theory, OnBothDatabases]
    public async Task I_did_not_call_answers_the_question_too(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.CallAsync();
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(50));
        await shift.Scene.SweepAsync();

        var answered = await (await (await shift.Browser.OpenAsync("/")).SubmitAsync("form[action='/call/not-called']")).FollowAsync();

        Assert.False(answered.Has("form[action='/call/not-called']"));
        Assert.Empty(await shift.CallsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_second_number_of_the_person_is_one_press_away(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999003", "+972501999004"]);
        var page = await shift.CallAsync();
        Assert.Contains("Number 1 of 2", page.TextOf("[data-number]"), StringComparison.Ordinal);

        var second = await (await page.SubmitAsync("[data-number] button[name=phone]", ("note", "First one is dead"))).FollowAsync();

        Assert.Equal("tel:+972501999004", second.Find("a.pb-phone").GetAttribute("href"));
        Assert.Equal("First one is dead", second.Find("#note").TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_elses_claim_cannot_be_started_recorded_or_reported(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var mine = await shift.CallAsync();
        var claim = mine.Find("input[name=claim]").GetAttribute("value")!;
        var stranger = await shift.Host.SignedInAsync(await shift.Scene.OrganizerAsync());
        var theirs = await stranger.OpenAsync("/call");

        foreach (var path in new[] { "/call/start", "/call/outcome", "/call/draft", "/call/not-called", "/call/skip" })
        {
            var token = theirs.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var answer = await stranger.PostAsync(path, ("__RequestVerificationToken", token), ("claim", claim), ("outcome", OutcomeKeys.NoAnswer), ("token", Guid.CreateVersion7().ToString()));
            Assert.True((int)answer.Status >= 400, $"{path} answered {(int)answer.Status}");
            Assert.False(answer.Has("a[href^='tel:']"));
        }

        Assert.Equal("Nothing to report here", (await stranger.OpenAsync($"/call/report/{claim}")).TextOf("h1"));
        Assert.Empty(await shift.CallsAsync());
    }

    [Fact]
    public async Task A_post_without_the_forms_token_is_refused()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        foreach (var path in new[] { "next", "pick", "start", "phone", "language", "skip", "release", "draft", "keep", "outcome", "not-called", "undo" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await shift.Browser.PostAsync("/call/" + path)).Status);
        }

        Assert.Equal(0, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
    }

    [Fact]
    public async Task The_address_of_a_refused_post_leads_back_to_the_call()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);

        Assert.Equal("/call", (await shift.Browser.GetAsync("/call/outcome")).Location);
    }

    [Theory]
    [InlineData("he", "rtl")]
    [InlineData("ar", "rtl")]
    [InlineData("ru", "ltr")]
    public async Task The_page_speaks_the_organizers_language_and_the_script_its_own(string language, string direction)
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        shift.Browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await shift.CallAsync();

        Assert.Equal(direction, page.Find("html").GetAttribute("dir"));
        Assert.Equal(("en", "ltr"), (page.Find(".pb-say").GetAttribute("lang"), page.Find(".pb-say").GetAttribute("dir")));
        Assert.DoesNotContain(page.Html.QuerySelectorAll("main button, main h2, main label"), element => element.TextContent.Trim().Length == 0);
        Assert.Equal(OutcomeSet.Default.Find(OutcomeKeys.NoAnswer)!.Texts[language].Label, page.Find("fieldset button[value='no_answer']").FirstChild!.TextContent.Trim());
    }
}
