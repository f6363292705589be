namespace PhoneBank.Web.Reports;

/// <summary>Names the texts of reports (CampaignReportText.resx).</summary>
public sealed class CampaignReportText;
