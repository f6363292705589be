using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Reviews;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Campaigns stop and go on, change their hours, and the desk decides.</summary>
internal sealed class CampaignSteps(WalkRun run)
{
    private const string Zone = "Asia/Jerusalem";
    private static readonly string[] Weeks = ["", "", "Su-Th 09:00-20:00; Fr 09:00-12:00", "Mo-Fr 12:00-19:30", "Su-Sa 14:00-21:00"];

    public Task TakeAsync(WalkStep step)
    {
        var campaign = run.Model.Campaigns[step.A % 3];
        return step.Kind switch
        {
            StepKind.SecondPass => SecondPassAsync(campaign, step),
            StepKind.CampaignState => PauseOrGoOnAsync(campaign),
            StepKind.Close when step.B % 3 == 0 => CloseAsync(campaign),
            StepKind.Hours => HoursAsync(campaign, step),
            StepKind.OpenHours => OpenHoursAsync(campaign, step),
            StepKind.Pace => PaceAsync(campaign.Book, step),
            StepKind.Resolve => ResolveAsync(campaign, step),
            StepKind.Sweep => SweepAsync(),
            _ => Task.CompletedTask,
        };
    }

    private async Task SecondPassAsync(ModelCampaign campaign, WalkStep step)
    {
        var lists = run.Model.Lists.FindAll(list => list.Campaign == campaign);
        var ready = await run.World.Get<SecondPass>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, step.B % 3 == 0 ? lists[step.C % lists.Count].Id : null, CancellationToken.None);
        run.Say($"second pass in campaign {step.A % 3}, {ready.Value} ready", ready);
    }

    private async Task PauseOrGoOnAsync(ModelCampaign campaign)
    {
        var done = campaign.State == CampaignState.Open
            ? (await run.World.Get<PauseCampaign>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, CancellationToken.None)).IsDone
            : (await run.World.Get<ResumeCampaign>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, CancellationToken.None)).IsDone;
        run.Must(done == (campaign.State != CampaignState.Closed), $"campaign {campaign.Id} could not be paused or opened");
        campaign.State = (campaign.State, done) switch
        {
            (CampaignState.Open, true) => CampaignState.Paused,
            (CampaignState.Paused, true) => CampaignState.Open,
            var (state, _) => state,
        };
        run.Say($"campaign {campaign.Id} is {campaign.State}");
    }

    private async Task CloseAsync(ModelCampaign campaign)
    {
        run.Say($"campaign {campaign.Id} closed", await run.World.Get<CloseCampaign>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, CancellationToken.None));
        campaign.State = CampaignState.Closed;
    }

    private async Task HoursAsync(ModelCampaign campaign, WalkStep step)
    {
        var stored = await run.World.ReadAsync(db => db.Campaigns.AsNoTracking().SingleAsync(candidate => candidate.Id == campaign.Id));
        var (jewish, christian) = (step.C % 4 == 1, step.C % 5 == 1);
        HashSet<DateOnly> blackOut = step.C % 3 == 0 ? [DateOnly.FromDateTime(run.Now).AddDays(step.C % 2)] : [];
        var settings = CampaignSettings.Of(stored, run.World.Sealer) with
        {
            Hours = Weeks[step.B % Weeks.Length],
            BlackoutDates = [.. blackOut],
            Calendars = (jewish ? CalendarSets.Jewish : CalendarSets.None) | (christian ? CalendarSets.WesternChristian : CalendarSets.None),
        };
        var edited = await run.World.Get<EditCampaign>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, settings, CancellationToken.None);
        run.Say($"hours of campaign {step.A % 3}: {settings.Hours}, without {string.Join(' ', blackOut)}, calendars {settings.Calendars}", edited);
        if (edited.IsDone)
        {
            (campaign.Hours.Windows, campaign.Hours.BlackOut, campaign.Hours.Jewish, campaign.Hours.Christian) = (settings.Hours, blackOut, jewish, christian);
        }
    }

    private async Task OpenHoursAsync(ModelCampaign campaign, WalkStep step)
    {
        if (step.B % 3 == 0 && campaign.Overrides.Count > 0)
        {
            run.Say($"opening of campaign {step.A % 3} ended", await run.World.Get<EndHoursOverride>().ExecuteAsync(campaign.Book.Coordinator, campaign.Overrides[^1], CancellationToken.None));
            campaign.Overrides.RemoveAt(campaign.Overrides.Count - 1);
            campaign.Hours.Openings.RemoveAt(campaign.Hours.Openings.Count - 1);
            return;
        }

        var from = WalkHours.LocalIn(Zone, run.Now).Date.AddHours(9 + (step.B % 4));
        var opened = await run.World.Get<OverrideHours>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, new HoursWish(from, from.AddHours(10), "A long evening"), CancellationToken.None);
        run.Say($"campaign {step.A % 3} opened in spite of its hours", opened);
        if (opened.IsDone)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
            campaign.Overrides.Add(opened.Value);
            campaign.Hours.Openings.Add((TimeZoneInfo.ConvertTimeToUtc(from, zone), TimeZoneInfo.ConvertTimeToUtc(from.AddHours(10), zone)));
        }
    }

    private async Task PaceAsync(ModelBook book, WalkStep step)
    {
        (book.HoursBetweenTalks, book.MinutesBetweenTries) = (new[] { 0, 1, 20, 48 }[step.B % 4], new[] { 0, 30, 60, 240 }[step.C % 4]);
        run.Say(
            $"pace of book {run.Model.Books.IndexOf(book)}: {book.HoursBetweenTalks} h, {book.MinutesBetweenTries} min",
            await run.World.Get<ChangeBookPace>().ExecuteAsync(book.Coordinator, book.Id, new BookPace(book.HoursBetweenTalks, book.MinutesBetweenTries), CancellationToken.None));
    }

    private async Task ResolveAsync(ModelCampaign campaign, WalkStep step)
    {
        var held = await run.World.ReadAsync(db => db.Entries.Where(entry => entry.CampaignId == campaign.Id && entry.State == EntryState.Held).OrderBy(entry => entry.LastCallAt).Select(entry => new { entry.Id, entry.ContactId }).ToListAsync());
        if (held.Count == 0)
        {
            return;
        }

        var entry = held[step.B % held.Count];
        var decision = (HeldDecision)(step.C % 7 == 0 ? 3 : step.C % 3);
        var callers = run.Model.Callers.FindAll(caller => caller.Campaigns.Contains(campaign));
        var request = new HeldRequest
        {
            EntryId = entry.Id,
            Decision = decision,
            Date = DateOnly.FromDateTime(run.Now).AddDays(step.C % 2),
            Time = new TimeOnly(12 + (step.C % 6), 15),
            Zone = "America/Chicago",
            For = step.C % 2 == 0 ? callers[step.B % callers.Count].Actor.VolunteerId : null,
        };
        var resolved = await run.World.Get<ResolveHeld>().ExecuteAsync(campaign.Book.Coordinator, request, CancellationToken.None);
        run.Say($"held entry {entry.Id}: {decision}", resolved);
        if (resolved.IsDone && decision is HeldDecision.CallBack or HeldDecision.CallAgain)
        {
            run.Model.DecidedByDesk.Add((campaign.Id, entry.ContactId));
        }
        else if (resolved.IsDone && decision == HeldDecision.Suppress)
        {
            run.Model.Stops[$"held:{entry.Id}"] = [.. await run.NumbersOfAsync(entry.ContactId)];
        }
    }

    private async Task SweepAsync()
    {
        var swept = await run.World.Get<SweepLapsedClaims>().ExecuteAsync(CancellationToken.None);
        run.Say($"sweep: {swept.Expired} expired, {swept.Lapsed} lapsed, {swept.CountedUnreported} counted, {swept.OverdueCallbacks} overdue, {swept.Rested} rested");
        var ids = run.Model.Campaigns.ConvertAll(campaign => campaign.Id);
        foreach (var id in await run.World.ReadAsync(db => db.Claims.Where(claim => ids.Contains(claim.CampaignId) && claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt != null).Select(claim => claim.Id).ToListAsync()))
        {
            run.Model.Claims[id].CountedUnreported = true;
        }
    }
}
