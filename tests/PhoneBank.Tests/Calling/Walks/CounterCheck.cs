using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Tests.Reports;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Every number shown live is what a recount gives.</summary>
internal sealed class CounterCheck(WalkRun run)
{
    private WalkModel Model => run.Model;

    public async Task RunAsync()
    {
        var campaigns = Model.Campaigns.ConvertAll(campaign => campaign.Id);
        var entries = await run.World.ReadAsync(db => db.Entries.AsNoTracking().Where(entry => campaigns.Contains(entry.CampaignId)).ToListAsync());
        var calls = await run.World.ReadAsync(db => db.Calls.AsNoTracking().Where(call => campaigns.Contains(call.CampaignId) && call.WithdrawnAt == null).ToListAsync());
        await TalliesAsync(entries, calls);
        await ListsAsync(entries);
        await BooksAsync();
        await CallersAsync(entries, calls);
        await DesksAsync(entries);
        await ReportsAsync(calls);
        foreach (var entry in entries)
        {
            var campaign = Model.Campaigns.Find(candidate => candidate.Id == entry.CampaignId)!;
            var attempts = Model.AttemptsOf(campaign, entry.ContactId);
            run.Must(entry.Attempts == attempts, $"entry {entry.Id} of contact {entry.ContactId} counts {entry.Attempts} attempts, there were {attempts}");
        }
    }

    private static ListCounts Count(IEnumerable<Entry> entries)
    {
        var states = entries.ToLookup(entry => entry.State);
        int N(EntryState state) => states[state].Count();
        return new ListCounts(N(EntryState.Waiting), N(EntryState.Claimed), N(EntryState.Unreported), N(EntryState.Scheduled), N(EntryState.Held), N(EntryState.Done));
    }

