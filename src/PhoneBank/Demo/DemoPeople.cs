using System.Globalization;
using PhoneBank.Books;
using PhoneBank.Scripts;

namespace PhoneBank.Demo;

/// <summary>Somebody invented, with a number that belongs to nobody.</summary>
internal sealed record DemoPerson
{
    public required DemoName Name { get; init; }

    /// <summary>E.164.</summary>
    public required string Number { get; init; }

    public string? SecondNumber { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>Null when nobody has asked yet.</summary>
    public string? Language { get; init; }

    public required string Country { get; init; }

    public string? TimeZone { get; init; }

    public string? City { get; init; }

    public string? Source { get; init; }

    public Consent Consent { get; init; }

    public AddressForm Form { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public SafeContactCard? Card { get; init; }
}

/// <summary>
/// Everybody in the demo's books. Numbers are from ranges that are reserved for fiction, in Israel from 050-1, which was
/// never given out. Supporters live in so many zones that somebody can be called at every hour in every organizer's language.
/// </summary>
internal static class DemoPeople
{
    private static readonly string[] HebrewCities = ["תל אביב", "חיפה", "ירושלים", "באר שבע", "נתניה", "פתח תקווה", "רחובות", "כרמיאל", "הוד השרון"];
    private static readonly string[] ArabicCities = ["الناصرة", "حيفا", "أم الفحم", "الطيبة", "رهط"];
    private static readonly string[] RussianCities = ["Ашдод", "Хайфа", "Нацрат-Илит", "Беэр-Шева"];

    /// <summary>Reservists and their families, most of them Hebrew speakers.</summary>
    public static IReadOnlyList<DemoPerson> Reservists() =>
    [
        .. InIsrael("R", 200_001, [("he", 78), ("ar", 16), ("ru", 18), ("en", 4), (null, 14)], ["reservist", "family", "conscript", "north", "student"], ["website form", "friend", "help line"])
            .Select((person, n) => n % 9 == 4 ? person with { Card = Cards[n / 9 % Cards.Length] } : person),
    ];

    /// <summary>People who left their number at a protest.</summary>
    public static IReadOnlyList<DemoPerson> Protesters() =>
        InIsrael("P", 300_001, [("he", 60), ("ar", 22), ("ru", 14), ("en", 4), (null, 10)], ["october protest", "wants to help", "came with friends", "speaks at events"], ["protest table", "sign-up sheet"]);

    /// <summary>Friends of the organisation all over the world.</summary>
    public static IReadOnlyList<DemoPerson> Supporters()
    {
        // Hebrew, Arabic, Russian, English, another language, unknown: how many live in each place.
        (string Country, string? Zone, string City, Func<int, string> Number, int[] Languages, string? Other)[] places =
        [
            ("US", "America/New_York", "New York", n => $"+1212555{100 + n:0000}", [4, 2, 2, 5, 0, 1], null),
            ("US", "America/Chicago", "Chicago", n => $"+1312555{100 + n:0000}", [2, 1, 2, 3, 0, 0], null),
            ("US", "America/Los_Angeles", "Los Angeles", n => $"+1213555{100 + n:0000}", [4, 2, 2, 5, 0, 1], null),
            ("US", "Pacific/Honolulu", "Honolulu", n => $"+1808555{100 + n:0000}", [1, 0, 1, 2, 0, 0], null),
            ("US", null, "", n => $"+1303555{100 + n:0000}", [1, 0, 0, 3, 0, 0], null),
            ("GB", "Europe/London", "London", n => $"+447700900{200 + n:000}", [4, 2, 2, 8, 0, 1], null),
            ("IE", "Europe/Dublin", "Dublin", n => $"+35320916{4000 + n:0000}", [0, 0, 0, 5, 0, 0], null),
            ("FR", "Europe/Paris", "Paris", n => $"+3319900{6300 + n:0000}", [1, 1, 0, 1, 5, 0], "fr"),
            ("DE", "Europe/Berlin", "Berlin", n => $"+493023125{100 + n:000}", [2, 2, 3, 1, 4, 1], "de"),
            ("AU", "Australia/Sydney", "Sydney", n => $"+61255501{100 + n:000}", [4, 3, 3, 5, 0, 1], null),
            ("AU", "Australia/Perth", "Perth", n => $"+61855501{100 + n:000}", [3, 2, 2, 4, 0, 1], null),
        ];
        var people = new List<DemoPerson>();
        foreach (var place in places)
        {
            string?[] languages = ["he", "ar", "ru", "en", place.Other, null];
            var here = 0;
            foreach (var (language, count) in languages.Zip(place.Languages))
            {
                for (var i = 0; i < count; i++)
                {
                    var n = people.Count;
                    var name = DemoNames.Of(language ?? "en", n + 40);
                    people.Add(new DemoPerson
                    {
                        Name = name,
                        Number = place.Number(++here),
                        ExternalId = Id("S", n + 1),
                        Language = language,
                        Country = place.Country,
                        TimeZone = place.Zone,
                        City = place.City.Length > 0 ? place.City : null,
                        Source = n % 3 == 0 ? "webinar" : "newsletter",
                        Consent = n % 7 == 3 ? Consent.Unknown : Consent.Given,
                        Form = language is null ? AddressForm.Unknown : name.Form,
                        Tags = n % 4 == 0 ? ["monthly donor"] : n % 4 == 1 ? ["gave last year"] : n % 9 == 2 ? ["host"] : [],
                    });
                }
            }
        }

        return people;
    }

    private static readonly SafeContactCard[] Cards =
    [
        new() { SafeHours = "Su-Th 18:00-21:00", Voicemail = VoicemailWish.No, CoverWording = "חוג הקריאה" },
        new() { Voicemail = VoicemailWish.No, WhoMayAnswer = "בן הזוג, אפשר לדבר איתו" },
        new() { SafeHours = "Mo-Th 10:00-16:00", Voicemail = VoicemailWish.No, PreferredChannel = "Signal" },
        new() { Voicemail = VoicemailWish.YesUnnamed },
        new() { SafeHours = "Su-Th 12:00-20:00; Fr 10:00-12:00", Voicemail = VoicemailWish.No, WhoMayAnswer = "ההורים, לא לומר במה מדובר", CoverWording = "ועד הבית" },
    ];

    private static List<DemoPerson> InIsrael(string prefix, int firstNumber, (string? Language, int Count)[] languages, string[] tags, string[] sources)
    {
        var people = new List<DemoPerson>();
        foreach (var (language, count) in languages)
        {
            for (var i = 0; i < count; i++)
            {
                var n = people.Count;
                var name = DemoNames.Of(language ?? "he", n + (prefix == "P" ? 60 : 0));
                var cities = language switch { "ar" => ArabicCities, "ru" => RussianCities, _ => HebrewCities };
                people.Add(new DemoPerson
                {
                    Name = name,
                    Number = Israeli(firstNumber + (n * 37)),
                    SecondNumber = n % 17 == 6 ? Israeli(firstNumber + (n * 37) + 1) : null,
                    ExternalId = Id(prefix, n + 1),
                    Language = language,
                    Country = "IL",
                    City = n % 8 == 5 ? null : cities[n % cities.Length],
                    Source = sources[n % sources.Length],
                    Consent = n % 5 == 2 ? Consent.Unknown : Consent.Given,
                    Form = n % 11 == 7 ? AddressForm.Unknown : name.Form,
                    Tags = n % 6 == 5 ? [] : n % 7 == 2 ? [tags[n % tags.Length], tags[(n + 1) % tags.Length]] : [tags[n % tags.Length]],
                });
            }
        }

        return people;
    }

    private static string Israeli(int sixDigits) => "+972501" + sixDigits.ToString("000000", CultureInfo.InvariantCulture);

    private static string Id(string prefix, int n) => $"{prefix}-{n.ToString("0000", CultureInfo.InvariantCulture)}";
}
