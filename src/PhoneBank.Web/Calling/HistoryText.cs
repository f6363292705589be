namespace PhoneBank.Web.Calling;

/// <summary>Names the texts about an organizer's own calls and pace: history, look-up, break, stop (HistoryText.resx).</summary>
public sealed class HistoryText;
