using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Nobody is handed out, and no number shown, against a wish, outside decent hours, too often, or over a wall.</summary>
internal sealed class HandOutCheck(WalkRun run)
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Reserved = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ForDesk = TimeSpan.FromHours(2);

    private WalkModel Model => run.Model;

    /// <summary>Looks at every claim that is new since the last time.</summary>
    public async Task RunAsync()
    {
        var ids = Model.Campaigns.ConvertAll(campaign => campaign.Id);
        var known = Model.Claims.Keys.ToHashSet();
        var claims = await run.World.ReadAsync(db => db.Claims.AsNoTracking().Where(claim => ids.Contains(claim.CampaignId) && claim.TakenAt == run.Now).ToListAsync());
        foreach (var claim in claims.Where(claim => !known.Contains(claim.Id)))
        {
            await HandedOutAsync(claim);
        }
    }

    /// <summary>A number was shown.</summary>
    public async Task ShownAsync(ModelClaim claim, ShownNumber number)
    {
        var about = $"contact {claim.ContactId} in campaign {Model.Campaigns.IndexOf(claim.Campaign)}, claim {claim.Id}, phone {number.PhoneId}";
        run.Must(!Model.IsStopped(number.E164), $"a number on the stop list was shown: {about}");
        run.Must(claim.Campaign.Book.Numbers.ContainsKey(number.E164), $"a number of another book was shown: {about}");
        run.Must(await run.World.ReadAsync(db => db.ContactPhones.AnyAsync(phone => phone.Id == number.PhoneId && phone.ContactId == claim.ContactId && phone.BadSince == null)), $"a bad or foreign number was shown: {about}");
        if (!claim.Shown.Add(number.PhoneId))
        {
            return;
        }

        var person = await run.HoursOfAsync(claim.ContactId);
        run.Must(claim.Campaign.State == CampaignState.Open, $"a number was shown while the campaign was {claim.Campaign.State}: {about}");
        run.Must(WalkHours.Allows(person, claim.Campaign.Hours, run.Now), $"a number was shown outside hours: {about}");
        run.Must(!Rests(claim.ContactId), $"the number of somebody who rests was shown: {about}");
        if (claim.From == EntryState.Waiting)
        {
            // A late report of an earlier day's call may have come in since the person was handed out.
            run.Must(Today(claim.ContactId, person).Count(call => call.Claim != claim && !call.Late) < ModelCampaign.MostPerDay, $"a number was shown a third time in a day: {about}");
        }

        Model.Reveals.Add((claim.Caller.Actor.VolunteerId, claim.Campaign.Book.Id, run.Now));
        var hour = Model.Reveals.Count(reveal => reveal.Caller == claim.Caller.Actor.VolunteerId && reveal.Book == claim.Campaign.Book.Id && reveal.At > run.Now.AddHours(-1));
        run.Must(hour <= claim.Campaign.Book.RevealsPerHour, $"more numbers were shown in an hour than the level allows: {about}");
    }

    private async Task HandedOutAsync(Claim row)
    {
        var campaign = Model.Campaigns.Find(candidate => candidate.Id == row.CampaignId)!;
        var about = $"contact {row.ContactId} in campaign {Model.Campaigns.IndexOf(campaign)}, claim {row.Id}";
        run.Must(Model.Callers.Exists(candidate => candidate.Actor.VolunteerId == row.OrganizerId), $"somebody unknown was handed {about}");
        var caller = Model.Callers.Find(candidate => candidate.Actor.VolunteerId == row.OrganizerId)!;
        var claim = new ModelClaim(row.Id, caller, campaign, row.ContactId, row.FromState);
        Model.Claims[row.Id] = claim;
        await WallsAsync(row, claim, about);

        var person = await run.HoursOfAsync(row.ContactId);
        run.Must(campaign.State == CampaignState.Open, $"handed out while the campaign was {campaign.State}: {about}");
        run.Must(WalkHours.AllowsHandOut(person, campaign.Hours, run.Now), $"handed out outside hours: {about}");
        run.Must(!Rests(row.ContactId), $"handed out while resting: {about}");
        var phones = await run.World.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == row.ContactId && phone.BadSince == null).ToListAsync());
        run.Must(phones.Exists(phone => !Model.IsStopped(run.NumberOf(phone))), $"handed out with every number stopped or bad: {about}");

        var entry = await run.World.ReadAsync(db => db.Entries.AsNoTracking().SingleAsync(candidate => candidate.Id == row.EntryId));
        if (row.FromState == EntryState.Scheduled)
        {
            Promised(claim, entry, about);
        }
        else
        {
            Waited(claim, person, about);
        }
    }

    private async Task WallsAsync(Claim row, ModelClaim claim, string about)
    {
        var book = claim.Campaign.Book.Id;
        run.Must(claim.Caller.Campaigns.Contains(claim.Campaign), $"handed to caller {claim.Caller.Number}, who is not of the campaign: {about}");
        var contact = await run.World.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync(candidate => candidate.Id == row.ContactId));
        run.Must(await run.World.ReadAsync(db => db.Contacts.Decided(db).AnyAsync(candidate => candidate.Id == row.ContactId)), $"handed out before the import was done: {about}");
        run.Must(row.BookId == book && contact.BookId == book, $"handed out over the wall of a book: {about}");
        var list = Model.Lists.Find(candidate => candidate.Id == row.ListId);
        run.Must(list is not null && list.Campaign == claim.Campaign && !list.Paused && list.IsOf(claim.Caller.Actor), $"handed to caller {claim.Caller.Number}, who does not have the list: {about}");
        run.Must(
            await run.World.ReadAsync(db => db.Claims.CountAsync(other => other.ContactId == row.ContactId && (other.EndedAt == null || (other.EndedBy == ClaimEnd.Lapsed && other.ReportedAt == null)))) == 1,
            $"handed out to two at once: {about}");
    }

    private void Promised(ModelClaim claim, Entry entry, string about)
    {
        var isMine = entry.CallbackFor == claim.Caller.Actor.VolunteerId;
        run.Must(entry.CallbackAt is { } at && run.Now >= at - Before && run.Now < at + ForDesk, $"a callback was handed out at another time: {about}");
        run.Must(isMine || (run.Now >= entry.CallbackAt && (entry.CallbackFor is null || run.Now >= entry.CallbackAt + Reserved)), $"a callback was handed to another: {about}");
        run.Must(
            Model.AttemptsOf(claim.Campaign, claim.ContactId) < ModelCampaign.MostInAll || Model.DecidedByDesk.Contains((claim.Campaign.Id, claim.ContactId)),
            $"a callback was handed out beyond the campaign's maximum: {about}");
        run.Must(isMine || !IsNotFor(claim), $"a callback was handed to somebody who is not to be given this person: {about}");
    }

    private void Waited(ModelClaim claim, PersonHours person, string about)
    {
        run.Must(Model.AttemptsOf(claim.Campaign, claim.ContactId) < ModelCampaign.MostInAll, $"handed out beyond the campaign's maximum: {about}");
        var today = Today(claim.ContactId, person);
        run.Must(today.Count < ModelCampaign.MostPerDay, $"handed out a third time in a day: {about}");
        run.Must(!IsNotFor(claim), $"handed to somebody who is not to be given this person: {about}");
        foreach (var same in Model.CallsOf(claim.ContactId).Where(call => call.Campaign == claim.Campaign && call.Outcome.MaxPerDay is not null && SameDay(person, call.At)).GroupBy(call => call.Outcome.Key))
        {
            run.Must(same.Count() < same.First().Outcome.MaxPerDay || Model.DecidedByDesk.Contains((claim.Campaign.Id, claim.ContactId)), $"handed out after {same.Key} as often as a day allows: {about}");
        }

        foreach (var call in Model.CallsOf(claim.ContactId).Where(call => call.Campaign != claim.Campaign))
        {
            var quiet = call.At.AddMinutes(claim.Campaign.Book.MinutesBetweenTries);
            quiet = call.Outcome.Reached && call.At.AddHours(claim.Campaign.Book.HoursBetweenTalks) is var talks && talks > quiet ? talks : quiet;
            run.Must(run.Now >= quiet, $"handed out too soon after call {call.Id} of another campaign: {about}");
        }
    }

    // "Never the same caller" holds in every campaign, a skip in its own.
    private bool IsNotFor(ModelClaim claim) =>
        Model.Skips.Contains((claim.Caller.Actor.VolunteerId, claim.Campaign.Id, claim.ContactId))
        || Model.CallsOf(claim.ContactId).Any(call => call.Outcome.NeverSameCaller && call.Claim.Caller == claim.Caller);

    private bool Rests(Guid contactId) => Model.CallsOf(contactId).Any(call => call.Outcome.EndsInBook || (call.Outcome.RestsInBookDays is { } days && run.Now < call.At.AddDays(days)));

    private List<ModelCall> Today(Guid contactId, PersonHours person) => [.. Model.CallsOf(contactId).Where(call => call.Outcome.CountsAsAttempt && SameDay(person, call.At))];

    private bool SameDay(PersonHours person, DateTime at) => WalkHours.DayOf(person, at) == WalkHours.DayOf(person, run.Now);
}
