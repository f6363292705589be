namespace PhoneBank.Calling;

/// <summary>Contacts that can be called at the very same hours: zone (or country) and safe hours. A few hundred at most.</summary>
public sealed class HoursClass
{
    public Guid Id { get; init; }

    /// <summary>The text form of a <c>HoursClassKey</c>; unique.</summary>
    public string Key { get; init; } = "";
}
