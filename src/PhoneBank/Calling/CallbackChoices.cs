using PhoneBank.Calling.Hours;

namespace PhoneBank.Calling;

/// <summary>Works out which callbacks can be offered at a tap: only such as can be promised.</summary>
public sealed class CallbackChoices(CallingHours hours)
{
    private static readonly TimeOnly Morning = new(10, 30);
    private static readonly TimeOnly Evening = new(18, 0);

    internal CallbackOptions For(HoursClassKey key, CampaignHours campaign, DateTime now)
    {
        var local = ContactClock.At(key, now);
        var today = DateOnly.FromDateTime(local.EarliestLocal);
        var latest = DateOnly.FromDateTime(ContactClock.At(key, now + CallingHours.CallbackLimit).EarliestLocal);
        if (!local.IsCertain)
        {
            return new CallbackOptions(today, latest, Zones.DistinctOfCountry(key.Country ?? ""), []);
        }

        var inAnHour = RoundedUp(local.EarliestLocal.AddHours(1));
        var sameTime = RoundedUp(local.EarliestLocal);
        Wish[] wishes =
        [
            new(CallbackMoment.InAnHour, DateOnly.FromDateTime(inAnHour), TimeOnly.FromDateTime(inAnHour)),
            new(CallbackMoment.ThisEvening, today, Evening),
            new(CallbackMoment.TomorrowMorning, today.AddDays(1), Morning),
            new(CallbackMoment.TomorrowSameTime, DateOnly.FromDateTime(sameTime).AddDays(1), TimeOnly.FromDateTime(sameTime)),
            new(CallbackMoment.TomorrowEvening, today.AddDays(1), Evening),
        ];
        return new CallbackOptions(today, latest, [], [.. Promisable(wishes), .. WeekStart(key, today, Promisable)]);

        IEnumerable<CallbackChoice> Promisable(IEnumerable<Wish> wanted)
        {
            foreach (var wish in wanted.DistinctBy(wish => (wish.Date, wish.Time)))
            {
                if (hours.TryPromise(key, campaign, wish.Date, wish.Time, now, out var at, out _))
                {
                    yield return new CallbackChoice(wish.Moment, wish.Date, wish.Time, at);
                }
            }
        }
    }

    // In the evening, or where nobody is called then, in the morning.
    private static IEnumerable<CallbackChoice> WeekStart(HoursClassKey key, DateOnly today, Func<IEnumerable<Wish>, IEnumerable<CallbackChoice>> promisable)
    {
        var country = key.ZoneId is { } zone ? Zones.CountryOf(zone) : null;
        var day = WorkingWeek.NextAfterTomorrow(today, WorkingWeek.FirstDayIn(country ?? key.Country));
        return promisable([new(CallbackMoment.WeekStart, day, Evening), new(CallbackMoment.WeekStart, day, Morning)]).Take(1);
    }

    // To the next five minutes: nobody promises 14:37.
    private static DateTime RoundedUp(DateTime local)
    {
        var step = TimeSpan.FromMinutes(5).Ticks;
        return new DateTime((local.Ticks + step - 1) / step * step, DateTimeKind.Unspecified);
    }

    private readonly record struct Wish(CallbackMoment Moment, DateOnly Date, TimeOnly Time);
}
