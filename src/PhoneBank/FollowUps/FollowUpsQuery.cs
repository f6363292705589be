using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.FollowUps;

/// <summary>Who sees to a promise, as a filter.</summary>
public enum FollowUpOwner
{
    /// <summary>Whoever looks.</summary>
    Mine,

    /// <summary>Nobody in particular.</summary>
    Anyones,
}

/// <summary>Which open promises come first. Closed ones are listed by when they were closed, the newest first.</summary>
public enum FollowUpOrder
{
    /// <summary>The promise made longest ago.</summary>
    Oldest,

    /// <summary>The nearest promised day, days that have passed before it; then those without a day, the oldest first.</summary>
    NearestDay,
}

/// <summary>Which promises to list. Everything left out means all.</summary>
public sealed record FollowUpFilter
{
    public Guid? CampaignId { get; init; }

    public FollowUpKind? Kind { get; init; }

    /// <summary>Kept, or not to be kept any more; else those still open.</summary>
    public bool Closed { get; init; }

    public FollowUpOwner? Owner { get; init; }

    public FollowUpOrder Order { get; init; }
}

/// <summary>A promise as a list shows it: masked, without any number.</summary>
public sealed record FollowUpLine
{
    public required Guid Id { get; init; }

    public required Guid CallId { get; init; }

    public required Guid CampaignId { get; init; }

    public required string CampaignName { get; init; }

    /// <summary>Of the campaign, in which <see cref="At"/> and <see cref="ClosedAt"/> are read.</summary>
    public required string TimeZone { get; init; }

    /// <summary>First name and initial; empty when no name is known.</summary>
    public required string Person { get; init; }

    /// <summary>The person was erased: there is nobody to open any more.</summary>
    public required bool IsErased { get; init; }

    public required FollowUpKind Kind { get; init; }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? Day { get; init; }

    public PledgeAmount? Amount { get; init; }

    /// <summary>Of the amount, so much is doubled.</summary>
    public PledgeAmount? Matched { get; init; }

    /// <summary>What came of a pledge that was kept.</summary>
    public PledgeAmount? Paid { get; init; }

