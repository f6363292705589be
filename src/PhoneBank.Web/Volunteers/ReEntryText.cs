namespace PhoneBank.Web.Volunteers;

/// <summary>Names the texts of the way back in (ReEntryText.resx).</summary>
public sealed class ReEntryText;
