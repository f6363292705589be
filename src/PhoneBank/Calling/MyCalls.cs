using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>One call this organizer recorded today.</summary>
/// <param name="LocalAt">When it was recorded, in the organizer's own zone.</param>
/// <param name="MainLanguage">Of the campaign, for labels that are missing in the reader's language.</param>
/// <param name="Conflicting">Somebody else had recorded a call meanwhile; a coordinator decides.</param>
/// <param name="UndoUntil">UTC. Can be corrected or withdrawn until then; null when that is over or done.</param>
public sealed record MyCall(
    Guid CallId, string FirstName, OutcomeDefinition Outcome, string MainLanguage, DateTime LocalAt, string ListName, bool Withdrawn, bool Late, bool Conflicting, DateTime? UndoUntil);

/// <param name="Rows">Newest first.</param>
/// <param name="ZoneId">The zone whose midnight the day began at, and in which times are given; null when there is no campaign.</param>
public sealed record MyCallsView(IReadOnlyList<MyCall> Rows, string? ZoneId);

/// <summary>
/// The organizer's own calls since midnight, by first name; never a number, never a text. What is no longer linked to the
/// organizer is not found. Somebody who may not call sees an empty day.
/// </summary>
public sealed class MyCalls(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int Most = 300;

    public async Task<MyCallsView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var campaigns = await db.CallingCampaignsOf(actor).AsNoTracking().OrderByDescending(campaign => campaign.Id)
            .Select(campaign => new { campaign.Id, campaign.TimeZone, campaign.Languages, IsLive = campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused })
            .ToListAsync(ct);
        if (campaigns.Count == 0)
        {
            return new MyCallsView([], ZoneId: null);
        }

        var zone = (campaigns.Find(campaign => campaign.IsLive) ?? campaigns[0]).TimeZone;
        var ids = campaigns.Select(campaign => campaign.Id).ToList();
        var today = OwnDay.StartIn(zone, now);
        var rows = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            where call.OrganizerId == actor.VolunteerId && call.EndedAt >= today && ids.Contains(call.CampaignId)
            join contact in db.Contacts on call.ContactId equals contact.Id
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            join list in db.CallLists on call.ListId equals list.Id
            orderby call.EndedAt descending, call.Id descending
            select new { call.Id, call.CampaignId, call.ListId, call.ContactId, call.EndedAt, call.WithdrawnAt, call.Late, call.Conflicting, contact.SealedDetails, outcome.Definition, list.SealedName })
            .Take(Most).ToListAsync(ct);
        return new MyCallsView(
            [
                .. rows.Select(row => new MyCall(
                    row.Id,
                    ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.ContactId), row.SealedDetails)),
                    row.Definition,
                    campaigns.Find(campaign => campaign.Id == row.CampaignId)!.Languages.Split(',')[0],
                    OwnDay.LocalIn(zone, row.EndedAt),
                    sealer.Open(Places.CallListName(row.ListId), row.SealedName),
                    row.WithdrawnAt is not null,
                    row.Late,
                    row.Conflicting,
                    row.WithdrawnAt is null && now <= row.EndedAt + RecordOutcome.UndoWindow ? row.EndedAt + RecordOutcome.UndoWindow : null)),
            ],
            zone);
    }
}