    public string? Reference { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who made the call; null once the link between caller and contact is cut.</summary>
    public string? Caller { get; init; }

    /// <summary>Who sees to it; null for anyone.</summary>
    public string? Owner { get; init; }

    /// <summary>Whoever looks sees to it.</summary>
    public bool IsMine { get; init; }

    /// <summary>Null while it is open.</summary>
    public FollowUpEnd? EndedAs { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    /// <summary>The call was taken back, and the promise with it.</summary>
    public bool IsTakenBack { get; init; }
}

/// <summary>One promise and where its campaign's gifts go.</summary>
/// <param name="DonationAddress">Empty when there is none.</param>
public sealed record FollowUpFacts(FollowUpLine Line, Guid BookId, string DonationAddress);

/// <summary>What was pledged in one currency; never added up with another.</summary>
/// <param name="Count">Pledges that stand.</param>
/// <param name="Promised">All of them, kept or not.</param>
/// <param name="Open">Of it, not closed yet.</param>
/// <param name="Paid">What came.</param>
/// <param name="Matched">What match givers add.</param>
public sealed record PledgeTotals(string Currency, int Count, PledgeAmount Promised, PledgeAmount Open, PledgeAmount Paid, PledgeAmount Matched);

/// <summary>Totals of pledges by currency, the most pledges first.</summary>
/// <param name="OnlyNewest">There are more pledges than are added up: the totals are those of the newest in each campaign.</param>
public sealed record PledgeTotalsView(IReadOnlyList<PledgeTotals> Currencies, bool OnlyNewest);

/// <summary>A campaign whose promises can be listed, or into which a list of them can go.</summary>
public sealed record FollowUpCampaign(Guid Id, string Name, Guid BookId, bool IsClosed);

/// <summary>
/// What was promised in the books this coordinator is a member of, masked, paged by key. A filter outside the actor's reach finds
/// nothing, just as one that does not exist; nor does anyone who is no coordinator.
/// </summary>
public sealed class FollowUpsQuery(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public const int PageSize = 50;

    /// <summary>So many pledges of a campaign are added up.</summary>
    public const int MostAddedUp = 50_000;

    /// <param name="after">The key given with the page before; anything else starts from the beginning.</param>
    public async Task<Page<FollowUpLine>> ExecuteAsync(Actor actor, FollowUpFilter filter, string? after, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var keys = new List<LineKey>();
        foreach (var campaignId in await CampaignsAsync(db, actor, filter, ct))
        {
            // One campaign at a time: each walks along its own index, and no sort ever sees more than a page of each.
            keys.AddRange(await KeysAsync(Filtered(db, actor, campaignId, filter), filter, LineKey.Parse(after), ct));
        }

        keys.Sort(filter.Closed ? static (one, other) => LineKey.Compare(other, one) : LineKey.Compare);
        var wanted = keys.GetRange(0, Math.Min(PageSize, keys.Count));
        var lines = await LinesAsync(db, actor, wanted.ConvertAll(key => key.Id), ct);
        return new Page<FollowUpLine>(lines, keys.Count > PageSize ? wanted[^1].ToString() : null);
    }

    /// <summary>One promise, masked, also one that was taken back; or <see cref="NotFound"/>.</summary>
    public async Task<Result<FollowUpFacts>> OneAsync(Actor actor, Guid followUpId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaign = await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => db.FollowUps.Any(promise => promise.Id == followUpId && promise.CampaignId == candidate.Id), ct);
        if (campaign is null || await LinesAsync(db, actor, [followUpId], ct) is not [var line])
        {
            return new NotFound();
        }

        var address = campaign.SealedDonationAddress.Length == 0 ? "" : sealer.Open(Places.DonationAddress(campaign.Id), campaign.SealedDonationAddress);
        return new FollowUpFacts(line, campaign.BookId, address);
    }

    /// <summary>What was pledged in the campaigns of this filter, open or closed, whoever sees to it.</summary>
    public async Task<PledgeTotalsView> TotalsAsync(Actor actor, FollowUpFilter filter, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var (sums, onlyNewest) = (new List<Sums>(), false);
        foreach (var campaignId in await CampaignsAsync(db, actor, filter, ct))
        {
            var ofCampaign = await db.FollowUps.AsNoTracking()
                .Where(promise => promise.CampaignId == campaignId && promise.Kind == FollowUpKind.Pledge && promise.WithdrawnAt == null && promise.Currency != null && promise.AmountInHundredths != null)
                .OrderByDescending(promise => promise.Id)
                .Take(MostAddedUp)
                .GroupBy(promise => promise.Currency!)
                .Select(group => new Sums(
                    group.Key,
                    group.Count(),
                    group.Sum(promise => promise.AmountInHundredths ?? 0),
                    group.Sum(promise => promise.DoneAt == null ? promise.AmountInHundredths ?? 0 : 0),
                    group.Sum(promise => promise.PaidInHundredths ?? 0),
                    group.Sum(promise => promise.MatchedInHundredths ?? 0)))
                .ToListAsync(ct);
            onlyNewest |= ofCampaign.Sum(sum => sum.Count) >= MostAddedUp;
            sums.AddRange(ofCampaign);
        }

        return new PledgeTotalsView(
            [
                .. sums.GroupBy(sum => sum.Currency, StringComparer.Ordinal)
                    .OrderByDescending(group => group.Sum(sum => sum.Count)).ThenBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new PledgeTotals(
                        group.Key,
                        group.Sum(sum => sum.Count),
                        new PledgeAmount(group.Sum(sum => sum.Promised), group.Key),
                        new PledgeAmount(group.Sum(sum => sum.Open), group.Key),
                        new PledgeAmount(group.Sum(sum => sum.Paid), group.Key),
                        new PledgeAmount(group.Sum(sum => sum.Matched), group.Key))),
            ],
            onlyNewest);
    }

