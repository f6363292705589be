using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Calling;

namespace PhoneBank.EndToEnd;

/// <summary>A caller in Berlin books six in the evening for somebody in Haifa: Haifa's six, also when a clock is changed before.</summary>
[Collection(InBrowser.Name)]
public sealed class TwoClocksTests(Browser browser, EverydayShift everyday)
{
    private static readonly TimeZoneInfo Haifa = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem");
    private static readonly Device InBerlin = Device.Phone with { TimeZone = "Europe/Berlin" };

    [Theory, InlineData(true), InlineData(false)]
    public async Task Six_in_the_evening_is_six_in_Haifa(bool script)
    {
        var shift = await everyday.GetAsync(browser);
        await BookAsync(shift, $"Berta Berlin {script}", script, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(shift.App.Now, Haifa).Date).AddDays(1));
    }

    [Fact]
    public async Task Six_in_the_evening_after_the_clocks_of_Haifa_have_changed_is_six_by_the_new_time()
    {
        // Israel moves its clocks on the Friday before the last Sunday of March. The shift is on the Wednesday before, the callback on the Sunday after.
        var year = DateTime.UtcNow.Month < 3 ? DateTime.UtcNow.Year : DateTime.UtcNow.Year + 1;
        var sunday = new DateOnly(year, 3, 31);
        sunday = sunday.AddDays(-(int)sunday.DayOfWeek);
        var wednesday = TimeZoneInfo.ConvertTimeToUtc(sunday.AddDays(-4).ToDateTime(new TimeOnly(12, 0)), Haifa);
        Assert.NotEqual(Haifa.GetUtcOffset(wednesday), Haifa.GetUtcOffset(wednesday.AddDays(4)));
        await using var shift = await Shift.StartAsync(browser, DatabaseKind.Sqlite, people: 10, options: new AppOptions { ClockOffset = wednesday - DateTime.UtcNow });
        await BookAsync(shift, "Berta March", script: true, sunday);
    }

    private async Task BookAsync(Shift shift, string name, bool script, DateOnly day)
    {
        await using var berta = await browser.PersonAsync(name, shift.App.Address, InBerlin with { Script = script });
        var join = new JoinPages(berta);
        await (script ? join.JoinByLinkAsync(shift.Invite) : join.JoinByCodeAsync(shift.Invite));
        await join.StartAsync();
        var call = new CallPages(berta);
        await call.TakeFirstAsync();
        await call.StartAsync();
        await call.ChooseAsync(new Ending("callback"));
        if (!script)
        {
            await berta.Page.Locator("#callback input[value=other]").CheckAsync(new() { Force = true });
        }

        await berta.FillAsync(berta.Says<CallingText>("Day"), day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), exact: true);
        await berta.FillAsync(berta.Says<CallingText>("Time"), "18:00", exact: true);
        var entry = await EntryAsync(shift, berta);
        await call.SaveAsync(new Ending("callback"), stop: true);
        await berta.SeesAsync(berta.Says<CallingText>("Undo"));
        await using var db = shift.App.OpenDb();
        var booked = await db.Entries.Where(one => one.Id == entry).Select(one => one.CallbackAt).SingleAsync();
        Assert.Equal(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(18, 0)), Haifa), booked);
        berta.WasAtPeace();
    }

    private static async Task<Guid> EntryAsync(Shift shift, Person person)
    {
        await using var db = shift.App.OpenDb();
        var name = person.NormalizedLogInName;
        return await (from claim in db.Claims join user in db.Users on claim.OrganizerId equals user.Id where user.NormalizedUserName == name && claim.EndedAt == null select claim.EntryId).SingleAsync();
    }
}
