using PhoneBank.Privacy;

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

    internal ShownHelpLine Show(Sealer sealer) => new(Id, Language, sealer.OpenJson<HelpLineText>(Places.HelpLine(Id), Sealed));
}

/// <summary>Who answers, the number as it is written, and when.</summary>
public sealed record HelpLineText(string Name, string Number, string? Hours)
{
    /// <summary>What a phone dials: no spaces or brackets. Short numbers and codes stay as they are.</summary>
    public string Dialled => string.Concat(Number.Where(letter => char.IsAsciiDigit(letter) || letter is '+' or '*' or '#'));
}
