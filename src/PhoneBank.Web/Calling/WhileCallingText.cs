namespace PhoneBank.Web.Calling;

/// <summary>Names the texts about what surrounds a call: who listens, how one is addressed, coming back, no connection (WhileCallingText.resx).</summary>
public sealed class WhileCallingText;
