using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Lists;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Nobody who was put on a list is lost or there twice, every place is in a state that can be, and every call is still there.</summary>
internal sealed class EntryCheck(WalkRun run)
{
    public async Task RunAsync()
    {
        var ids = run.Model.Campaigns.ConvertAll(campaign => campaign.Id);
        var entries = await run.World.ReadAsync(db => db.Entries.AsNoTracking().Where(entry => ids.Contains(entry.CampaignId)).ToListAsync());
        var claims = await run.World.ReadAsync(db => db.Claims.AsNoTracking().Where(claim => ids.Contains(claim.CampaignId)).ToListAsync());
        foreach (var campaign in run.Model.Campaigns)
        {
            var here = entries.Where(entry => entry.CampaignId == campaign.Id).ToList();
            run.Must(here.Select(entry => entry.ContactId).Order().SequenceEqual(campaign.Listed.Order()), $"campaign {campaign.Id} has {here.Count} entries for {campaign.Listed.Count} people put on its lists");
            run.Must(here.TrueForAll(entry => run.Model.Lists.Exists(list => list.Id == entry.ListId && list.Campaign == campaign)), $"an entry of campaign {campaign.Id} is in a list of another");
        }

        foreach (var entry in entries)
        {
            State(entry, claims.FindAll(claim => claim.EntryId == entry.Id));
        }

        foreach (var person in entries.GroupBy(entry => entry.ContactId))
        {
            run.Must(person.Count(entry => entry.State is EntryState.Claimed or EntryState.Unreported) < 2, $"contact {person.Key} is in two calls at once");
        }

        await CallsAsync(ids);
    }

    private void State(Entry entry, List<Claim> claims)
    {
        var open = claims.Count(claim => claim.EndedAt is null);
        var asked = claims.Count(claim => claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt is null);
        var about = $"entry {entry.Id} of contact {entry.ContactId} is {entry.State} with {open} open claims and {asked} unreported ones";
        run.Must((open, asked) == (entry.State == EntryState.Claimed ? 1 : 0, entry.State == EntryState.Unreported ? 1 : 0), about);
        run.Must(entry.State != EntryState.Scheduled || entry.CallbackAt is not null, $"{about}, without a time");
        run.Must(entry.State != EntryState.Held || entry.HeldFor is not null, $"{about}, for nobody");
    }

    private async Task CallsAsync(List<Guid> campaigns)
    {
        var calls = await run.World.ReadAsync(db => db.Calls.AsNoTracking().Where(call => campaigns.Contains(call.CampaignId)).ToDictionaryAsync(call => call.Id));
        run.Must(calls.Count == run.Model.Calls.Count, $"{calls.Count} calls are kept of {run.Model.Calls.Count} recorded");
        foreach (var call in run.Model.Calls)
        {
            var kept = calls.GetValueOrDefault(call.Id);
            run.Must(kept is not null, $"call {call.Id} is lost");
            run.Must(kept!.WithdrawnAt is not null == call.Withdrawn, $"call {call.Id} should be withdrawn: {call.Withdrawn}");
            run.Must(call.Erased ? kept.OrganizerId is null && kept.ContactId != call.ContactId : kept.ContactId == call.ContactId, $"call {call.Id} is of somebody else");
        }
    }
}
