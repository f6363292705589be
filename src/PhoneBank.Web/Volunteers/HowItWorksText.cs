namespace PhoneBank.Web.Volunteers;

/// <summary>Names the texts of the short help for callers (HowItWorksText.resx).</summary>
public sealed class HowItWorksText;
