namespace PhoneBank.Web.Privacy;

/// <summary>Names the texts of this folder (PrivacyText.resx).</summary>
public sealed class PrivacyText;
