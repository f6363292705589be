namespace PhoneBank.Web.Volunteers;

/// <summary>Names the texts of this folder (VolunteersText.resx).</summary>
public sealed class VolunteersText;

/// <summary>The box that says the five words are written down is not ticked.</summary>
internal sealed record WordsNotKept : PhoneBank.Shared.Error;
