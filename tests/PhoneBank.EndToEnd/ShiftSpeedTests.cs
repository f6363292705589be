using System.Diagnostics;
using System.Globalization;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>
/// How fast a shift goes on a cheap phone with a bad line (see <see cref="SlowPhone"/>), and what it costs in bytes; the
/// published build, a book of supporters.
/// </summary>
[Collection(Alone.Name)]
public sealed class ShiftSpeedTests(WholeBrowser browser, PublishedShift published, ITestOutputHelper output) : IClassFixture<PublishedShift>
{
    private const int TapsToFirstNumber = 8;
    private const int TapsToNextNumber = 2;
    private const int FirstPageBytes = 40_000;
    private const int NextPageBytes = 10_000;

    private static readonly TimeSpan TimeToFirstNumber = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TapP95 = TimeSpan.FromSeconds(1);

    // Nobody answers most of the time; now and then somebody talks.
    private static readonly Ending[] Endings = [new("no_answer"), new("busy"), new("no_answer"), new("someone_else"), new("talked")];

    private static int Calls => Long.Run ? 50 : 12;

    private static int Fewer => Long.Run ? 50 : 6;

    [Fact]
    public async Task From_the_link_to_the_first_number_in_a_minute_and_from_an_outcome_to_the_next_number_in_two_taps_of_a_second()
    {
        await using var dana = await browser.PersonAsync("Dana Slow", published.Shift.App.Address, Device.Phone);
        var shift = await CallAsync(dana);
        Assert.True(shift.ToFirstNumber <= TimeToFirstNumber, $"{shift.ToFirstNumber.TotalSeconds:F1} s to the first number.");
        Assert.True(shift.TapsToFirst <= TapsToFirstNumber, $"{shift.TapsToFirst} taps to the first number: {string.Join(", ", dana.Done.Take(shift.TapsToFirst))}.");
        Assert.True(shift.TapsToNext <= TapsToNextNumber, $"{shift.TapsToNext} taps to the next number.");
        Assert.True(shift.ToName.P95() <= TapP95, "Outcome to the next name: " + shift.ToName.Figures());
        Assert.True(shift.ToNumber.P95() <= TapP95, "Start to the number: " + shift.ToNumber.Figures());
        dana.WasAtPeace();
    }

    [Fact]
    public async Task Without_script_the_same_shift_is_measured()
    {
        await using var gideon = await browser.PersonAsync("Gideon Slow", published.Shift.App.Address, Device.Phone with { Script = false });
        var shift = await CallAsync(gideon);
        Assert.True(shift.ToFirstNumber <= TimeToFirstNumber, $"{shift.ToFirstNumber.TotalSeconds:F1} s to the first number.");
        Assert.True(shift.TapsToNext <= TapsToNextNumber, $"{shift.TapsToNext} taps to the next number.");
    }

    [Fact]
    public async Task The_first_call_page_and_every_next_one_keep_within_their_bytes()
    {
        await using var emma = await browser.PersonAsync("Emma Counts", published.Shift.App.Address, Device.Phone);
        var join = new JoinPages(emma);
        await join.JoinByLinkAsync(published.Shift.Invite);
        await join.StartAsync();
        var transfers = await Transfers.OfAsync(emma);
        await transfers.EmptyCacheAsync();
        var call = new CallPages(emma);
        transfers.Clear();
        await call.TakeFirstAsync();
        await SettleAsync(emma);
        var first = transfers.Bytes;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"First call page, nothing in the cache: {first:N0} bytes (limit {FirstPageBytes:N0}):\n{transfers.Table}"));

        var names = new List<double>();
        var numbers = new List<double>();
        for (var i = 0; i < Fewer; i++)
        {
            transfers.Clear();
            await call.StartAsync();
            await SettleAsync(emma);
            numbers.Add(transfers.Bytes);
            var ending = Endings[i % Endings.Length];
            await call.ChooseAsync(ending);
            await SettleAsync(emma);
            transfers.Clear();
            var next = await call.NextPersonAsync();
            await call.SaveAsync(ending);
            await emma.Page.Locator(next).WaitForAsync();
            await SettleAsync(emma);
            names.Add(transfers.Bytes);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Each next of {names.Count}: {names.Max():N0} bytes at most with the outcome's answer, {numbers.Max():N0} with the number's (limit {NextPageBytes:N0} each)."));
        Assert.True(first <= FirstPageBytes, $"{first:N0} bytes:\n{transfers.Table}");
        Assert.True(names.Max() <= NextPageBytes, $"{names.Max():N0} bytes for the next person.");
        Assert.True(numbers.Max() <= NextPageBytes, $"{numbers.Max():N0} bytes for a number.");
    }

    private async Task<Measured> CallAsync(Person person)
    {
        await person.SlowDownAsync();
        var join = new JoinPages(person);
        var call = new CallPages(person);
        var clock = Stopwatch.StartNew();
        await (person.Device.Script ? join.JoinByLinkAsync(published.Shift.Invite) : join.JoinByCodeAsync(published.Shift.Invite));
        await join.StartAsync();
        await call.TakeFirstAsync();
        await call.StartAsync();
        var toFirst = clock.Elapsed;
        var tapsToFirst = person.Actions;
        var toName = new List<TimeSpan>();
        var toNumber = new List<TimeSpan>();
        var taps = 0;
        for (var i = 0; i < (person.Device.Script ? Calls : Fewer); i++)
        {
            var ending = Endings[i % Endings.Length];
            await call.ChooseAsync(ending);

            // The draft that the choices started is under way or done, as when somebody has talked for a while.
            await (person.Device.Script ? call.SavedAsync() : Task.CompletedTask);
            var before = person.Actions;
            toName.Add(await person.TimeTapAsync(await call.NextPersonAsync(), () => call.SaveAsync(ending)));
            toNumber.Add(await person.TimeTapAsync(CallPages.Number, () => call.StartAsync()));
            taps = Math.Max(taps, person.Actions - before);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(person.Device.Script ? "With" : "Without")} script; processor {SlowPhone.CpuSlowdown} times slower, {SlowPhone.RoundTripMs} ms to every answer; load of the machine {File.ReadAllText("/proc/loadavg").Split(' ')[0]}:"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  link to first number: {toFirst.TotalSeconds:F1} s, {tapsToFirst} taps ({string.Join(", ", person.Done.Take(tapsToFirst))})"));
        output.WriteLine($"  outcome to next name: {toName.Figures()}");
        output.WriteLine($"  start to number: {toNumber.Figures()}");
        output.WriteLine($"  outcome to next number: {taps} taps");
        return new Measured(toFirst, tapsToFirst, toName, toNumber, taps);
    }

    /// <summary>Until nothing has come for a while; the stream of events never ends.</summary>
    private static Task SettleAsync(Person person) => person.Page.WaitForTimeoutAsync(700);

    private sealed record Measured(TimeSpan ToFirstNumber, int TapsToFirst, IReadOnlyCollection<TimeSpan> ToName, IReadOnlyCollection<TimeSpan> ToNumber, int TapsToNext);
}
