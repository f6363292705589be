namespace PhoneBank.Web.Volunteers;

/// <summary>Names the texts of this folder (VolunteersText.resx).</summary>
public sealed class VolunteersText;
