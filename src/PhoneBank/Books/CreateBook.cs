using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Opens a new walled book with its own key; whoever makes it is its first member. For coordinators.</summary>
public sealed class CreateBook(IDbContextFactory<PhoneBankDb> dbs, KeyRing keys, Sealer sealer, TimeProvider time)
{
    private const int LongestName = 100;

    public async Task<Result<Guid>> RunAsync(Actor actor, string name, ProtectionLevel level, string defaultCountry, CancellationToken ct)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName)
        {
            return new BookNameMissing();
        }

        if (!PhoneNumbers.Countries.Any(country => country.Code == defaultCountry))
        {
            return new UnknownCountry();
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsCoordinatorAsync(actor, ct))
        {
            return new NotAllowed();
        }

        var id = time.NewId();
        db.DataKeys.Add(keys.Make(id));
        db.Books.Add(new Book
        {
            Id = id,
            SealedName = sealer.Seal(Places.BookName(id), name),
            Level = level,
            DefaultCountry = defaultCountry,
            CreatedAt = time.UtcNow(),
            CreatedBy = actor.VolunteerId,
        });
        db.BookMembers.Add(new BookMember { BookId = id, VolunteerId = actor.VolunteerId, AddedAt = time.UtcNow(), AddedBy = actor.VolunteerId });
        db.Record(time, actor, AuditAction.BookMade, id, id);
        await db.SaveChangesAsync(ct);
        return id;
    }
}
