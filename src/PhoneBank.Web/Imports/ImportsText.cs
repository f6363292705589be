namespace PhoneBank.Web.Imports;

/// <summary>Names the texts of imports (ImportsText.resx).</summary>
public sealed class ImportsText;
