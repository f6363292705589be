namespace PhoneBank.Web.Lists;

/// <summary>Names the texts about who has what (AssignmentsText.resx).</summary>
public sealed class AssignmentsText;
