namespace PhoneBank.Web.Scripts;

/// <summary>Names the texts of the script editor (ScriptsText.resx).</summary>
public sealed class ScriptsText;
