using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>What was typed on the call page survives a pause, a busy server and a page grown old, in a browser without script.</summary>
public sealed class NothingLostTests
{
    [Theory, OnBothDatabases]
    public async Task Who_comes_back_after_a_while_is_told_whose_call_this_was_and_finds_everything(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();
        Assert.False(page.Has("[data-reopened]"));
        var name = page.TextOf("h1");
        await page.SubmitAsync("[data-without-script]", ("note", "Ask about the bus"), ("answer.comes", "maybe"), ("reached", OutcomeKeys.Callback), ("callbackDate", "2026-11-24"), ("callbackTime", "18:00"), ("callbackMine", "true"));
        Assert.False((await shift.Browser.OpenAsync("/call")).Has("[data-reopened]"));

        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(12));
        var back = await shift.Browser.OpenAsync("/call");

        Assert.Contains($"You were calling \u2068{name}\u2069", back.TextOf("[data-reopened]"), StringComparison.Ordinal);
        Assert.Equal("Ask about the bus", back.Find("#note").TextContent);
        Assert.True(back.Find("input[name='answer.comes'][value=maybe]").HasAttribute("checked"));
        Assert.True(back.Find($"input[value={OutcomeKeys.Callback}]").HasAttribute("checked"));
        Assert.Equal(("2026-11-24", "18:00"), (back.Find("#callbackDate").GetAttribute("value"), back.Find("#callbackTime").GetAttribute("value")));
        Assert.True(back.Find("input[name=callbackMine]").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_new_session_is_told_too()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        await shift.CallAsync();
        shift.Host.World.Time.Advance(TimeSpan.FromSeconds(20));

        using var phone = await shift.Host.SignedInAsync(shift.Organizer);

        Assert.True((await phone.OpenAsync("/call")).Has("[data-reopened]"));
    }

    [Theory, OnBothDatabases]
    public async Task The_form_of_address_is_set_by_one_press_and_loses_nothing(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var set = await (await page.SubmitAsync("[data-without-script]", ("addressForm", "Masculine"), ("note", "Ask about the bus"))).FollowAsync();
        Assert.Equal("Masculine", set.Find("input[name=addressForm]").GetAttribute("value"));
        var posted = await set.SubmitAsync("form[data-draft]", ("address", "Feminine"));

        // The small script of these tests reads alike for everyone, so no button is on the page; the post is the buttons'.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, posted.Status);
        Assert.Equal("Feminine", posted.Find("input[name=addressForm]").GetAttribute("value"));
        Assert.Equal("Ask about the bus", posted.Find("#note").TextContent);
    }

    [Theory, OnBothDatabases]
    public async Task A_person_looked_at_is_kept_ten_minutes_more_and_not_for_ever(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.ClaimAsync();
        for (var minutes = 0; minutes < 24; minutes += 8)
        {
            shift.Host.World.Time.Advance(TimeSpan.FromMinutes(8));
            page = await (await page.SubmitAsync("button[formaction='/call/keep']")).FollowAsync();
        }

        Assert.Equal("Yours for 6 min", page.TextOf("[role=timer]"));
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(7));
        await shift.Scene.SweepAsync();
        var late = await page.SubmitAsync("button[formaction='/call/keep']");
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.True(late.Has("[data-refusal]"));
    }

    [Theory, OnBothDatabases]
    public async Task A_busy_server_shows_the_page_again_with_everything_typed_and_the_next_press_records_it(DatabaseKind kind)
    {
        var busy = new Switch();
        await using var shift = await CallShift.BeginAsync(kind, setup: BusyOn(busy));
        var page = await shift.CallAsync();
        busy.IsOn = true;

        var refused = await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("note", "Ask about the bus"), ("answer.comes", "maybe"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("Nothing is lost", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.Equal("Ask about the bus", refused.Find("#note").TextContent);
        Assert.True(refused.Find("input[name='answer.comes'][value=maybe]").HasAttribute("checked"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await shift.SendAsync(page, "/call/outcome", ("outcome", OutcomeKeys.NoAnswer))).StatusCode);

        busy.IsOn = false;
        Assert.Equal(CallingEndpoints.StoppedPath, (await refused.SubmitAsync(CallShift.SaveAndStop)).Location);
        Assert.Equal("Ask about the bus", CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);
    }

    [Fact]
    public async Task A_page_made_for_an_earlier_session_is_shown_to_its_owner_and_sent_by_one_press()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();

        var old = await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("note", "Ask about the bus"), ("__RequestVerificationToken", "of another session"));

        Assert.Equal(HttpStatusCode.BadRequest, old.Status);
        Assert.Equal("Ask about the bus", old.Find("#kept-note").TextContent);
        Assert.False(old.Has("script[src*=send-again]"));
        Assert.Empty(await shift.CallsAsync());
        Assert.Equal(CallingEndpoints.StoppedPath, (await old.SubmitAsync("form[data-send-again] button")).Location);
        Assert.Equal("Ask about the bus", CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);
    }

    private static HostSetup BusyOn(Switch busy) => new()
    {
        Services = services =>
        {
            var real = services.Single(service => service.ServiceType == typeof(IHotStore)).ImplementationType!;
            services.Replace(ServiceDescriptor.Singleton<IHotStore>(provider => new BusyStore((IHotStore)ActivatorUtilities.CreateInstance(provider, real), busy)));
        },
    };

    private sealed class Switch
    {
        public bool IsOn { get; set; }
    }

    private sealed class BusyStore(IHotStore real, Switch busy) : IHotStore
    {
        public DatabaseKind Kind => real.Kind;

        public Task<T> WriteAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct) => busy.IsOn ? throw new HotStoreBusyException() : real.WriteAsync(act, ct);

        public Task<T> WriteBulkAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct) => real.WriteBulkAsync(act, ct);

        public Task<T> ReadAsync<T>(Func<HotSession, Task<T>> read, CancellationToken ct) => real.ReadAsync(read, ct);
    }
}