    private async Task TalliesAsync(List<Entry> entries, List<Call> calls)
    {
        var lists = Model.Lists.ConvertAll(list => list.Id);
        var tallies = await run.World.ReadAsync(db => db.Tallies.Where(tally => lists.Contains(tally.ListId)).GroupBy(tally => new { tally.ListId, tally.Key }).Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) }).ToListAsync());
        var recount = entries.GroupBy(entry => (entry.ListId, Key: "state:" + entry.State)).Concat<IGrouping<(Guid ListId, string Key), object>>(calls.GroupBy(call => (call.ListId, Key: "outcome:" + call.OutcomeId)))
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var tally in tallies.Where(tally => !tally.Key.StartsWith("by:", StringComparison.Ordinal)))
        {
            var n = recount.GetValueOrDefault((tally.ListId, tally.Key));
            recount.Remove((tally.ListId, tally.Key));
            run.Must(tally.N == n, $"list {tally.ListId} counts {tally.N} of {tally.Key}, there are {n}");
        }

        run.Must(recount.Count == 0, $"{recount.Count} counters are missing");

        // Of a person erased since, nobody can say any more who called; the sum still says how many calls there were.
        foreach (var list in tallies.Where(tally => tally.Key.StartsWith("by:", StringComparison.Ordinal)).GroupBy(tally => tally.ListId))
        {
            var here = calls.FindAll(call => call.ListId == list.Key);
            run.Must(list.Sum(tally => tally.N) == here.Count, $"list {list.Key} counts {list.Sum(tally => tally.N)} calls by organizer, there are {here.Count}");
            foreach (var tally in list.Where(_ => here.TrueForAll(call => call.OrganizerId is not null)))
            {
                var n = here.Count(call => "by:" + call.OrganizerId == tally.Key);
                run.Must(tally.N == n, $"list {list.Key} counts {tally.N} of {tally.Key}, there are {n}");
            }
        }
    }

    private async Task ListsAsync(List<Entry> entries)
    {
        var hours = new Dictionary<Guid, PersonHours>();
        foreach (var campaign in Model.Campaigns)
        {
            var view = (await run.World.Get<CampaignOverview>().ExecuteAsync(campaign.Book.Coordinator, campaign.Id, CancellationToken.None)).Required;
            run.Must(view.Counts == Count(entries.Where(entry => entry.CampaignId == campaign.Id)), $"the totals of campaign {campaign.Id} are {view.Counts}");
            foreach (var list in view.Lists)
            {
                var here = entries.FindAll(entry => entry.ListId == list.Id);
                var progress = (await run.World.Get<ListProgress>().ExecuteAsync(campaign.Book.Coordinator, list.Id, CancellationToken.None)).Required;
                run.Must(list.Counts == Count(here) && progress.Counts == list.Counts, $"list {list.Id} counts {list.Counts}, its progress {progress.Counts}");
                var (now, outside, later, blocked) = (0, 0, 0, 0);
                var closed = new List<PersonHours>();
                foreach (var entry in here.Where(entry => entry.State == EntryState.Waiting))
                {
                    hours[entry.ContactId] = hours.GetValueOrDefault(entry.ContactId) ?? await run.HoursOfAsync(entry.ContactId);
                    var isOpen = WalkHours.AllowsHandOut(hours[entry.ContactId], campaign.Hours, run.Now);
                    _ = !entry.Callable ? blocked++ : entry.ReadyAt > run.Now ? later++ : isOpen ? now++ : outside++;
                    if (!isOpen)
                    {
                        closed.Add(hours[entry.ContactId]);
                    }
                }

                var isExact = !campaign.Hours.Jewish && !campaign.Hours.Christian;
                run.Must(
                    (progress.Later, progress.NotCallable, progress.Now + progress.OutsideHours) == (later, blocked, now + outside) && (isExact ? progress.Now == now : progress.Now <= now),
                    $"list {list.Id} says {progress}, and it is {now} now, {outside} outside hours, {later} later, {blocked} not callable; closed: {string.Join(' ', closed)}");
            }
        }
    }

    private async Task BooksAsync()
    {
        foreach (var book in Model.Books)
        {
            var people = await run.World.ReadAsync(db => db.Contacts.Decided(db).CountAsync(contact => contact.BookId == book.Id));
            var counted = await run.World.ReadAsync(db => db.Books.Where(candidate => candidate.Id == book.Id).Select(candidate => candidate.People).SingleAsync());
            run.Must(people == counted, $"book {book.Id} counts {counted} people and has {people}");
            foreach (var caller in Model.Callers)
            {
                var shown = await run.World.ReadAsync(db => db.Reveals.CountAsync(reveal => reveal.OrganizerId == caller.Actor.VolunteerId && reveal.BookId == book.Id));
                var seen = Model.Reveals.Count(reveal => reveal.Caller == caller.Actor.VolunteerId && reveal.Book == book.Id);
                run.Must(shown == seen, $"the budget of caller {caller.Number} counts {shown} numbers shown, it was {seen}");
            }
        }
    }

    private async Task CallersAsync(List<Entry> entries, List<Call> calls)
    {
        var midnight = Midnight();
        foreach (var caller in Model.Callers)
        {
            var mine = Model.Calls.FindAll(call => call.Stands && call.Claim.Caller == caller && call.Campaign.State is CampaignState.Open or CampaignState.Paused);
            var today = mine.FindAll(call => call.At >= midnight);
            var view = await run.World.Get<MyLists>().ExecuteAsync(caller.Actor, CancellationToken.None);
            var pace = await run.World.Get<MyPace>().ExecuteAsync(caller.Actor, CancellationToken.None);
            var talks = today.Count(call => call.Outcome.Reached);
            var assigned = Model.Lists.Where(list => list.IsOf(caller.Actor) && caller.Campaigns.Contains(list.Campaign) && list.Campaign.State is CampaignState.Open or CampaignState.Paused).Select(list => list.Id).ToHashSet();
            run.Must(view.Lists.Select(list => list.ListId).Order().SequenceEqual(assigned.Order()), $"caller {caller.Number} sees {view.Lists.Count} lists and has {assigned.Count}");
            var all = calls.Where(call => call.OrganizerId == caller.Actor.VolunteerId && assigned.Contains(call.ListId)).ToLookup(call => call.ListId);
            foreach (var list in view.Lists)
            {
                var counts = Count(entries.Where(entry => entry.ListId == list.ListId));
                run.Must(
                    (list.Done, list.Total, list.Waiting, list.ByMe, list.ByMeToday) == (counts.Done, counts.All, counts.Waiting, all[list.ListId].Count(), all[list.ListId].Count(call => call.EndedAt >= midnight)),
                    $"list {list.ListId} of caller {caller.Number} says {list.Done} done of {list.Total}, {list.Waiting} waiting, {list.ByMe} by me, {list.ByMeToday} today");
            }

            run.Must((view.CallsToday, view.ConversationsToday) == (today.Count, talks), $"caller {caller.Number} made {today.Count} calls today, the lists say {view.CallsToday}");
            run.Must((pace.Calls, pace.Conversations) == (today.Count, talks), $"caller {caller.Number} made {today.Count} calls today, the pace says {pace.Calls}");
        }
    }

    private async Task DesksAsync(List<Entry> entries)
    {
        var midnight = Midnight();
        foreach (var book in Model.Books)
        {
            var campaigns = Model.Campaigns.FindAll(campaign => campaign.Book == book && campaign.State != CampaignState.Closed);
            if (campaigns.Count == 0)
            {
                continue;
            }

            var calls = Model.Calls.FindAll(call => !call.Withdrawn && campaigns.Contains(call.Campaign) && call.At >= midnight);
            var here = entries.FindAll(entry => campaigns.Exists(campaign => campaign.Id == entry.CampaignId));
            var due = here.FindAll(entry => entry.State == EntryState.Scheduled && entry.CallbackAt <= run.Now.AddHours(1));
            var recount = new DeskToday(
                calls.Count,
                calls.Count(call => call.Outcome.Reached),
                calls.Where(call => !call.Erased).Select(call => call.Claim.Caller).Distinct().Count(),
                due.Count,
                due.Count(entry => entry.CallbackAt < run.Now.AddMinutes(-30)),
                here.Count(entry => entry.State == EntryState.Held));
            var desk = await run.World.Get<DeskHome>().ExecuteAsync(book.Coordinator, CancellationToken.None);
            run.Must(desk.Today == recount, $"the desk of book {book.Id} says {desk.Today}, a recount {recount}");
        }
    }

    private async Task ReportsAsync(List<Call> calls)
    {
        foreach (var problem in await SumCheck.FindAsync(run.World))
        {
            run.Must(false, problem);
        }

        foreach (var campaign in Model.Campaigns)
        {
            var here = calls.FindAll(call => call.CampaignId == campaign.Id);
            var report = (await run.World.Get<CampaignReports>().ExecuteAsync(campaign.Book.Coordinator, new ReportFilter { CampaignId = campaign.Id }, "en", CancellationToken.None)).Required;
            run.Must(report.All.Calls.N == here.Count, $"the report of campaign {campaign.Id} counts {report.All.Calls.N} calls, there are {here.Count}");
            run.Must(report.Outcomes.Sum(row => row.Calls.N) == here.Count, $"the outcomes of campaign {campaign.Id} add up to {report.Outcomes.Sum(row => row.Calls.N)}, there are {here.Count} calls");
            var people = here.Select(call => call.EntryId).Distinct().Count();
            run.Must(report.Lists.Sum(list => list.Called.N) == people, $"the lists of campaign {campaign.Id} say that {report.Lists.Sum(list => list.Called.N)} people were called, there are {people}");
            foreach (var row in report.Organizers)
            {
                var n = here.Count(call => call.OrganizerId == row.Id);
                run.Must(row.Counts.Calls.N == n, $"the report of campaign {campaign.Id} counts {row.Counts.Calls.N} calls of {row.Id}, there are {n}");
            }
        }
    }

    private DateTime Midnight() =>
        TimeZoneInfo.ConvertTimeToUtc(WalkHours.LocalIn("Asia/Jerusalem", run.Now).Date, TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem"));
}
