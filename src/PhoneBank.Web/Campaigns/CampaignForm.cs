using System.Globalization;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Shared;

namespace PhoneBank.Web.Campaigns;

/// <summary>The settings of a campaign as text in a form, before anybody has looked whether they fit.</summary>
public sealed record CampaignForm
{
    public string Name { get; init; } = "";

    public string Goal { get; init; } = "";

    public string Organization { get; init; } = "";

    /// <summary>The first is the main one.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public string OtherLanguages { get; init; } = "";

    public string Hours { get; init; } = "";

    public string TimeZone { get; init; } = "Asia/Jerusalem";

    public string BlackoutDates { get; init; } = "";

    /// <summary>Names of the calendar sets that are ticked; null where they were not asked.</summary>
    public IReadOnlyList<string>? Calendars { get; init; }

    public string MaxAttemptsPerDay { get; init; } = "2";

    public string MaxAttempts { get; init; } = "4";

    public bool NotesToNextCallers { get; init; } = true;

    public bool MessagesToCoordinator { get; init; } = true;

    public bool PickFromList { get; init; }

    public string DonationAddress { get; init; } = "";

    public IReadOnlyList<string> Messengers { get; init; } = [];

    public static CampaignForm Of(CampaignSettings settings) => new()
    {
        Name = settings.Name,
        Goal = settings.Goal,
        Organization = settings.Organization,
        Languages = settings.Languages,
        Hours = settings.Hours,
        TimeZone = settings.TimeZone,
        BlackoutDates = string.Join(", ", settings.BlackoutDates.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        Calendars = settings.Calendars is { } sets ? [.. sets.Each().Select(set => set.ToString())] : null,
        MaxAttemptsPerDay = settings.MaxAttemptsPerDay.ToString(CultureInfo.InvariantCulture),
        MaxAttempts = settings.MaxAttempts.ToString(CultureInfo.InvariantCulture),
        NotesToNextCallers = settings.NotesToNextCallers ?? true,
        MessagesToCoordinator = settings.MessagesToCoordinator,
        PickFromList = settings.PickFromList,
        DonationAddress = settings.DonationAddress,
        Messengers = settings.Messengers,
    };

    public static CampaignForm Of(IFormCollection posted)
    {
        var main = posted["MainLanguage"].ToString();
        var others = posted["OtherLanguages"].ToString();
        return new CampaignForm
        {
            Name = posted["Name"].ToString(),
            Goal = posted["Goal"].ToString(),
            Organization = posted["Organization"].ToString(),
            Languages = [.. posted["Languages"].OfType<string>().Prepend(main).Concat(Parts(others)).Where(tag => tag.Length > 0).Distinct()],
            Hours = posted["Hours"].ToString(),
            TimeZone = posted["TimeZone"].ToString(),
            BlackoutDates = posted["BlackoutDates"].ToString(),
            Calendars = posted.ContainsKey("CalendarsAsked") ? [.. posted["Calendars"].OfType<string>()] : null,
            MaxAttemptsPerDay = posted["MaxAttemptsPerDay"].ToString(),
            MaxAttempts = posted["MaxAttempts"].ToString(),
            NotesToNextCallers = posted.ContainsKey("NotesToNextCallers"),
            MessagesToCoordinator = posted.ContainsKey("MessagesToCoordinator"),
            PickFromList = posted.ContainsKey("PickFromList"),
            DonationAddress = posted["DonationAddress"].ToString().ReplaceLineEndings("\n"),
            Messengers = [.. posted["Messengers"].OfType<string>()],
        };
    }

    /// <summary>What the operation takes; a text that is no date or no number is refused here.</summary>
    public Result<CampaignSettings> Read()
    {
        var days = new List<DateOnly>();
        foreach (var part in Parts(BlackoutDates))
        {
            if (!DateOnly.TryParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return new InvalidField(nameof(BlackoutDates), "Unreadable");
            }

            days.Add(day);
        }

        return new CampaignSettings
        {
            Name = Name,
            Goal = Goal,
            Organization = Organization,
            Languages = Languages,
            Hours = Hours,
            TimeZone = TimeZone,
            BlackoutDates = days,
            Calendars = Calendars is null ? null : CalendarSetsText.Of(Calendars),
            MaxAttemptsPerDay = Number(MaxAttemptsPerDay),
            MaxAttempts = Number(MaxAttempts),
            NotesToNextCallers = NotesToNextCallers,
            MessagesToCoordinator = MessagesToCoordinator,
            PickFromList = PickFromList,
            DonationAddress = DonationAddress,
            Messengers = Messengers,
        };
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string[] Parts(string text) => text.Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
