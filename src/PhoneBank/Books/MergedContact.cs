using PhoneBank.Calling.Hours;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.Books;

/// <summary>What one person of two is like: what the kept one says, else the other; where something forbids, the stricter.</summary>
internal sealed record MergedContact
{
    public required Guid BookId { get; init; }

    public required Guid KeptId { get; init; }

    public required Guid OtherId { get; init; }

    /// <summary>UTC. When each was changed last, to notice a change in between.</summary>
    public required DateTime KeptAt { get; init; }

    /// <inheritdoc cref="KeptAt"/>
    public required DateTime OtherAt { get; init; }

    public required ContactDetails Details { get; init; }

    public string? Language { get; init; }

    public string? Country { get; init; }

    public string? TimeZone { get; init; }

    public AddressForm Form { get; init; }

    public Guid? CityId { get; init; }

    public Guid? SourceId { get; init; }

    public Consent Consent { get; init; }

    public DateTime? RestsUntil { get; init; }

    public DateTime? EndedAt { get; init; }

    public Guid HoursClassId { get; init; }

    /// <summary>The import both came with; taking back one of two does not take the person away who was there without it.</summary>
    public Guid? ImportId { get; init; }

    public static MergedContact Of(Sealer sealer, Contact kept, Contact other) => new()
    {
        BookId = kept.BookId,
        KeptId = kept.Id,
        OtherId = other.Id,
        KeptAt = kept.UpdatedAt,
        OtherAt = other.UpdatedAt,
        Details = Unite(
            sealer.OpenJson<ContactDetails>(Places.ContactDetails(kept.Id), kept.SealedDetails),
            sealer.OpenJson<ContactDetails>(Places.ContactDetails(other.Id), other.SealedDetails)),
        Language = kept.Language ?? other.Language,
        Country = kept.Country ?? other.Country,
        TimeZone = kept.TimeZone ?? (kept.Country is null || kept.Country == other.Country ? other.TimeZone : null),
        Form = kept.AddressForm == AddressForm.Unknown ? other.AddressForm : kept.AddressForm,
        CityId = kept.CityId ?? other.CityId,
        SourceId = kept.SourceId ?? other.SourceId,
        Consent = kept.Consent == Consent.Refused || other.Consent == Consent.Refused ? Consent.Refused : kept.Consent == Consent.Unknown ? other.Consent : kept.Consent,
        RestsUntil = kept.RestsUntil > other.RestsUntil ? kept.RestsUntil : other.RestsUntil ?? kept.RestsUntil,
        EndedAt = kept.EndedAt ?? other.EndedAt,
        ImportId = kept.ImportId == other.ImportId ? kept.ImportId : null,
    };

    private static ContactDetails Unite(ContactDetails kept, ContactDetails other) => kept with
    {
        Names = Names(kept.Names, other.Names),
        Email = kept.Email ?? other.Email,
        Comment = kept.Comment is { } mine && other.Comment is { } theirs && mine != theirs ? mine + "\n" + theirs : kept.Comment ?? other.Comment,
        Card = kept.Card is null || other.Card is null ? kept.Card ?? other.Card : Unite(kept.Card, other.Card),
        Fields = kept.Fields is null || other.Fields is null
            ? kept.Fields ?? other.Fields
            : kept.Fields.Concat(other.Fields.Where(field => !kept.Fields.ContainsKey(field.Key))).ToDictionary(StringComparer.Ordinal),
    };

    private static List<ContactName> Names(IReadOnlyList<ContactName> kept, IReadOnlyList<ContactName> other)
    {
        var names = kept.ToList();
        foreach (var name in other)
        {
            var key = NameKey.Of(name.First, name.Last);
            var at = names.FindIndex(known => NameKey.Of(known.First, known.Last) == key && (known.ExternalId is null || name.ExternalId is null || known.ExternalId == name.ExternalId));
            if (at < 0)
            {
                names.Add(name);
            }
            else if (names[at].ExternalId is null)
            {
                names[at] = names[at] with { ExternalId = name.ExternalId };
            }
        }

        return names;
    }

    private static SafeContactCard Unite(SafeContactCard kept, SafeContactCard other) => new()
    {
        SafeHours = SafeHours(kept.SafeHours, other.SafeHours),
        Voicemail = kept.Voicemail is { } mine && other.Voicemail is { } theirs ? (mine < theirs ? mine : theirs) : kept.Voicemail ?? other.Voicemail,
        WhoMayAnswer = kept.WhoMayAnswer ?? other.WhoMayAnswer,
        CoverWording = kept.CoverWording ?? other.CoverWording,
        PreferredChannel = kept.PreferredChannel ?? other.PreferredChannel,
    };

    // Only hours that are safe by both; where that is never, the kept one's.
    private static string? SafeHours(string? kept, string? other) =>
        WeeklyWindows.TryParse(kept, out var mine, out _) && WeeklyWindows.TryParse(other, out var theirs, out _) && mine.Intersect(theirs) is { IsNever: false } both
            ? both.ToString()
            : kept ?? other;
}
