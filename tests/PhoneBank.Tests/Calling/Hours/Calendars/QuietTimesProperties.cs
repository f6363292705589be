using FsCheck;
using FsCheck.Fluent;
using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Tests.Calling.Hours.Calendars;

/// <summary>Whatever a campaign chooses and opens, for any class of people at any minute of some years.</summary>
public sealed class QuietTimesProperties
{
    private static readonly CallingHours Hours = new();

    private static readonly string[] SomeClasses =
    [
        "Asia/Jerusalem|IL|", "Asia/Hebron|PS|", "Europe/Berlin|DE|", "Europe/London|GB|", "America/New_York|US|", "Pacific/Kiritimati|KI|", "Europe/Oslo|NO|",
        "Arctic/Longyearbyen|SJ|", "Australia/Lord_Howe|AU|", "Pacific/Apia|WS|", "country:US|US|", "country:RU|RU|", "country:ES|ES|", "UTC||",
        "Asia/Jerusalem|IL|Su-Th 18:00-21:00; Fr 10:00-12:00", "Europe/Berlin|DE|Fr 12:00-20:00; Sa 10:00-22:00", "Europe/Paris|IL|Sa 10:00-20:00",
    ];

    [Fact]
    public void Never_open_inside_a_closed_span_of_a_chosen_set_where_the_contact_may_be() => Holds(world =>
        !Hours.At(world.Key, world.Unopened, world.Now).IsInWindow
        || world.Key.Clocks.All(clock => world.Sets.Each().All(set => QuietTimes.InZone(set, clock.Id, world.Now, world.Now.AddTicks(1)).Count == 0)));

    [Fact]
    public void Calendars_close_nothing_but_their_own_spans() => Holds(world =>
    {
        var free = Hours.At(world.Key, new CampaignHours(world.Campaign.Windows), world.Now).IsInWindow;
        var quiet = world.Key.Clocks.Any(clock => QuietTimes.InZone(world.Sets, clock.Id, world.Now, world.Now.AddTicks(1)).Count > 0);
        return Hours.At(world.Key, world.Unopened, world.Now).IsInWindow == (free && !quiet);
    });

    [Fact]
    public void What_is_opened_never_opens_against_a_ceiling_or_safe_hours() => Holds(world =>
        !Hours.At(world.Key, world.Campaign, world.Now).IsInWindow || Hours.At(world.Key, CampaignHours.CeilingOnly, world.Now).IsInWindow);

    [Fact]
    public void What_is_opened_opens_all_that_ceiling_and_safe_hours_allow_and_changes_nothing_outside() => Holds(world =>
    {
        var isOpened = world.Campaign.Openings.Any(opening => opening.FromUtc <= world.Now && world.Now < opening.ToUtc);
        var expected = isOpened ? CampaignHours.CeilingOnly : world.Unopened;
        return Hours.At(world.Key, world.Campaign, world.Now).IsInWindow == Hours.At(world.Key, expected, world.Now).IsInWindow;
    });

    [Fact]
    public void Quiet_times_are_whole_minutes_in_order_and_of_a_sane_length() => Holds(world => world.Key.Clocks.All(clock =>
    {
        var times = QuietTimes.InZone(world.Sets, clock.Id, world.Now, world.Now.AddDays(40));
        return times.All(time => time.FromUtc < time.ToUtc && time.ToUtc - time.FromUtc < TimeSpan.FromDays(6)
                && time.FromUtc.Ticks % TimeSpan.TicksPerMinute == 0 && time.ToUtc.Ticks % TimeSpan.TicksPerMinute == 0 && time.Reasons.Count > 0)
            && times.Zip(times.Skip(1)).All(pair => pair.First.FromUtc <= pair.Second.FromUtc);
    }));

    private static Gen<World> Worlds =>
        from key in Gen.Elements(SomeClasses)
        from sets in Gen.Choose(0, 15)
        from always in Gen.Elements(true, false)
        from minute in Gen.Choose(0, 4 * 366 * 1440)
        from openings in Opening.ListOf(2)
        select World.Of(key, (CalendarSets)sets, always, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute), openings);

    private static Gen<(int From, int Length)> Opening => Gen.Zip(Gen.Choose(-600, 300), Gen.Choose(1, 900)).Select(pair => (pair.Item1, pair.Item2));

    private static void Holds(Func<World, bool> property) => Prop.ForAll(Worlds.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private sealed record World(HoursClassKey Key, CalendarSets Sets, CampaignHours Campaign, DateTime Now)
    {
        public static World Of(string key, CalendarSets sets, bool always, DateTime now, IEnumerable<(int From, int Length)> openings)
        {
            var windows = always ? WeeklyWindows.Always : WeeklyWindows.Parse("Su-Fr 11:00-16:00; Sa 12:00-20:00");
            return new World(
                HoursClassKey.Parse(key),
                sets,
                new CampaignHours(windows, null, sets, openings.Select(opening => new HoursOpening(now.AddMinutes(opening.From), now.AddMinutes(opening.From + opening.Length)))),
                now);
        }

        public CampaignHours Unopened => new(Campaign.Windows, Campaign.BlackOutDates, Campaign.Calendars);

        public override string ToString() => $"{Key} keeping {Sets}, opened {string.Join(' ', Campaign.Openings)}, at {Now:u}";
    }
}
