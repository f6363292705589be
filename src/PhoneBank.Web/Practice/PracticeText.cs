namespace PhoneBank.Web.Practice;

/// <summary>Names the texts of this folder (PracticeText.resx).</summary>
public sealed class PracticeText;
