namespace PhoneBank.Shared;

/// <summary>
/// Who asks. Only the id: role and reach are read again in the operation, because a role may have been taken away
/// since the page was opened.
/// </summary>
public readonly record struct Actor(Guid VolunteerId)
{
    /// <summary>The application itself: sweeps, retention and first run. Passes no authorization by itself.</summary>
    public static Actor System { get; }

    public bool IsSystem => VolunteerId == Guid.Empty;
}
