using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Imports.Reading;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>One person as typed into a form.</summary>
public sealed record HandContact
{
    public string First { get; init; } = "";

    public string Last { get; init; } = "";

    /// <summary>As anyone would write it; read by the country given, else the book's.</summary>
    public string Phone { get; init; } = "";

    public string? Country { get; init; }

    public string? Language { get; init; }

    public string? City { get; init; }

    public string? TimeZone { get; init; }

    public AddressForm Form { get; init; }

    public Consent Consent { get; init; }

    public string? Email { get; init; }

    public string? ExternalId { get; init; }

    public string? Comment { get; init; }

    /// <summary>Tags, divided by commas.</summary>
    public string? Tags { get; init; }

    public string? SafeHours { get; init; }

    public override string ToString() => nameof(HandContact);
}

/// <summary>What became of a person added by hand.</summary>
public enum HandContactOutcome
{
    Added,

    /// <summary>The same person was there; what was empty was filled.</summary>
    WasThere,

    /// <summary>Somebody else has that number; the name was added there.</summary>
    SharesNumber,
}

/// <summary>Adds one person to a book, by the same rules as an import.</summary>
public sealed class AddContactByHand(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, ContactWriter writer, TimeProvider time)
{
    public async Task<Result<HandContactAdded>> RunAsync(Actor actor, Guid bookId, HandContact person, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(book => book.Id == bookId, ct);
        if (book is null)
        {
            return new NotFound();
        }

        var read = Read(person, book.DefaultCountry);
        if (!read.IsDone)
        {
            return read.Error;
        }

        var facts = read.Value;
        var stopHashes = facts.Phones.Select(phone => sealer.StopListHash(phone.E164)).ToList();
        if (await db.StopListEntries.AnyAsync(entry => entry.LiftedAt == null && stopHashes.Contains(entry.Hash), ct))
        {
            return new NumberNotUsable(RowReasons.OnStopList);
        }

        var (record, outcome) = await PlaceAsync(db, bookId, facts, ct);
        var write = await writer.PrepareAsync(bookId, importId: null, RunImport.ZoneOf(book.DefaultCountry), [record], isFound: true, ct);
        return await store.WriteAsync<Result<HandContactAdded>>(
            async session =>
            {
                var running = await session.CountAsync($"""
                    SELECT count(*) FROM imports WHERE book_id = {bookId} AND state IN {new[] { ImportState.Running, ImportState.Finishing, ImportState.RollingBack, ImportState.Undoing }}
                    """);
                if (running > 0)
                {
                    return new ImportAlreadyRunning();
                }

                await write.RunAsync(session);
                if (record.IsNew)
                {
                    await session.ExecuteAsync($"UPDATE books SET people = people + 1 WHERE id = {bookId}");
                }

                await session.RecordAsync(time, actor, AuditAction.ContactAdded, record.Id, bookId, outcome.ToString());
                return new HandContactAdded(record.Id, outcome);
            },
            ct);
    }

    private static Result<PersonFacts> Read(HandContact person, string bookCountry)
    {
        var country = string.IsNullOrWhiteSpace(person.Country) ? bookCountry : person.Country;
        var readings = PhoneNumbers.ReadMany(person.Phone, country);
        if (readings.FirstOrDefault(reading => !reading.CanBeDialled) is { } bad)
        {
            return new NumberNotUsable(RowReader.ReasonOf(bad.Reason));
        }

        string? hours = null;
        if (!string.IsNullOrWhiteSpace(person.SafeHours))
        {
            if (!WeeklyWindows.TryParse(person.SafeHours, out var windows, out _))
            {
                return new SafeHoursUnreadable();
            }

            hours = windows.ToString();
        }

        var own = string.IsNullOrWhiteSpace(person.Country) ? readings[0].Country : person.Country;
        return new PersonFacts
        {
            First = person.First.Trim(),
            Last = person.Last.Trim(),
            ExternalId = Trimmed(person.ExternalId),
            Phones = [.. readings.Select(reading => new PhoneFact(reading.E164!, reading.Country, reading.Kind, reading.Status == PhoneStatus.Possible))],
            Email = Trimmed(person.Email),
            Language = Trimmed(person.Language) is { } language ? CellWords.Language(language) : null,
            Country = own,
            TimeZone = Zones.TryNormalize(person.TimeZone, own, out var zone) ? zone : null,
            Form = person.Form,
            City = Trimmed(person.City),
            Consent = person.Consent,
            Comment = Trimmed(person.Comment),
            SafeHours = hours,
            Tags = (person.Tags ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<(PersonRecord Record, HandContactOutcome Outcome)> PlaceAsync(PhoneBankDb db, Guid bookId, PersonFacts facts, CancellationToken ct)
    {
        var indexes = facts.Phones.ToDictionary(phone => Convert.ToHexString(sealer.PhoneIndex(bookId, phone.E164)), phone => phone, StringComparer.Ordinal);
        var keys = indexes.Keys.Select(Convert.FromHexString).ToList();
        var known = await db.PhonesOf(bookId, keys).ToListAsync(ct);
        var fresh = indexes.Where(entry => !known.Exists(phone => Convert.ToHexString(phone.BlindIndex) == entry.Key)).Select(entry => entry.Value).ToList();
        var owners = await writer.OpenAsync(known.ConvertAll(phone => phone.ContactId), ct);
        var same = owners.Find(owner => IsNamed(owner, facts)) ?? await ByExternalIdAsync(db, bookId, facts, ct);
        if (same is not null)
        {
            same.Merge(facts with { Phones = fresh }, isSomebodyElse: false);
            return (same, HandContactOutcome.WasThere);
        }

        if (fresh.Count > 0)
        {
            return (PersonRecord.New(time.NewId(), facts with { Phones = fresh }), HandContactOutcome.Added);
        }

        owners[0].Merge(facts, isSomebodyElse: true);
        return (owners[0], HandContactOutcome.SharesNumber);
    }

    private async Task<PersonRecord?> ByExternalIdAsync(PhoneBankDb db, Guid bookId, PersonFacts facts, CancellationToken ct)
    {
        if (facts.ExternalId is null)
        {
            return null;
        }

        var index = sealer.ExternalIdIndex(bookId, facts.ExternalId);
        var ids = await db.ExternalKeys.AsNoTracking().Where(external => external.BookId == bookId && external.BlindIndex == index).Select(external => external.ContactId).ToListAsync(ct);
        return (await writer.OpenAsync(ids, ct)).Find(person => IsNamed(person, facts));
    }

    private static bool IsNamed(PersonRecord person, PersonFacts facts) =>
        facts.IsNameless || person.Details().Names.Any(name => name.Full.Length == 0 || NameKey.Of(name.First, name.Last) == NameKey.Of(facts.First, facts.Last));
}

public sealed record HandContactAdded(Guid ContactId, HandContactOutcome Outcome);
