namespace PhoneBank.Web.IdentifiedExports;

/// <summary>Names the texts of exports with names and numbers (IdentifiedExportsText.resx).</summary>
public sealed class IdentifiedExportsText;
