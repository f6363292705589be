namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>Why nobody is called then. The name is the key of its text.</summary>
public enum QuietReason
{
    Shabbat,
    RoshHashanah,
    YomKippur,
    Sukkot,
    SheminiAtzeret,
    Passover,
    Shavuot,
    TishaBeAv,
    HolocaustRemembrance,
    MemorialDay,
    FridayPrayer,
    Ramadan,
    EidAlFitr,
    EidAlAdha,
    SundayMorning,
    Christmas,
    GoodFriday,
    Easter,
}

/// <summary>A time at one place in which a calendar asks for quiet. UTC, whole minutes; the end is not included.</summary>
/// <param name="Reasons">One, or several where days without calls follow each other.</param>
public sealed record QuietTime(DateTime FromUtc, DateTime ToUtc, IReadOnlyList<QuietReason> Reasons);
