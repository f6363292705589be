namespace PhoneBank.Web.Campaigns;

/// <summary>Names the texts of the campaigns' pages (CampaignsText.resx).</summary>
public sealed class CampaignsText;
