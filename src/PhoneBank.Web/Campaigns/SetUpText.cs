namespace PhoneBank.Web.Campaigns;

/// <summary>Names the texts of setting a campaign up, of copies and of the coming week (SetUpText.resx).</summary>
public sealed class SetUpText;
