namespace PhoneBank.Calling.Hours;

/// <summary>Why a time promised for a callback cannot be kept. The type names the message.</summary>
public abstract record CallbackRefusal;

/// <summary>The country has several zones and the contact's own is not known: ask which of <paramref name="Zones"/>, then use <see cref="HoursClassKey.TryInZone"/>.</summary>
public sealed record ZoneNotKnown(IReadOnlyList<string> Zones) : CallbackRefusal;

/// <summary>The time has passed where the contact is.</summary>
public sealed record InThePast : CallbackRefusal;

/// <summary>Later than <paramref name="Latest"/>, the last date in the contact's zone that can be promised.</summary>
public sealed record TooFar(DateOnly Latest) : CallbackRefusal;

/// <summary>The clock is put forward over this time on this date; <paramref name="ResumesAt"/> is the first time that exists after it.</summary>
public sealed record SkippedByDst(TimeOnly ResumesAt) : CallbackRefusal;

/// <summary>Nobody is handed out then. <paramref name="Allowed"/>: what can be promised on that date, both ends included; empty for a day without calls.</summary>
public sealed record OutsideHours(IReadOnlyList<TimeWindow> Allowed) : CallbackRefusal;
