using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Demo;

/// <summary>Brings the demo's people into a book as a coordinator would: a file is imported, then some safe-contact cards are written.</summary>
internal static class DemoContacts
{
    private const string Heads = "id,first name,last name,phone,mobile,language,country,time zone,city,source,consent,tags,form of address";

    public static async Task ImportAsync(IServiceProvider services, Actor coordinator, Guid bookId, string country, string fileName, IReadOnlyList<DemoPerson> people, CancellationToken ct)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", people.Select(Row).Prepend(Heads))));
        var done = (await services.GetRequiredService<ImportNow>().FromFileAsync(coordinator, bookId, file, fileName, country, defaultLanguage: null, ct)).Required;
        if (done.Counts.New != people.Count)
        {
            throw new InvalidOperationException($"{done.Counts.New} of {people.Count} people of the demo's {fileName} are new.");
        }

        var sealer = services.GetRequiredService<Sealer>();
        await using var db = await services.GetRequiredService<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        foreach (var person in people)
        {
            if (person.Card is { } card)
            {
                var index = sealer.ExternalIdIndex(bookId, person.ExternalId);
                var contactId = await db.ExternalKeys.Where(id => id.BookId == bookId && id.BlindIndex == index).Select(id => id.ContactId).SingleAsync(ct);
                var changed = await services.GetRequiredService<ChangeSafeContactCard>().RunAsync(coordinator, contactId, card, ct);
                if (!changed.IsDone)
                {
                    throw new InvalidOperationException($"Refused: {changed.Error.Key}");
                }
            }
        }
    }

    private static string Row(DemoPerson person) => string.Join(
        ',',
        person.ExternalId,
        person.Name.First,
        person.Name.Last,
        person.Number,
        person.SecondNumber,
        person.Language,
        person.Country,
        person.TimeZone,
        person.City,
        person.Source,
        person.Consent == Consent.Given ? "yes" : "",
        string.Join(';', person.Tags),
        person.Form switch { Scripts.AddressForm.Feminine => "f", Scripts.AddressForm.Masculine => "m", _ => "" });
}
