namespace PhoneBank.Web.Volunteers;

/// <summary>Names the texts of the promises every caller gives (PromisesText.resx).</summary>
public sealed class PromisesText;
