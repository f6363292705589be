namespace PhoneBank.Calling.Hours;

/// <summary>The part of someone's local day, for a greeting and for trying again in another part.</summary>
public enum PartOfDay
{
    /// <summary>05:00 to 12:00.</summary>
    Morning,

    /// <summary>12:00 to 17:00.</summary>
    Afternoon,

    /// <summary>17:00 to 22:00.</summary>
    Evening,

    /// <summary>22:00 to 05:00.</summary>
    Night,
}
