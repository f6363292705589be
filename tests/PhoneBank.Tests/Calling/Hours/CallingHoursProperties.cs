using FsCheck;
using FsCheck.Fluent;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Tests.Calling.Hours;

/// <summary>Compares with the plainest reading of the rules: look at the clock of every zone, minute by minute.</summary>
public sealed class CallingHoursProperties
{
    private static readonly CallingHours Hours = new();
    private static readonly string[] SomeZones =
        ["Asia/Jerusalem", "America/New_York", "Europe/London", "Europe/Berlin", "Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia"];

    private static readonly string[] SeveralZones = ["US", "CA", "AU", "UA", "MX", "ES", "RU", "PT"];

    // Days around which some of these zones change their clocks, and the turn of the year.
    private static readonly DateTime[] Around =
        [Utc(2026, 3, 7), Utc(2026, 3, 26), Utc(2026, 3, 28), Utc(2026, 10, 3), Utc(2026, 10, 24), Utc(2026, 10, 31), Utc(2026, 12, 31), Utc(2027, 2, 6), Utc(2026, 6, 15)];

    [Fact]
    public void Open_is_inside_the_window_of_every_zone_until_it_says_and_for_ten_minutes_more() => Holds(world =>
    {
        var state = Hours.At(world.Key, world.Campaign, world.Now);
        return state.IsOpen == world.MayHandOut(world.Now)
            && state.IsInWindow == world.IsAllowed(world.Now)
            && (!state.IsOpen || (world.MayHandOut(state.OpenUntilUtc!.Value.AddMinutes(-1)) && !world.MayHandOut(state.OpenUntilUtc.Value)
                && world.IsAllowed(state.ClosesUtc!.Value.AddMinutes(-1)) && !world.IsAllowed(state.ClosesUtc.Value)));
    });

    [Fact]
    public void The_next_opening_is_open_and_nothing_before_it_is() => Holds(world =>
    {
        var state = Hours.At(world.Key, world.Campaign, world.Now);
        if (state.IsOpen)
        {
            return state.NextOpeningUtc is null;
        }

        var end = state.NextOpeningUtc ?? world.Now + CallingHours.SearchLimit.Add(TimeSpan.FromMinutes(1));
        for (var minute = world.Now; minute < end; minute = minute.AddMinutes(1))
        {
            if (world.MayHandOut(minute))
            {
                return false;
            }
        }

        return state.NextOpeningUtc is not { } next || (world.MayHandOut(next) && Hours.At(world.Key, world.Campaign, next).IsOpen);
    });

    [Fact]
    public void A_promise_is_kept_within_hours_and_shows_the_time_that_was_said() => Holds(world =>
    {
        var local = world.Now.AddHours(30);
        var (date, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (!Hours.TryPromise(world.Key, world.Campaign, date, time, world.Now, out var callback, out var refusal))
        {
            // Whatever is offered instead must be taken.
            return refusal is not OutsideHours outside || outside.Allowed.All(window =>
                Hours.TryPromise(world.Key, world.Campaign, date, window.From, world.Now, out _, out _)
                && (window.To == TimeOnly.MinValue || Hours.TryPromise(world.Key, world.Campaign, date, window.To, world.Now, out _, out _)));
        }

        return ContactClock.At(world.Key, callback).EarliestLocal == date.ToDateTime(time)
            && (world.MayHandOut(callback) || world.MayHandOut(callback.AddMinutes(-1)));
    });

    [Fact]
    public void Weeks_survive_their_text_and_intersect_minute_by_minute()
    {
        var weeks = Gen.Zip(Week, Week).ToArbitrary();
        Prop.ForAll(weeks, pair =>
        {
            var (left, right) = pair;
            var both = left.Intersect(right);
            return WeeklyWindows.Parse(both.ToString()).Equals(both)
                && Enumerable.Range(0, 7 * 96).All(quarter =>
                {
                    var local = new DateTime(2026, 6, 7).AddMinutes(15 * quarter);
                    return both.Contains(local) == (left.Contains(local) && right.Contains(local));
                });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static Gen<WeeklyWindows> Week =>
        OneWindow.ListOf(9).Select(WeeklyWindows.Create);

    private static Gen<(DayOfWeek Day, TimeWindow Window)> OneWindow =>
        from day in Gen.Choose(0, 6)
        from start in Gen.Choose(0, 95)
        from length in Gen.Choose(1, 60)
        select ((DayOfWeek)day, TimeWindow.OfMinutes(start * 15, Math.Min(1440, (start + length) * 15)));

    private static Gen<World> Worlds =>
        from place in Gen.OneOf(Gen.Elements(SomeZones), Gen.Elements(SeveralZones.Select(country => $"country:{country}").ToArray()))
        from campaign in Gen.OneOf(Gen.Constant(WeeklyWindows.Always), Week)
        from safe in Gen.OneOf(Gen.Constant<WeeklyWindows?>(null), Week.Select(week => (WeeklyWindows?)week))
        from around in Gen.Elements(Around)
        from minute in Gen.Choose(-3 * 1440, 3 * 1440)
        from blackOut in Gen.Choose(-3, 3).ListOf(1)
        select World.Of(place, campaign, safe, around.AddMinutes(minute), [.. blackOut.Select(day => DateOnly.FromDateTime(around).AddDays(day))]);

    private static void Holds(Func<World, bool> property) =>
        Prop.ForAll(Worlds.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private sealed record World(HoursClassKey Key, CampaignHours Campaign, DateTime Now, TimeZoneInfo[] AllZones)
    {
        public static World Of(string place, WeeklyWindows campaign, WeeklyWindows? safe, DateTime now, DateOnly[] blackOut)
        {
            var country = place.StartsWith("country:", StringComparison.Ordinal) ? place["country:".Length..] : null;
            var key = HoursClassKey.For(country is null ? place : null, country, safe, "UTC");

            // All zones of the country, not only those the key was reduced to.
            var zones = country is null ? [place] : Zones.OfCountry(country);
            return new World(key, new CampaignHours(campaign, blackOut), now, [.. zones.Select(TimeZoneInfo.FindSystemTimeZoneById)]);
        }

        public bool IsAllowed(DateTime utc) => Array.TrueForAll(AllZones, zone =>
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
            return Campaign.Windows.Contains(local)
                && (Key.SafeHours is null || Key.SafeHours.Contains(local))
                && CountryCeilings.Of(Key.Country).Windows.Contains(local)
                && !Campaign.BlackOutDates.Contains(DateOnly.FromDateTime(local));
        });

        public bool MayHandOut(DateTime utc) => Enumerable.Range(0, 11).All(minute => IsAllowed(utc.AddMinutes(minute)));

        public override string ToString() =>
            $"{Key} campaign {Campaign.Windows} without {string.Join(',', Campaign.BlackOutDates)} at {Now:u}";
    }
}
