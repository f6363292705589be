using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>Warnings about texts, words added after the outcome, and how long a number stands on the page, without script and with it.</summary>
public sealed class WrapUpPageTests
{
    private const string Number = "Rather on 050-1234567";
    private const string AddNote = "form[action='/call/add-note'] button";

    [Theory, OnBothDatabases]
    public async Task A_note_with_a_number_comes_back_once_with_what_was_found_and_save_anyway_saves(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var refused = await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("note", Number), ("message", "Wants a ride"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("For the next caller: looks like a phone number", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.EndsWith("#note", refused.Find("[data-refusal] .pb-button-primary").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("a phone number", refused.TextOf("#note + [data-found]"), StringComparison.Ordinal);
        Assert.Equal((Number, "Wants a ride"), (refused.TextOf("#note"), refused.TextOf("#message")));
        Assert.True(refused.Has("input[name=reached][value=talked][checked]"));
        Assert.Empty(await shift.CallsAsync());
        Assert.Equal(Number, (await shift.Browser.OpenAsync("/call")).TextOf("#note"));

        var saved = await refused.SubmitAsync("[data-refusal] button");
        Assert.Equal("/stopped", saved.Location);
        var call = Assert.Single(await shift.CallsAsync());
        Assert.Equal(Number, CallingReads.TextsOf(shift.Host.World, call).NoteToCallers);
    }

    [Theory, OnBothDatabases]
    public async Task After_the_warning_the_same_button_goes_through_and_goes_on(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var refused = await (await shift.CallAsync()).SubmitAsync(CallShift.SaveAndNext, ("reached", OutcomeKeys.Talked), ("message", Number));

        var saved = await refused.SubmitAsync(CallShift.SaveAndNext);

        Assert.Equal("/call", saved.Location);
        Assert.Single(await shift.CallsAsync());
        Assert.Equal(2, await CallingReads.ClaimsAsync(shift.Host.World, shift.Organizer));
    }

    [Theory, OnBothDatabases]
    public async Task Save_anyway_repeats_an_outcome_of_one_tap_and_names_it(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var refused = await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']", ("note", Number), ("stop", "true"));
        Assert.Equal("Save anyway: No answer", refused.TextOf("[data-refusal] button"));

        var saved = await refused.SubmitAsync("[data-refusal] button");

        Assert.Equal("/stopped", saved.Location);
        var call = Assert.Single(await shift.CallsAsync());
        Assert.Equal(await shift.Scene.OutcomeIdAsync(OutcomeKeys.NoAnswer), call.OutcomeId);
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_and_a_changed_text_are_warned_about_too(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var refused = await (await shift.CallAsync()).SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("answer.word", "dana@example.org"));
        Assert.Contains("An answer to the script: looks like an e-mail address", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);

        var again = await refused.SubmitAsync(CallShift.SaveAndStop, ("answer.word", "soon"), ("note", "lives at 12 Lemon Street"));
        Assert.Contains("looks like an address", again.TextOf("[data-refusal]"), StringComparison.Ordinal);

        Assert.Equal("/stopped", (await again.SubmitAsync(CallShift.SaveAndStop, ("note", "lives nearby"))).Location);
        Assert.Equal("lives nearby", CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);
    }

    [Fact]
    public async Task While_typing_a_saved_draft_answers_what_each_text_holds()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();

        var saved = await (await shift.SendAsync(page, "/call/draft", ("note", Number), ("message", "after 18:00"), ("answer.word", "dana@example.org"))).Content.ReadFromJsonAsync<JsonElement>();

        var found = saved.GetProperty("found");
        Assert.Equal(["note", "answer.word"], found.EnumerateObject().Select(field => field.Name));
        Assert.Contains("a phone number", found.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_note_can_be_added_after_an_outcome_of_one_tap_and_the_next_persons_form_stays(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var next = await (await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']")).FollowAsync();
        var during = await (await next.SubmitAsync(CallShift.Start)).FollowAsync();
        await during.SubmitAsync("form[data-draft]", ("note", "For the person open now"));

        var added = await (await (await shift.Browser.OpenAsync("/call")).SubmitAsync(AddNote, ("note", "Rings twice"), ("message", "Try on Sunday"))).FollowAsync();

        Assert.Contains("Added to the call", added.TextOf("[data-recorded]"), StringComparison.Ordinal);
        Assert.Equal("", added.TextOf("#added-note"));
        Assert.Equal("For the person open now", added.TextOf("#note"));
        var texts = CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync()));
        Assert.Equal(("Rings twice", "Try on Sunday"), (texts.NoteToCallers, texts.MessageToCoordinator));
    }

    [Theory, OnBothDatabases]
    public async Task An_added_note_is_warned_about_once_in_place(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var next = await (await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']")).FollowAsync();

        var refused = await next.SubmitAsync(AddNote, ("note", Number));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.Find("[data-recorded] details").HasAttribute("open"));
        Assert.Equal(Number, refused.TextOf("#added-note"));
        Assert.Equal("Save anyway", refused.TextOf(AddNote));
        Assert.Null(Assert.Single(await shift.CallsAsync()).SealedTexts);

        Assert.Equal("/call", (await refused.SubmitAsync(AddNote)).Location);
        Assert.Equal(Number, CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);
    }

    [Theory, OnBothDatabases]
    public async Task Too_late_the_words_are_shown_to_be_copied(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var next = await (await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']")).FollowAsync();
        shift.Host.World.Time.Advance(RecordOutcome.UndoWindow + TimeSpan.FromSeconds(1));

        var refused = await next.SubmitAsync(AddNote, ("note", "Rings twice"));

        Assert.Contains("Ten minutes have passed", refused.TextOf("[data-recorded] [role=alert]"), StringComparison.Ordinal);
        Assert.Equal("Rings twice", refused.TextOf("#added-note"));
        Assert.True(refused.Find("#added-note").HasAttribute("readonly"));
        Assert.False(refused.Has(AddNote));
    }

    [Fact]
    public async Task The_script_is_answered_with_the_notice_alone()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var next = await (await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']")).FollowAsync();
        var callId = next.Find("[data-recorded]").GetAttribute("data-recorded")!;

        var refused = await shift.SendAsync(next, "/call/add-note", ("call", callId), ("note", Number));
        var added = await shift.SendAsync(next, "/call/add-note", ("call", callId), ("note", Number), ("kept", "NoteToCallers:PhoneNumber"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (refused.StatusCode, added.StatusCode));
        Assert.All(new[] { refused, added }, answer => Assert.True(answer.Headers.Contains("X-Part")));
        var part = new HtmlParser().ParseDocument(await added.Content.ReadAsStringAsync());
        Assert.Equal(callId, Assert.Single(part.Body!.Children).GetAttribute("data-recorded"));
        Assert.Null(part.QuerySelector("h1"));
    }

    [Theory, OnBothDatabases]
    public async Task A_campaign_that_takes_no_texts_offers_none_to_add(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, change: campaign =>
        {
            campaign.NotesToNextCallers = false;
            campaign.MessagesToCoordinator = false;
        });

        var next = await (await (await shift.CallAsync()).SubmitAsync("fieldset button[value='no_answer']")).FollowAsync();

        Assert.True(next.Has("[data-recorded]"));
        Assert.False(next.Has(AddNote));
    }

    [Theory, OnBothDatabases]
    public async Task After_a_bad_number_the_other_one_is_offered_and_called(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999201", "+972501999202"]);
        var page = await shift.CallAsync();
        Assert.Contains("There is another number", page.TextOf("#outcome"), StringComparison.Ordinal);
        await shift.Scene.ContactsAsync(1);
        var next = await (await page.SubmitAsync("fieldset button[value='wrong_number']")).FollowAsync();

        var again = await (await next.SubmitAsync("form[action='/call/other-number'] button")).FollowAsync();
        var called = await (await again.SubmitAsync(CallShift.Start)).FollowAsync();

        Assert.Equal("tel:+972501999202", called.Find("a.pb-phone").GetAttribute("href"));
        Assert.Contains("No answer", (await (await called.SubmitAsync("fieldset button[value='no_answer']")).FollowAsync()).TextOf("[data-recorded]"), StringComparison.Ordinal);
        Assert.Equal(2, (await shift.CallsAsync()).Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_is_hidden_after_ten_minutes_and_shown_again_for_nothing(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, e164: ["+972501999203"]);
        var page = await shift.CallAsync();
        Assert.Equal("600", page.Find("[data-number]").GetAttribute("data-number"));

        shift.Host.World.Time.Advance(NumberWindow.Length);
        var hidden = await shift.Browser.OpenAsync("/call");
        Assert.DoesNotContain("501999203", hidden.Text, StringComparison.Ordinal);
        Assert.False(hidden.Find("[data-number-again]").HasAttribute("hidden"));

        var shown = await (await hidden.SubmitAsync("[data-number-again] button", ("note", "Kept"))).FollowAsync();
        Assert.Equal("tel:+972501999203", shown.Find("a.pb-phone").GetAttribute("href"));
        Assert.Equal("Kept", shown.TextOf("#note"));
        Assert.Equal(1, await shift.Host.World.ReadAsync(db => db.Reveals.CountAsync()));

        shift.Host.World.Time.Advance(NumberWindow.Length);
        Assert.DoesNotContain("501999203", (await shift.Browser.OpenAsync("/call")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_refused_post_opened_again_is_the_call_page()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);

        Assert.All(new[] { await shift.Browser.GetAsync("/call/add-note"), await shift.Browser.GetAsync("/call/outcome") }, page => Assert.Equal("/call", page.Location));
    }
}
