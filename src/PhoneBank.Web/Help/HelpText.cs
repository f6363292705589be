namespace PhoneBank.Web.Help;

/// <summary>Names the texts of asking for help, of notices and of crisis lines (HelpText.resx).</summary>
public sealed class HelpText;
