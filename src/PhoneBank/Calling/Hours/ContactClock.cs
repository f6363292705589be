namespace PhoneBank.Calling.Hours;

/// <summary>What time it is for a contact. In a country with several zones it lies between two times, and the part of day is null when they differ in it.</summary>
public readonly record struct ContactTime(DateTime EarliestLocal, DateTime LatestLocal, PartOfDay? Part)
{
    /// <summary>Whether there is one local time.</summary>
    public bool IsCertain => EarliestLocal == LatestLocal;
}

/// <summary>Reads the clock where contacts are.</summary>
public static class ContactClock
{
    /// <summary>The local time and part of day of a class of contacts.</summary>
    public static ContactTime At(HoursClassKey key, DateTime utc) => throw new NotImplementedException();

    /// <summary>The part of day of a local time.</summary>
    public static PartOfDay PartOf(TimeOnly local) => throw new NotImplementedException();

    /// <summary>The first instant, at least <paramref name="minimumWait"/> after the last, in another part of the contact's day than the last (in every zone they may be in).</summary>
    public static DateTime NextOtherPart(HoursClassKey key, DateTime lastUtc, TimeSpan minimumWait) => throw new NotImplementedException();
}
