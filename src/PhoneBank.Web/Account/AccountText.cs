namespace PhoneBank.Web.Account;

/// <summary>Names the texts of this folder (AccountText.resx).</summary>
public sealed class AccountText;
