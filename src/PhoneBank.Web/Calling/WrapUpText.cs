namespace PhoneBank.Web.Calling;

/// <summary>Names the texts about dialling and about wrapping a call up.</summary>
public sealed class WrapUpText;
