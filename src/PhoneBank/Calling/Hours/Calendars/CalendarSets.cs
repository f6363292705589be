namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// The calendars a campaign keeps. They are chosen for the campaign and united; nothing is known or stored of what a person keeps.
/// </summary>
[Flags]
public enum CalendarSets
{
    None = 0,

    /// <summary>Shabbat, the holidays without work, the days of mourning and remembrance; from before sunset until nightfall.</summary>
    Jewish = 1,

    /// <summary>The Friday prayer, the evenings of Ramadan, both Eids.</summary>
    Muslim = 2,

    /// <summary>Sunday mornings, Christmas on 25 December, Good Friday and Easter of the Western churches.</summary>
    WesternChristian = 4,

    /// <summary>Sunday mornings, Christmas on 7 January, Good Friday and Easter of the Eastern churches.</summary>
    EasternChristian = 8,
}

/// <summary>Calendar sets as a campaign stores them, and one by one.</summary>
public static class CalendarSetsText
{
    /// <summary>Every set there is, in the order in which they are offered.</summary>
    public static IReadOnlyList<CalendarSets> All { get; } =
        [CalendarSets.Jewish, CalendarSets.Muslim, CalendarSets.WesternChristian, CalendarSets.EasternChristian];

    /// <summary>The stored form: names joined by commas; empty for none.</summary>
    public static string Write(CalendarSets sets) => string.Join(',', sets.Each());

    /// <summary>Reads the stored form; a word that names no set is left out.</summary>
    public static CalendarSets Read(string text) => Of(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The sets of these names; a word that names none is left out.</summary>
    public static CalendarSets Of(IEnumerable<string> names)
    {
        var sets = CalendarSets.None;
        foreach (var name in names)
        {
            sets |= All.FirstOrDefault(set => set.ToString() == name);
        }

        return sets;
    }

    /// <summary>The single sets in it.</summary>
    public static IEnumerable<CalendarSets> Each(this CalendarSets sets) => All.Where(set => sets.HasFlag(set));
}
