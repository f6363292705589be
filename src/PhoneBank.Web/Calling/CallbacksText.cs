namespace PhoneBank.Web.Calling;

/// <summary>Names the texts of promised callbacks and their calendar (CallbacksText.resx).</summary>
public sealed class CallbacksText;
