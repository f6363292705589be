using PhoneBank.Calling.Hours;
using PhoneBank.Phones;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Books;

/// <summary>What was typed about a person, read and trimmed.</summary>
internal sealed record CheckedEdit(
    IReadOnlyList<(string First, string Last)> Names,
    AddressForm Form,
    string? Language,
    string? Country,
    string? TimeZone,
    string? City,
    IReadOnlyList<string> Tags,
    SafeContactCard? Card,
    IReadOnlyCollection<Guid> BadPhones,
    PhoneFact? NewPhone)
{
    public static Result<CheckedEdit> Read(ContactEdit edit, string bookCountry)
    {
        if (edit.Names.Any(name => name.First.Length > EditContact.MostText || name.Last.Length > EditContact.MostText))
        {
            return new InvalidField("Names", "TooLong");
        }

        if (edit.City?.Length > EditContact.MostText)
        {
            return new InvalidField("City", "TooLong");
        }

        if (edit.Tags.Count > EditContact.MostTags || edit.Tags.Any(tag => tag.Length > EditContact.MostText))
        {
            return new InvalidField("Tags", "TooLong");
        }

        var country = Trimmed(edit.Country);
        if (country is not null && !PhoneNumbers.Countries.Any(known => known.Code == country))
        {
            return new UnknownCountry();
        }

        string? zone = null;
        if (Trimmed(edit.TimeZone) is { } typed && !Zones.TryNormalize(typed, country, out zone))
        {
            return new UnknownZone();
        }

        var language = Trimmed(edit.Language) is { } tagged ? LanguageTags.Normalize(tagged) : null;
        if (language?.Length > 35)
        {
            return new InvalidField("Language", "TooLong");
        }

        var card = ReadCard(edit.Card);
        if (!card.IsDone)
        {
            return card.Error;
        }

        PhoneFact? phone = null;
        if (Trimmed(edit.NewNumber) is { } number)
        {
            if (PhoneNumbers.Read(number, country ?? bookCountry) is not { CanBeDialled: true, E164: { } e164 } reading)
            {
                return new NewNumberUnreadable();
            }

            phone = new PhoneFact(e164, reading.Country, reading.Kind, reading.Status == PhoneStatus.Possible);
        }

        return new CheckedEdit(
            [.. edit.Names.Select(name => (name.First.Trim(), name.Last.Trim()))],
            edit.Form,
            language,
            country,
            zone,
            Trimmed(edit.City),
            [.. edit.Tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal)],
            card.Value == new SafeContactCard() ? null : card.Value,
            edit.BadPhones,
            phone);
    }

    /// <summary>The names as they are called now; their ids in other systems stay.</summary>
    public IReadOnlyList<ContactName> NamesOver(IReadOnlyList<ContactName> before) =>
        [.. before.Zip(Names, (name, typed) => name with { First = typed.First, Last = typed.Last })];

    private static Result<SafeContactCard> ReadCard(SafeContactCard card)
    {
        string? safeHours = null;
        if (Trimmed(card.SafeHours) is { } text)
        {
            if (!WeeklyWindows.TryParse(text, out var windows, out _))
            {
                return new SafeHoursUnreadable();
            }

            safeHours = windows.ToString();
        }

        var read = new SafeContactCard
        {
            SafeHours = safeHours,
            Voicemail = card.Voicemail,
            WhoMayAnswer = Trimmed(card.WhoMayAnswer),
            CoverWording = Trimmed(card.CoverWording),
            PreferredChannel = Trimmed(card.PreferredChannel),
        };
        return read switch
        {
            { WhoMayAnswer.Length: > EditContact.MostCardText } => new InvalidField("WhoMayAnswer", "TooLong"),
            { CoverWording.Length: > EditContact.MostCardText } => new InvalidField("CoverWording", "TooLong"),
            { PreferredChannel.Length: > EditContact.MostText } => new InvalidField("PreferredChannel", "TooLong"),
            _ => read,
        };
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
