namespace PhoneBank.Web.Home;

/// <summary>Names the texts of the organizers' start page (HomeText.resx).</summary>
public sealed class HomeText;
