namespace PhoneBank.Web.Campaigns;

/// <summary>Names the texts about calendars, opened hours and pace (HoursText.resx).</summary>
public sealed class HoursText;
