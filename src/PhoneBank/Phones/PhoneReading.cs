namespace PhoneBank.Phones;

/// <summary>How far a written number can be trusted.</summary>
public enum PhoneStatus
{
    /// <summary>Fits an allocated range of its country's numbering plan.</summary>
    Valid,

    /// <summary>Could be dialled, yet needs a look; <see cref="PhoneReading.Reason"/> says why. A warning, never a refusal.</summary>
    Possible,

    /// <summary>Cannot be dialled; <see cref="PhoneReading.Reason"/> says why.</summary>
    Invalid,
}

/// <summary>Why a number is refused or doubted.</summary>
public enum PhoneReason
{
    None,

    /// <summary>Nothing is written there.</summary>
    Empty,

    /// <summary>Letters or signs that no number has.</summary>
    NotANumber,

    /// <summary>A spreadsheet has replaced digits (<c>5.01E+08</c>, <c>#####</c>); they cannot be recovered.</summary>
    SpreadsheetDamage,

    /// <summary>Two or more numbers in one place; <see cref="PhoneNumbers.ReadMany"/> takes them apart.</summary>
    SeveralNumbers,

    TooShort,

    TooLong,

    /// <summary>Neither the shortest nor the longest, but no number of that country has this many digits.</summary>
    WrongLength,

    /// <summary>Written without country code, and no country was given to read it by.</summary>
    NoCountry,

    /// <summary>The country given to read it by does not exist.</summary>
    UnknownCountry,

    /// <summary>No country has the calling code it begins with.</summary>
    UnknownCallingCode,

    /// <summary>Warning: the length is right, the range is not allocated as far as we know. Numbering plans age.</summary>
    NotAllocated,

    /// <summary>Warning: too long for the given country, but a valid number of another one if a plus got lost.</summary>
    PlusAssumed,
}

/// <summary>What kind of line a number reaches.</summary>
public enum PhoneKind
{
    Unknown,
    Mobile,
    FixedLine,

    /// <summary>The plan does not tell mobile from fixed lines (North America, for example).</summary>
    FixedLineOrMobile,
    TollFree,
    Premium,
    Shared,
    Voip,
    Personal,
    Pager,
    Uan,
    Voicemail,
}

/// <summary>
/// What was understood from one written number. <see cref="E164"/> is null exactly when it is invalid;
/// <see cref="Country"/> is an ISO 3166 code, or null where the number belongs to no single country.
/// </summary>
public sealed record PhoneReading(
    PhoneStatus Status,
    PhoneReason Reason,
    string? E164,
    string? Country,
    PhoneKind Kind,
    string? Extension)
{
    public bool CanBeDialled => Status != PhoneStatus.Invalid;

    /// <summary>Without the number, so that a reading in a log or an exception gives nobody away.</summary>
    public override string ToString() => $"{Status} {Reason} {Country} {Kind}";

    internal static PhoneReading Refused(PhoneReason reason) =>
        new(PhoneStatus.Invalid, reason, null, null, PhoneKind.Unknown, null);
}

/// <summary>A country for pickers: ISO 3166 code and calling code without plus.</summary>
public sealed record PhoneCountry(string Code, string CallingCode);
