namespace PhoneBank.Web.Calling;

/// <summary>Names the texts of the organizers' call pages (CallingText.resx).</summary>
public sealed class CallingText;
