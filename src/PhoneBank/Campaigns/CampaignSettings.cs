using System.Globalization;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Campaigns;

/// <summary>What a coordinator decides about a campaign. Refused as <see cref="InvalidField"/> with the name of the property.</summary>
public sealed record CampaignSettings
{
    public const int LongestName = 100;
    public const int LongestGoal = 1000;
    public const int MostLanguages = 12;
    public const int LongestDonationAddress = 500;
    private const int LongestHours = 400;
    private const int MostBlackoutDates = 150;

    public required string Name { get; init; }

    public string Goal { get; init; } = "";

    /// <summary>The organisation that calls, as scripts name it.</summary>
    public required string Organization { get; init; }

    /// <summary>BCP-47 tags; the first is the main one.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Weekly windows in the contact's local time, such as <c>Su-Th 10:00-21:00; Fr 10:00-13:00</c>; empty: only the country's ceiling.</summary>
    public string Hours { get; init; } = "";

    /// <summary>IANA zone for contacts of whom neither zone nor country is known.</summary>
    public string TimeZone { get; init; } = "Asia/Jerusalem";

    /// <summary>Single days without calls.</summary>
    public IReadOnlyList<DateOnly> BlackoutDates { get; init; } = [];

    /// <summary>The calendars kept, united. Null: as the template says, or as it was.</summary>
    public CalendarSets? Calendars { get; init; }

    public int MaxAttemptsPerDay { get; init; } = 2;

    public int MaxAttempts { get; init; } = 4;

    /// <summary>Organizers may pick from the list; only has an effect on a Supporters book.</summary>
    public bool PickFromList { get; init; }

    /// <summary>Null: as the book's level says.</summary>
    public bool? NotesToNextCallers { get; init; }

    public bool MessagesToCoordinator { get; init; } = true;

    /// <summary>Where money is given, a web address or how to transfer; shown to callers of a script that asks for a pledge.</summary>
    public string DonationAddress { get; init; } = "";

    /// <summary>Of <see cref="Campaigns.Messengers.All"/>, those a caller may open where the safe-contact card asks for it.</summary>
    public IReadOnlyList<string> Messengers { get; init; } = [];

    /// <summary>The settings a campaign has now.</summary>
    public static CampaignSettings Of(Campaign campaign, Sealer sealer) => new()
    {
        Name = sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
        Goal = sealer.Open(Places.CampaignGoal(campaign.Id), campaign.SealedGoal),
        Organization = sealer.Open(Places.CampaignOrganization(campaign.Id), campaign.SealedOrganization),
        Languages = campaign.LanguageList,
        Hours = campaign.Hours,
        TimeZone = campaign.TimeZone,
        BlackoutDates = campaign.BlackoutDays(),
        Calendars = CalendarSetsText.Read(campaign.Calendars),
        MaxAttemptsPerDay = campaign.MaxAttemptsPerDay,
        MaxAttempts = campaign.MaxAttempts,
        PickFromList = campaign.PickFromList,
        NotesToNextCallers = campaign.NotesToNextCallers,
        MessagesToCoordinator = campaign.MessagesToCoordinator,
        DonationAddress = campaign.SealedDonationAddress.Length == 0 ? "" : sealer.Open(Places.DonationAddress(campaign.Id), campaign.SealedDonationAddress),
        Messengers = Campaigns.Messengers.Read(campaign.Messengers),
    };

    /// <summary>The first field that does not fit; null when all do.</summary>
    public InvalidField? Check() => Tidy(out _, out _, out _);

    /// <summary>Puts the settings on a campaign, tidied; or says which field does not fit.</summary>
    internal InvalidField? ApplyTo(Campaign campaign, ProtectionLevel level, Sealer sealer)
    {
        if (Tidy(out var languages, out var hours, out var zone) is { } invalid)
        {
            return invalid;
        }

        campaign.SealedName = sealer.Seal(Places.CampaignName(campaign.Id), Name.Trim());
        campaign.SealedGoal = sealer.Seal(Places.CampaignGoal(campaign.Id), Goal.Trim());
        campaign.SealedOrganization = sealer.Seal(Places.CampaignOrganization(campaign.Id), Organization.Trim());
        campaign.Languages = string.Join(',', languages);
        campaign.Hours = hours;
        campaign.TimeZone = zone;
        campaign.BlackoutDates = string.Join(',', BlackoutDates.Distinct().Order().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        campaign.Calendars = Calendars is { } sets ? CalendarSetsText.Write(sets) : campaign.Calendars;
        campaign.MaxAttemptsPerDay = MaxAttemptsPerDay;
        campaign.MaxAttempts = MaxAttempts;

        // A tighter level wins over what was ticked; a list with first names is for supporters only.
        campaign.PickFromList = PickFromList && level == ProtectionLevel.Supporters;
        campaign.NotesToNextCallers = NotesToNextCallers ?? LevelRules.Of(level).NotesToNextCallers;
        campaign.MessagesToCoordinator = MessagesToCoordinator;
        campaign.SealedDonationAddress = DonationAddress.Trim() is { Length: > 0 } address ? sealer.Seal(Places.DonationAddress(campaign.Id), address) : [];
        campaign.Messengers = string.Join(',', Campaigns.Messengers.All.Where(Messengers.Contains));
        return null;
    }

    private InvalidField? Tidy(out IReadOnlyList<string> languages, out string hours, out string zone)
    {
        languages = [.. Languages.Select(LanguageTags.Normalize).Where(tag => tag.Length > 0).Distinct()];
        hours = Hours.Trim();
        zone = "";
        if (Lengths() is { } wrong)
        {
            return wrong;
        }

        if (languages.Count is 0 or > MostLanguages || languages.Any(tag => tag.Length > 15 || !tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')))
        {
            return new InvalidField(nameof(Languages), languages.Count == 0 ? "Empty" : "Unreadable");
        }

        if (hours.Length > 0)
        {
            if (!WeeklyWindows.TryParse(hours, out var windows, out _) || windows.ToString().Length > LongestHours)
            {
                return new InvalidField(nameof(Hours), "Unreadable");
            }

            hours = windows.ToString();
        }

        if (!Zones.TryNormalize(TimeZone.Trim(), null, out var known))
        {
            return new InvalidField(nameof(TimeZone), "Unknown");
        }

        zone = known;
        if (BlackoutDates.Count > MostBlackoutDates)
        {
            return new InvalidField(nameof(BlackoutDates), "TooLong");
        }

        if (MaxAttemptsPerDay is < 1 or > 10)
        {
            return new InvalidField(nameof(MaxAttemptsPerDay), "OutOfRange");
        }

        return MaxAttempts is < 1 or > 30 || MaxAttempts < MaxAttemptsPerDay ? new InvalidField(nameof(MaxAttempts), "OutOfRange") : null;
    }

    private InvalidField? Lengths()
    {
        foreach (var (field, text, most, mayBeEmpty) in new[] { (nameof(Name), Name, LongestName, false), (nameof(Goal), Goal, LongestGoal, true), (nameof(Organization), Organization, LongestName, false), (nameof(DonationAddress), DonationAddress, LongestDonationAddress, true) })
        {
            var length = text.Trim().Length;
            if (length > most || (length == 0 && !mayBeEmpty))
            {
                return new InvalidField(field, length == 0 ? "Empty" : "TooLong");
            }
        }

        return null;
    }
}
