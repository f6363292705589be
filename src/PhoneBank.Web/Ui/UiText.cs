namespace PhoneBank.Web.Ui;

/// <summary>Names the shared texts (UiText.resx).</summary>
public sealed class UiText;
