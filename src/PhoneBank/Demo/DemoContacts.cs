using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Demo;

/// <summary>Puts the demo's people into a book.</summary>
internal static class DemoContacts
{
    public static async Task WriteAsync(IServiceProvider services, Guid bookId, IReadOnlyList<DemoPerson> people, CancellationToken ct)
    {
        var sealer = services.GetRequiredService<Sealer>();
        var time = services.GetRequiredService<TimeProvider>();
        var classes = services.GetRequiredService<HoursClasses>();
        var hoursOf = new Dictionary<DemoPerson, Guid>(ReferenceEqualityComparer.Instance);
        foreach (var person in people)
        {
            var safe = person.Card?.SafeHours is { } text ? WeeklyWindows.Parse(text) : null;
            hoursOf[person] = await classes.IdOfAsync(HoursClassKey.For(person.TimeZone, person.Country, safe, "Asia/Jerusalem"), ct);
        }

        await using var db = await services.GetRequiredService<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        var labels = new Dictionary<(LabelKind, string), Guid>();
        var now = time.UtcNow();
        foreach (var person in people)
        {
            var id = time.NewId();
            string[] numbers = person.SecondNumber is { } second ? [person.Number, second] : [person.Number];
            db.Contacts.Add(new Contact
            {
                Id = id,
                BookId = bookId,
                SealedDetails = sealer.SealJson(bookId, Places.ContactDetails(id), new ContactDetails { Names = [new ContactName(person.Name.First, person.Name.Last, person.ExternalId)], Card = person.Card }),
                Language = person.Language,
                Country = person.Country,
                TimeZone = person.TimeZone,
                AddressForm = person.Form,
                CityId = person.City is { } city ? LabelOf(LabelKind.City, city) : null,
                SourceId = person.Source is { } source ? LabelOf(LabelKind.Source, source) : null,
                Consent = person.Consent,
                HoursClassId = hoursOf[person],
                CallablePhones = numbers.Length,
                CreatedAt = now,
                UpdatedAt = now,
            });
            db.ContactExternalIds.Add(new ContactExternalId { Id = time.NewId(), BookId = bookId, ContactId = id, BlindIndex = sealer.ExternalIdIndex(bookId, person.ExternalId) });
            db.ContactLabels.AddRange(person.Tags.Select(tag => new ContactLabel { ContactId = id, LabelId = LabelOf(LabelKind.Tag, tag) }));
            foreach (var (number, position) in numbers.Select((number, position) => (number, position)))
            {
                var phoneId = time.NewId();
                var reading = PhoneNumbers.Read(number, person.Country);
                db.ContactPhones.Add(new ContactPhone
                {
                    Id = phoneId,
                    ContactId = id,
                    BookId = bookId,
                    Position = position,
                    SealedNumber = sealer.Seal(bookId, Places.PhoneNumber(phoneId), number),
                    BlindIndex = sealer.PhoneIndex(bookId, number),
                    Country = reading.Country,
                    Kind = reading.Kind,
                    Doubtful = reading.Status == PhoneStatus.Possible,
                });
            }
        }

        await db.SaveChangesAsync(ct);

        Guid LabelOf(LabelKind kind, string text)
        {
            if (!labels.TryGetValue((kind, text), out var id))
            {
                labels[(kind, text)] = id = time.NewId();
                db.Labels.Add(new Label { Id = id, BookId = bookId, Kind = kind, SealedText = sealer.Seal(Places.LabelText(id), text), BlindIndex = sealer.LabelIndex($"{bookId:N}/{kind}/", text) });
            }

            return id;
        }
    }
}
