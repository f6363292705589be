namespace PhoneBank.Campaigns;

/// <summary>One effort on one book: goal, script, outcomes, calling hours and retry rules.</summary>
public sealed class Campaign
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    /// <summary>Sealed under the installation's key, like the goal.</summary>
    public byte[] SealedName { get; set; } = [];

    public byte[] SealedGoal { get; set; } = [];

    /// <summary>The organisation that calls, as scripts name it; sealed under the installation's key.</summary>
    public byte[] SealedOrganization { get; set; } = [];

    public CampaignState State { get; set; }

    /// <summary>Languages that contacts are called in, BCP-47 tags joined by commas; the first is the main one.</summary>
    public string Languages { get; set; } = "en";

    /// <summary>IANA zone for contacts whose zone and country are unknown.</summary>
    public string TimeZone { get; set; } = "Asia/Jerusalem";

    /// <summary>Weekly windows that narrow each country's ceiling, e.g. <c>Su-Th 10:00-21:00; Fr 10:00-13:00</c>; empty means the ceiling itself.</summary>
    public string Hours { get; set; } = "";

    /// <summary>Single days without calls, ISO dates joined by commas.</summary>
    public string BlackoutDates { get; set; } = "";

    /// <summary>The calendar sets it keeps, names joined by commas; empty: none.</summary>
    public string Calendars { get; set; } = "";

    /// <summary>Attempts on one person in a day, whatever the outcome (Busy apart).</summary>
    public int MaxAttemptsPerDay { get; set; } = 2;

    /// <summary>Attempts on one person in this campaign (Busy apart).</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Organizers may see entries by first name and state and pick; only on a Supporters book.</summary>
    public bool PickFromList { get; set; }

    /// <summary>Nobody is handed a person of her or his own surname.</summary>
    public bool KeepsRelativesApart { get; set; }

    public bool NotesToNextCallers { get; set; }

    public bool MessagesToCoordinator { get; set; } = true;

    /// <summary>Messengers a caller may open from a card that asks for them: <c>signal</c>, <c>whatsapp</c>, joined by commas. Empty: none.</summary>
    public string Messengers { get; set; } = "";

    /// <summary>Where money is given, read out or sent by hand; sealed under the installation's key. Empty: none.</summary>
    public byte[] SealedDonationAddress { get; set; } = [];

    /// <summary>The script version callers see.</summary>
    public Guid? ScriptVersionId { get; set; }

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }

    public DateTime? OpenedAt { get; set; }

    public DateTime? ClosedAt { get; set; }

    public IReadOnlyList<string> LanguageList => Languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The single days without calls.</summary>
    public IReadOnlyList<DateOnly> BlackoutDays() =>
        [.. BlackoutDates.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];

    public string MainLanguage => LanguageList is [var first, ..] ? first : "en";
}

public enum CampaignState
{
    Draft,
    Open,
    Paused,
    Closed,
}
