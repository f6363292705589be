using PhoneBank.Shared;

namespace PhoneBank.Books;

public sealed record BookNameMissing : Error;

public sealed record UnknownCountry : Error;

/// <summary>Safe hours that cannot be read.</summary>
public sealed record SafeHoursUnreadable : Error;
