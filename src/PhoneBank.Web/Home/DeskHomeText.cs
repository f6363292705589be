namespace PhoneBank.Web.Home;

/// <summary>Names the texts of the desk's home page (DeskHomeText.resx).</summary>
public sealed class DeskHomeText;
