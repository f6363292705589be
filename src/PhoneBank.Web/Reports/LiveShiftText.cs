namespace PhoneBank.Web.Reports;

/// <summary>Names the texts of the live shift (LiveShiftText.resx).</summary>
public sealed class LiveShiftText;
