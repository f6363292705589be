using Microsoft.AspNetCore.Identity;

namespace PhoneBank.Volunteers;

/// <summary>
/// Somebody with an account: organizer, coordinator, administrator, or several of these (roles add up).
/// The account has no e-mail address; the log-in is a name of the person's own choosing.
/// </summary>
public sealed class Volunteer : IdentityUser<Guid>
{
    /// <summary>A break nobody came back from is not shown any longer than this.</summary>
    public static readonly TimeSpan LongestBreak = TimeSpan.FromHours(12);

    /// <summary>How others see this volunteer; sealed under the installation's key.</summary>
    public byte[] SealedDisplayName { get; set; } = [];

    public VolunteerStatus Status { get; set; } = VolunteerStatus.Active;

    public DateTime CreatedAt { get; init; }

    /// <summary>The invitation this person joined by.</summary>
    public Guid? InvitationId { get; init; }

    /// <summary>Languages this person can call in, as BCP-47 tags joined by commas, best first.</summary>
    public string CallLanguages { get; set; } = "";

    /// <summary>Those of <see cref="CallLanguages"/> that are good but not fluent.</summary>
    public string GoodLanguages { get; set; } = "";

    /// <summary>Languages this person speaks a little and agrees to call in while nobody better is in the campaign.</summary>
    public string LittleLanguages { get; set; } = "";

    /// <summary>Language of the interface: en, he, ar or ru.</summary>
    public string InterfaceLanguage { get; set; } = "en";

    /// <summary>ISO codes of the countries this person can call for free, joined by commas; empty means any.</summary>
    public string FreeCountries { get; set; } = "";

    /// <summary>Keyed hashes of this person's own numbers, one after another, so that nobody is handed herself; null: none given.</summary>
    public byte[]? OwnNumbers { get; set; }

    /// <summary>Keyed hashes of this person's surname, as <see cref="OwnNumbers"/>; used where a campaign keeps relatives apart.</summary>
    public byte[]? Surnames { get; set; }

    /// <summary>How callers say "you" to this person is not known to us; how this person speaks of herself or himself in scripts.</summary>
    public Scripts.AddressForm SpeaksAs { get; set; }

    /// <summary>UTC, when this person read and gave the promises every caller gives.</summary>
    public DateTime? PromisedAt { get; set; }

    /// <summary>UTC, when this person first finished a practice call.</summary>
    public DateTime? PractisedAt { get; set; }

    /// <summary>UTC, since when this person takes a break from calling; null while calling or away.</summary>
    public DateTime? OnBreakSince { get; set; }

    /// <summary>Keyed hash of the secret in the address of this person's calendar of callbacks; null while there is none.</summary>
    public byte[]? CalendarKeyHash { get; set; }

    /// <summary>UTC, when this coordinator put the way to the first call away on the desk's home page; null while it is shown.</summary>
    public DateTime? FirstStepsHiddenAt { get; set; }

    /// <summary>Since when somebody is on a break at <paramref name="now"/>; null when not, or when it is so long ago that it was forgotten.</summary>
    public static DateTime? BreakAt(DateTime? onBreakSince, DateTime now) => onBreakSince > now - LongestBreak ? onBreakSince : null;

    public IReadOnlyList<string> CallLanguageList => CallLanguages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

public enum VolunteerStatus
{
    Active,

    /// <summary>May sign in nowhere; everything shown to this person is taken back.</summary>
    Suspended,
}
