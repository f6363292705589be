namespace PhoneBank.Web.Campaigns;

/// <summary>Names the texts of editing outcomes (OutcomesText.resx).</summary>
public sealed class OutcomesText;
