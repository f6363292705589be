using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What came of looking for the next person: a claim, a refusal, or nobody (both null).</summary>
internal readonly record struct NextAnswer(ClaimTaken? Taken, Error? Refusal)
{
    public static NextAnswer Nobody { get; } = new(Taken: null, Refusal: null);
}

/// <summary>Chooses the next person for an organizer and claims her or him, inside an act that has locked the organizer.</summary>
public sealed class NextContact(CampaignMoments moments, Budgets budgets, CallingHours hours, HoldOuts holdOuts, TimeProvider time)
{
    public static readonly TimeSpan ViewingTime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan CallingTime = TimeSpan.FromMinutes(45);

    // Each round meets somebody whom a stale flag let through; the flag is put right, so the next act meets nobody.
    private const int MostRounds = 50;

    /// <summary>The moments of the campaigns this actor calls in. Before the act, because it reads with a connection of its own.</summary>
    internal async Task<IReadOnlyDictionary<Guid, CampaignMoment>> PrepareAsync(IHotStore store, Actor actor, CancellationToken ct)
    {
        var campaigns = await store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT c.id FROM campaign_members m JOIN campaigns c ON c.id = m.campaign_id
                WHERE m.volunteer_id = {actor.VolunteerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL AND c.state = 'Open'
                """,
                row => row.Id(0)),
            ct);
        var found = new Dictionary<Guid, CampaignMoment>();
        foreach (var id in campaigns)
        {
            found[id] = await moments.OfAsync(id, ct);
        }

        return found;
    }

    internal async Task<NextAnswer> TakeAsync(HotSession session, Caller caller, Guid? campaignId, Guid? listId, IReadOnlyDictionary<Guid, CampaignMoment> known)
    {
        if (!caller.HasPromised)
        {
            return new NextAnswer(Taken: null, new PromisesFirst());
        }

        if (await ReviewDuties.HasReturnedAsync(session, caller.Id))
        {
            return new NextAnswer(Taken: null, new ReturnedCallFirst());
        }

        var assigned = (await AssignedLists.OfAsync(session, caller.Id))
            .Where(list => known.ContainsKey(list.CampaignId) && (campaignId is null || list.CampaignId == campaignId) && (listId is null || list.Id == listId))
            .ToList();
        var (lists, onlyMine, refusal) = await WithinBudgetAsync(session, caller, assigned);
        if (refusal is not null && lists.Count == 0 && onlyMine.Count == 0)
        {
            return new NextAnswer(Taken: null, refusal);
        }

        var now = time.UtcNow();
        var queue = new CallQueue(session, caller, now, await HoldOuts.NeverContactsAsync(session, caller.Id));
        for (var round = 0; round < MostRounds; round++)
        {
            if (await ChooseAsync(queue, caller, lists, onlyMine, known) is not { } entry)
            {
                return new NextAnswer(Taken: null, refusal);
            }

            var list = lists.Concat(onlyMine).First(candidate => candidate.Id == entry.ListId);
            if (await MayBeHandedOutAsync(session, caller, entry, list, known[entry.CampaignId], now))
            {
                return new NextAnswer(await ClaimAsync(session, caller, entry, list.BookId, now), Refusal: null);
            }

            queue.PassOver(entry.Id);
        }

        return new NextAnswer(Taken: null, refusal);
    }

    /// <summary>Claims one entry the organizer chose; nobody when it is not free.</summary>
    internal async Task<NextAnswer> TakeChosenAsync(HotSession session, Caller caller, Guid entryId, Guid listId, CampaignMoment moment)
    {
        if ((await AssignedLists.OfAsync(session, caller.Id)).FirstOrDefault(candidate => candidate.Id == listId) is not { } assigned)
        {
            return NextAnswer.Nobody;
        }

        var list = assigned.List;
        if (!caller.HasPromised)
        {
            return new NextAnswer(Taken: null, new PromisesFirst());
        }

        if (await ReviewDuties.HasReturnedAsync(session, caller.Id))
        {
            return new NextAnswer(Taken: null, new ReturnedCallFirst());
        }

        var (lists, _, refusal) = await WithinBudgetAsync(session, caller, [assigned]);
        if (lists.Count == 0)
        {
            return new NextAnswer(Taken: null, refusal);
        }

        var now = time.UtcNow();
        var queue = new CallQueue(session, caller, now, await HoldOuts.NeverContactsAsync(session, caller.Id));
        return await queue.TakeChosenAsync(entryId, list, moment.Open) is { } entry && await MayBeHandedOutAsync(session, caller, entry, list, moment, now)
            ? new NextAnswer(await ClaimAsync(session, caller, entry, list.BookId, now), Refusal: null)
            : NextAnswer.Nobody;
    }

    private static async Task<QueueEntry?> ChooseAsync(
        CallQueue queue, Caller caller, IReadOnlyList<QueueList> lists, IReadOnlyList<QueueList> onlyMine, IReadOnlyDictionary<Guid, CampaignMoment> known)
    {
        foreach (var campaign in lists.Concat(onlyMine).GroupBy(list => list.CampaignId).Where(campaign => known[campaign.Key].Open.Count > 0))
        {
            if (await queue.TakeMyCallbackAsync([.. campaign.Select(list => list.Id)], known[campaign.Key].Open) is { } mine)
            {
                return mine;
            }
        }

        foreach (var campaign in lists.GroupBy(list => list.CampaignId).Where(campaign => known[campaign.Key].Open.Count > 0))
        {
            if (await queue.TakeAnyCallbackAsync([.. campaign.Select(list => list.Id)], LanguageSet.Of(caller, known[campaign.Key].Speakers), known[campaign.Key].Open) is { } due)
            {
                return due;
            }
        }

        return await WaitingAsync(queue, caller, lists, known, moment => moment.ClosingSoon)
            ?? await WaitingAsync(queue, caller, lists, known, moment => moment.Open);
    }

    private static async Task<QueueEntry?> WaitingAsync(
        CallQueue queue, Caller caller, IReadOnlyList<QueueList> lists, IReadOnlyDictionary<Guid, CampaignMoment> known, Func<CampaignMoment, IReadOnlyList<Guid>> classesOf)
    {
        var groups = lists.Where(list => classesOf(known[list.CampaignId]).Count > 0)
            .GroupBy(list => (list.Priority, list.CampaignId)).OrderByDescending(group => group.Key.Priority).ThenBy(group => group.Key.CampaignId);
        foreach (var group in groups)
        {
            var moment = known[group.Key.CampaignId];
            foreach (var languages in LanguageSet.ScarceFirst(caller, moment.Speakers))
            {
                if (await queue.TakeWaitingAsync([.. group], languages, classesOf(moment)) is { } entry)
                {
                    return entry;
                }
            }
        }

        return null;
    }

    /// <summary>The lists people may be taken from, the lists only a callback of one's own may be taken from, and what stands against the rest.</summary>
    private async Task<(List<QueueList> Lists, List<QueueList> OnlyMine, Error? Refusal)> WithinBudgetAsync(HotSession session, Caller caller, IReadOnlyList<AssignedList> assigned)
    {
        var lists = new List<QueueList>();
        var onlyMine = new List<QueueList>();
        Error? refusal = null;
        foreach (var book in assigned.GroupBy(list => (list.List.BookId, list.List.Level)))
        {
            if (caller.MustPractise(book.Key.Level))
            {
                refusal ??= new PracticeFirst();
                continue;
            }

            if (await ReviewDuties.FirstCallsWaitAsync(session, caller.Id, book.Key.BookId, book.Key.Level))
            {
                refusal ??= new FirstCallsInReview();
                continue;
            }

            var allowance = await budgets.OfAsync(session, caller.Id, book.Key.BookId, book.Key.Level);
            if (await Budgets.RevealSpentAsync(session, allowance, contactId: null) is { } spent)
            {
                refusal ??= spent;
                onlyMine.AddRange(spent.Limit == BudgetLimit.Share ? book.Select(list => list.List) : []);
            }
            else if (await Budgets.ViewsSpentAsync(session, allowance) is { } views)
            {
                refusal ??= views;
            }
            else
            {
                lists.AddRange(book.Where(list => !list.ShareTaken).Select(list => list.List));
                onlyMine.AddRange(book.Where(list => list.ShareTaken).Select(list => list.List));
            }
        }

        return (lists, onlyMine, refusal);
    }

    // Flags copied into the entry can lag behind for a moment; the contact itself decides.
    private async Task<bool> MayBeHandedOutAsync(HotSession session, Caller caller, QueueEntry entry, QueueList list, CampaignMoment moment, DateTime now)
    {
        var contact = await ContactRow.TryLockAsync(session, entry.ContactId);
        if (contact?.MayBeCalled(now) == false)
        {
            await session.ExecuteAsync($"UPDATE entries SET state = {entry.From}, callable = {false} WHERE id = {entry.Id}");
            return false;
        }

        var isElsewhere = contact is null || await session.CountAsync(
            $"SELECT count(*) FROM entries WHERE contact_id = {entry.ContactId} AND id <> {entry.Id} AND state IN ('Claimed', 'Unreported')") > 0;
        if (isElsewhere || await holdOuts.MeetsAsync(session, caller, entry.Id, entry.ContactId, list))
        {
            await session.ExecuteAsync($"UPDATE entries SET state = {entry.From} WHERE id = {entry.Id}");
            return false;
        }

        var key = moment.Classes[entry.HoursClassId];
        return entry.From != EntryState.Waiting || await IsTimeAsync(session, entry, list, moment, key, now);
    }

    // A promised callback is kept; everybody else is left in peace after what other campaigns of the book have done.
    private async Task<bool> IsTimeAsync(HotSession session, QueueEntry entry, QueueList list, CampaignMoment moment, HoursClassKey key, DateTime now)
    {
        var calls = await RecentCalls.OfAsync(session, [entry.ContactId], list.Pace, now);
        if (RecentCalls.DayIsFull(calls, entry.Id, list.MaxAttemptsPerDay, key, now) || RecentCalls.OutcomeIsUsedUp(calls, entry.Id, key, now))
        {
            var tomorrow = OutcomeEffects.NextDay(hours, key, moment.Hours, now);
            await session.ExecuteAsync($"UPDATE entries SET state = {entry.From}, ready_at = {tomorrow}, pass = {1} WHERE id = {entry.Id}");
            return false;
        }

        if (RecentCalls.QuietUntil(calls, entry.Id, list.Pace, now) is { } quiet)
        {
            await session.ExecuteAsync($"UPDATE entries SET state = {entry.From}, ready_at = {quiet} WHERE id = {entry.Id}");
            return false;
        }

        return true;
    }

    /// <summary>Writes the viewing claim on an entry that was taken out of the queue in the same act.</summary>
    internal async Task<ClaimTaken> ClaimAsync(HotSession session, Caller caller, QueueEntry entry, Guid bookId, DateTime now)
    {
        await caller.EndBreakAsync(session);
        var id = time.NewId();
        await session.ExecuteAsync($"""
            INSERT INTO claims (id, entry_id, list_id, campaign_id, book_id, contact_id, organizer_id, kind, taken_at, expires_at, from_state, draft_version)
            VALUES ({id}, {entry.Id}, {entry.ListId}, {entry.CampaignId}, {bookId}, {entry.ContactId}, {caller.Id}, {ClaimKind.Viewing}, {now}, {now + ViewingTime}, {entry.From}, {0})
            """);
        await session.CountMoveAsync(time, entry.ListId, entry.From, EntryState.Claimed);
        await session.RecordAsync(time, new Actor(caller.Id), AuditAction.Claimed, entry.ContactId, entry.CampaignId);
        return new ClaimTaken(id, WasOpen: false);
    }
}
