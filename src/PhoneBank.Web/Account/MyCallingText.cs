namespace PhoneBank.Web.Account;

/// <summary>Names the texts about how somebody calls (MyCallingText.resx).</summary>
public sealed class MyCallingText;
