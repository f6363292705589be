namespace PhoneBank.Web.FollowUps;

/// <summary>Names the texts of promises, matches and where to give (FollowUpsText.resx).</summary>
public sealed class FollowUpsText;
