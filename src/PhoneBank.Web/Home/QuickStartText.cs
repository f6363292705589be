namespace PhoneBank.Web.Home;

/// <summary>Names the texts of quick start (QuickStartText.resx).</summary>
public sealed class QuickStartText;
