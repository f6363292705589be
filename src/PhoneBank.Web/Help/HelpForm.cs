namespace PhoneBank.Web.Help;

/// <summary>The names that the parts of asking for help and of notices share.</summary>
internal static class HelpForm
{
    /// <summary>Where <see cref="HelpActions"/> stands. The form of an open call takes its place, so that what was typed travels with it.</summary>
    public const string Section = "help-now";

    /// <summary>Where <see cref="NoticesPart"/> stands.</summary>
    public const string NoticesSection = "notices";

    /// <summary>The id of the form of an open call.</summary>
    public const string Call = "call";

    /// <summary>The id of the form that is there when no call is.</summary>
    public const string Own = "help-form";

    public const string Kind = "help";
    public const string Text = "helpText";
    public const string Token = "helpToken";
    public const string Campaign = "helpCampaign";
    public const string Notice = "notice";
}
