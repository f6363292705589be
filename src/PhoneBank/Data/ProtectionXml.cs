namespace PhoneBank.Data;

/// <summary>One key of the framework's Data Protection ring (cookies, antiforgery), sealed under the installation's key.</summary>
public sealed class ProtectionXml
{
    public Guid Id { get; init; }

    public byte[] Sealed { get; init; } = [];
}

/// <summary>What the installation itself remembers; one row.</summary>
public sealed class InstallationState
{
    public int Id { get; init; } = 1;

    public DateTime? SetUpAt { get; set; }

    public DateTime? RecoverySheetConfirmedAt { get; set; }

    /// <summary>Made for the demo: never real data.</summary>
    public bool Demo { get; set; }
}
