namespace PhoneBank.Web.Lists;

/// <summary>Names the texts of the call lists' pages (ListsText.resx).</summary>
public sealed class ListsText;
