using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.FollowUps;

/// <summary>A number by which a promise can be followed up.</summary>
public sealed record FollowUpPhone(string E164, PhoneKind Kind, bool Doubtful)
{
    public override string ToString() => nameof(FollowUpPhone);
}

/// <summary>The person behind a promise, so that a coordinator can act on it.</summary>
public sealed record OpenedFollowUp
{
    public required Guid ContactId { get; init; }

    public required Guid BookId { get; init; }

    public IReadOnlyList<ContactName> Names { get; init; } = [];

    /// <summary>BCP-47; null when unknown.</summary>
    public string? Language { get; init; }

    public string? TimeZone { get; init; }

    public required SafeContactCard Card { get; init; }

    /// <summary>Those that may be called, in the order in which to try them.</summary>
    public IReadOnlyList<FollowUpPhone> Phones { get; init; } = [];

    /// <summary>Numbers that are not shown: on the stop list, or not this person's.</summary>
    public int NotShown { get; init; }

    /// <summary>UTC. Asked to be left in peace until then.</summary>
    public DateTime? RestsUntil { get; init; }

    /// <summary>Has died, or left every list for good; no number is shown.</summary>
    public bool HasEnded { get; init; }

    public override string ToString() => nameof(OpenedFollowUp);
}

/// <summary>
/// Opens the person behind a promise: full name, and the numbers that may be called. One at a time, audited, and within what a
/// coordinator may open in an hour. Refuses with <see cref="NotFound"/>, <see cref="PromiseTakenBack"/>, <see cref="PersonErased"/>, <see cref="TooManyOpened"/>.
/// </summary>
public sealed class OpenFollowUp(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public async Task<Result<OpenedFollowUp>> ExecuteAsync(Actor actor, Guid followUpId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var promise = await db.FollowUps.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == followUpId && db.CampaignsOf(actor).Any(campaign => campaign.Id == candidate.CampaignId), ct);
        if (promise is null)
        {
            return new NotFound();
        }

        if (promise.WithdrawnAt is not null)
        {
            return new PromiseTakenBack();
        }

        if (await db.PeopleOf(promise.BookId).AsNoTracking().FirstOrDefaultAsync(person => person.Id == promise.ContactId, ct) is not { } contact)
        {
            return new PersonErased();
        }

        if (await PersonLimits.OpenAsync(db, time, actor, promise.BookId, contact.Id, ct) is { } refusal)
        {
            return refusal;
        }

        db.Record(time, actor, AuditAction.FollowUpOpened, followUpId, promise.CampaignId);
        await db.SaveChangesAsync(ct);
        var details = sealer.OpenJson<ContactDetails>(Places.ContactDetails(contact.Id), contact.SealedDetails);
        var phones = await db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == contact.Id).OrderBy(phone => phone.Position).ToListAsync(ct);
        var shown = contact.EndedAt is null ? phones.FindAll(phone => phone is { BadSince: null, Suppressed: false }) : [];
        return new OpenedFollowUp
        {
            ContactId = contact.Id,
            BookId = promise.BookId,
            Names = details.Names,
            Language = contact.Language,
            TimeZone = contact.TimeZone,
            Card = details.Card ?? new SafeContactCard(),
            Phones = shown.ConvertAll(phone => new FollowUpPhone(sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber), phone.Kind, phone.Doubtful)),
            NotShown = phones.Count - shown.Count,
            RestsUntil = contact.RestsUntil > time.UtcNow() ? contact.RestsUntil : null,
            HasEnded = contact.EndedAt is not null,
        };
    }
}
