using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>What an organizer did today, for her or his own eyes; nobody is compared with anybody.</summary>
/// <param name="Calls">Recorded since midnight in the zone of the organizer's newest campaign, withdrawn ones left out.</param>
/// <param name="Conversations">Of them, those in which the person was reached.</param>
/// <param name="CallbacksKept">Of them, those promised to be made by this organizer and made while they were kept for her or him.</param>
/// <param name="OnBreakSince">UTC; null while not on a break.</param>
public sealed record MyPaceView(int Calls, int Conversations, int CallbacksKept, DateTime? OnBreakSince)
{
    public static MyPaceView Empty { get; } = new(0, 0, 0, OnBreakSince: null);
}

/// <summary>Reads an organizer's own pace. Somebody who may not call sees an empty one.</summary>
public sealed class MyPace(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<MyPaceView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = actor.VolunteerId;
        var now = time.UtcNow();
        var campaigns = await db.CallingCampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .OrderByDescending(campaign => campaign.Id).Select(campaign => new { campaign.Id, campaign.TimeZone }).ToListAsync(ct);
        if (campaigns.Count == 0)
        {
            return MyPaceView.Empty;
        }

        var ids = campaigns.Select(campaign => campaign.Id).ToList();
        var today = OwnDay.StartIn(campaigns[0].TimeZone, now);
        var calls = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            where call.OrganizerId == me && call.EndedAt >= today && call.WithdrawnAt == null && ids.Contains(call.CampaignId)
            join claim in db.Claims on call.ClaimId equals claim.Id
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            select new { call.StartedAt, outcome.Definition, Before = claim.FromState == EntryState.Scheduled ? call.Before : null }).ToListAsync(ct);
        var since = await db.Users.Where(volunteer => volunteer.Id == me).Select(volunteer => volunteer.OnBreakSince).SingleAsync(ct);
        return new MyPaceView(
            calls.Count,
            calls.Count(call => call.Definition.Reached),
            calls.Count(call => call.Before is { } before && IsKept(CallBefore.Parse(before), me, call.StartedAt)),
            Volunteer.BreakAt(since, now));
    }

    private static bool IsKept(CallBefore before, Guid me, DateTime startedAt) =>
        before.CallbackFor == me && before.CallbackAt is { } promised && CallbackTimings.Of(promised, startedAt) == CallbackTiming.Kept;
}
