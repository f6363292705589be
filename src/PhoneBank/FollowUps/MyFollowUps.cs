using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>A promise as an organizer sees it: by first name, never with a number.</summary>
/// <param name="At">UTC.</param>
/// <param name="IsMine">The organizer sees to it; else anyone's, promised in a call of hers or his.</param>
public sealed record MyFollowUp(Guid Id, string FirstName, FollowUpKind Kind, string? Day, PledgeAmount? Amount, string CampaignName, string TimeZone, DateTime At, bool IsMine);

/// <summary>
/// The open promises of one organizer: those she or he sees to, and for two weeks those anyone may see to that were made in her or his
/// calls. Own ones first, then the oldest. Somebody who may not call has none.
/// </summary>
public sealed class MyFollowUps(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int Most = 50;

    /// <summary>So long an organizer is shown what was promised to her or him and nobody has taken.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<MyFollowUp>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var since = time.UtcNow() - ShownFor;
        var rows = await (
            from promise in db.OwnFollowUps(actor).AsNoTracking()
            where promise.DoneAt == null && promise.WithdrawnAt == null && (promise.OrganizerId != null || promise.At > since)
            join contact in db.Contacts on promise.ContactId equals contact.Id
            join campaign in db.Campaigns on promise.CampaignId equals campaign.Id
            orderby promise.OrganizerId == null, promise.At, promise.Id
            select new { Promise = promise, contact.SealedDetails, campaign.SealedName, campaign.TimeZone }).Take(Most).ToListAsync(ct);
        return rows.ConvertAll(row => new MyFollowUp(
            row.Promise.Id,
            MaskedName.FirstOf(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Promise.ContactId), row.SealedDetails)),
            row.Promise.Kind,
            row.Promise.Day,
            row.Promise is { AmountInHundredths: { } amount, Currency: { } currency } ? new PledgeAmount(amount, currency) : null,
            sealer.Open(Places.CampaignName(row.Promise.CampaignId), row.SealedName),
            row.TimeZone,
            row.Promise.At,
            row.Promise.OrganizerId is not null));
    }
}
