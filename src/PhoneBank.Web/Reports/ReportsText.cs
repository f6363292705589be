namespace PhoneBank.Web.Reports;

/// <summary>Names the texts of exports (ReportsText.resx).</summary>
public sealed class ReportsText;