    /// <summary>The campaigns within the actor's reach, the newest first.</summary>
    public async Task<IReadOnlyList<FollowUpCampaign>> CampaignsAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CampaignsOf(actor).OrderByDescending(campaign => campaign.Id).Select(campaign => new { campaign.Id, campaign.SealedName, campaign.BookId, campaign.State }).ToListAsync(ct);
        return campaigns.ConvertAll(campaign =>
            new FollowUpCampaign(campaign.Id, sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName), campaign.BookId, campaign.State == CampaignState.Closed));
    }

    private static Task<List<Guid>> CampaignsAsync(PhoneBankDb db, Actor actor, FollowUpFilter filter, CancellationToken ct) =>
        db.CampaignsOf(actor).Where(campaign => filter.CampaignId == null || campaign.Id == filter.CampaignId).Select(campaign => campaign.Id).ToListAsync(ct);

    private static IQueryable<FollowUp> Filtered(PhoneBankDb db, Actor actor, Guid campaignId, FollowUpFilter filter)
    {
        var promises = db.FollowUps.AsNoTracking().Where(promise => promise.CampaignId == campaignId && promise.WithdrawnAt == null);
        promises = filter.Closed ? promises.Where(promise => promise.DoneAt != null) : promises.Where(promise => promise.DoneAt == null);
        if (filter.Kind is { } kind)
        {
            promises = promises.Where(promise => promise.Kind == kind);
        }

        return filter.Owner switch
        {
            FollowUpOwner.Mine => promises.Where(promise => promise.OrganizerId == actor.VolunteerId),
            FollowUpOwner.Anyones => promises.Where(promise => promise.OrganizerId == null),
            _ => promises,
        };
    }

    /// <summary>A page of keys and one more.</summary>
    private static async Task<List<LineKey>> KeysAsync(IQueryable<FollowUp> promises, FollowUpFilter filter, LineKey? after, CancellationToken ct)
    {
        if (filter.Closed)
        {
            if (after is { } last)
            {
                promises = promises.Where(promise => promise.DoneAt <= last.At && (promise.DoneAt < last.At || promise.Id < last.Id));
            }

            return await promises.OrderByDescending(promise => promise.DoneAt).ThenByDescending(promise => promise.Id)
                .Take(PageSize + 1).Select(promise => new LineKey(null, promise.DoneAt!.Value, promise.Id)).ToListAsync(ct);
        }

        if (filter.Order == FollowUpOrder.Oldest)
        {
            return await ByTimeAsync(promises, after, ct);
        }

        // Two parts, each along the index: those with a day, then the others.
        var keys = after is { Day: null } ? [] : await ByDayAsync(promises.Where(promise => promise.Day != null), after, ct);
        if (keys.Count <= PageSize)
        {
            keys.AddRange(await ByTimeAsync(promises.Where(promise => promise.Day == null), after is { Day: null } ? after : null, ct));
        }

        return keys;
    }

    private static Task<List<LineKey>> ByTimeAsync(IQueryable<FollowUp> promises, LineKey? after, CancellationToken ct)
    {
        if (after is { } last)
        {
            promises = promises.Where(promise => promise.At >= last.At && (promise.At > last.At || promise.Id > last.Id));
        }

        return promises.OrderBy(promise => promise.At).ThenBy(promise => promise.Id).Take(PageSize + 1).Select(promise => new LineKey(null, promise.At, promise.Id)).ToListAsync(ct);
    }

    private static Task<List<LineKey>> ByDayAsync(IQueryable<FollowUp> promises, LineKey? after, CancellationToken ct)
    {
        if (after is { Day: { } day } last)
        {
            promises = promises.Where(promise => string.Compare(promise.Day, day) > 0 || (promise.Day == day && (promise.At > last.At || (promise.At == last.At && promise.Id > last.Id))));
        }

        return promises.OrderBy(promise => promise.Day).ThenBy(promise => promise.At).ThenBy(promise => promise.Id)
            .Take(PageSize + 1).Select(promise => new LineKey(promise.Day, promise.At, promise.Id)).ToListAsync(ct);
    }

    private async Task<List<FollowUpLine>> LinesAsync(PhoneBankDb db, Actor actor, List<Guid> ids, CancellationToken ct)
    {
        var rows = await (
            from promise in db.FollowUps.AsNoTracking()
            where ids.Contains(promise.Id)
            join call in db.Calls on promise.CallId equals call.Id
            join campaign in db.Campaigns on promise.CampaignId equals campaign.Id
            join contact in db.Contacts on promise.ContactId equals contact.Id into contacts
            from contact in contacts.DefaultIfEmpty()
            select new
            {
                Promise = promise,
                CallerId = call.OrganizerId,
                campaign.SealedName,
                campaign.TimeZone,
                SealedDetails = contact == null ? null : contact.SealedDetails,
            }).ToDictionaryAsync(row => row.Promise.Id, ct);
        var volunteers = rows.Values.SelectMany(row => new[] { row.CallerId, row.Promise.OrganizerId, row.Promise.DoneBy }).OfType<Guid>().Distinct().ToList();
        var names = (await db.Users.AsNoTracking().Where(volunteer => volunteers.Contains(volunteer.Id)).Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName }).ToListAsync(ct))
            .ToDictionary(volunteer => volunteer.Id, volunteer => sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName));
        string? NameOf(Guid? id) => id is { } known ? names.GetValueOrDefault(known) : null;
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new FollowUpLine
        {
            Id = row.Promise.Id,
            CallId = row.Promise.CallId,
            CampaignId = row.Promise.CampaignId,
            CampaignName = sealer.Open(Places.CampaignName(row.Promise.CampaignId), row.SealedName),
            TimeZone = row.TimeZone,
            Person = row.SealedDetails is { } details ? MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Promise.ContactId), details)) : "",
            IsErased = row.SealedDetails is null,
            Kind = row.Promise.Kind,
            Day = row.Promise.Day,
            Amount = Money(row.Promise.AmountInHundredths, row.Promise.Currency),
            Matched = Money(row.Promise.MatchedInHundredths, row.Promise.Currency),
            Paid = Money(row.Promise.PaidInHundredths, row.Promise.Currency),
            Reference = row.Promise.Reference,
            At = row.Promise.At,
            Caller = NameOf(row.CallerId),
            Owner = NameOf(row.Promise.OrganizerId),
            IsMine = row.Promise.OrganizerId == actor.VolunteerId,
            EndedAs = row.Promise.DoneAt is null ? null : row.Promise.EndedAs ?? FollowUpEnd.Kept,
            ClosedAt = row.Promise.DoneAt,
            ClosedBy = NameOf(row.Promise.DoneBy),
            IsTakenBack = row.Promise.WithdrawnAt is not null,
        })];
    }

    private static PledgeAmount? Money(long? hundredths, string? currency) => hundredths is { } amount && currency is not null ? new PledgeAmount(amount, currency) : null;

    private sealed record Sums(string Currency, int Count, long Promised, long Open, long Paid, long Matched);

    /// <summary>Where a line stands in its order: by day where it has one, else by time.</summary>
    private readonly record struct LineKey(string? Day, DateTime At, Guid Id)
    {
        public static LineKey? Parse(string? text) =>
            text?.Split('.') is [var day, var ticks, var id]
            && (day.Length == 0 || DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var lineId)
                ? new LineKey(day.Length == 0 ? null : day, new DateTime(at, DateTimeKind.Utc), lineId)
                : null;

        public static int Compare(LineKey one, LineKey other) =>
            (one.Day is null).CompareTo(other.Day is null) is not 0 and var part ? part
            : string.CompareOrdinal(one.Day, other.Day) is not 0 and var byDay ? byDay
            : one.At.CompareTo(other.At) is not 0 and var byTime ? byTime
            : one.Id.CompareTo(other.Id);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day}.{At.Ticks}.{Id:N}");
    }
}
