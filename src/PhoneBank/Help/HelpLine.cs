namespace PhoneBank.Help;

/// <summary>A crisis line the operator trusts, in one language. Shown on every call page; kept by the administrators.</summary>
public sealed class HelpLine
{
    public Guid Id { get; init; }

    /// <summary>BCP-47 tag of the language that is spoken there.</summary>
    public string Language { get; set; } = "";

    public int Position { get; set; }

    /// <summary>A <see cref="HelpLineText"/>, sealed under the installation's key.</summary>
    public byte[] Sealed { get; set; } = [];
}

/// <summary>Who answers, the number as it is dialled, and when.</summary>
public sealed record HelpLineText(string Name, string Number, string? Hours);
