namespace PhoneBank.Web.Layout;

/// <summary>Names the texts of the frame around coordinators' pages (LayoutText.resx).</summary>
public sealed class LayoutText;
