namespace PhoneBank.Web.Account;

/// <summary>Names the texts about a form that has to be sent once more (KeptPostText.resx).</summary>
public sealed class KeptPostText;
