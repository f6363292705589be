namespace PhoneBank.Web.Lists;

/// <summary>Names the texts about who is not handed to whom (HoldOutText.resx).</summary>
public sealed class HoldOutText;
