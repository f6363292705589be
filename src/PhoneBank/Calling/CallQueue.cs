using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Scripts;

namespace PhoneBank.Calling;

/// <summary>One list handed to the organizer, with what the queue asks about its campaign and book.</summary>
internal sealed record QueueList(Guid Id, Guid CampaignId, Guid BookId, ProtectionLevel Level, int Priority, int MaxAttempts, int MaxAttemptsPerDay, BookPace Pace, bool KeepsRelativesApart);

/// <summary>An entry taken out of the queue.</summary>
internal sealed record QueueEntry(Guid Id, Guid ListId, Guid CampaignId, Guid ContactId, Guid HoursClassId, EntryState From);

/// <summary>Languages handed out together. The unknown language goes with the most spoken one, and to everyone.</summary>
internal sealed record LanguageSet(bool Any, bool Unknown, IReadOnlyList<string> Tags)
{
    public static LanguageSet Everything { get; } = new(Any: true, Unknown: true, []);

    /// <summary>Beginnings of longer tags of the same languages, for a comparison that both databases do alike.</summary>
    public IEnumerable<string> ShortPrefixes => Tags.Where(tag => tag.Length == 2).Select(tag => tag + "-");

    public IEnumerable<string> LongPrefixes => Tags.Where(tag => tag.Length == 3).Select(tag => tag + "-");

    public bool Contains(string? language) => Any || (language is null ? Unknown : Tags.Contains(LanguageTags.PrimaryOf(language), StringComparer.Ordinal));

    /// <summary>All an organizer can call in, in a campaign whose admitted callers speak so. Who stated nothing is given every language.</summary>
    public static LanguageSet Of(Caller caller, IReadOnlyDictionary<string, int> speakers) =>
        caller.Languages.Count == 0 && caller.LittleLanguages.Count == 0
            ? Everything
            : new LanguageSet(Any: false, Unknown: true, [.. caller.Languages, .. Needed(caller, speakers)]);

    /// <summary>The same, the languages that fewest callers speak first. What is spoken only a little comes after all that is spoken well.</summary>
    public static IReadOnlyList<LanguageSet> ScarceFirst(Caller caller, IReadOnlyDictionary<string, int> speakers)
    {
        if (caller.Languages.Count == 0 && caller.LittleLanguages.Count == 0)
        {
            return [Everything];
        }

        var groups = caller.Languages.GroupBy(tag => speakers.GetValueOrDefault(tag)).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        var sets = groups.Select((tags, index) => new LanguageSet(Any: false, Unknown: index == groups.Count - 1, tags)).ToList();
        var little = Needed(caller, speakers).ToList();
        if (little.Count > 0 || sets.Count == 0)
        {
            sets.Add(new LanguageSet(Any: false, Unknown: sets.Count == 0, little));
        }

        return sets;
    }

    private static IEnumerable<string> Needed(Caller caller, IReadOnlyDictionary<string, int> speakers) =>
        caller.LittleLanguages.Where(tag => speakers.GetValueOrDefault(tag) == 0 && !caller.Languages.Contains(tag, StringComparer.Ordinal));
}

/// <summary>
/// The statements that take one entry out of the queue. Each is one atomic update over one list (or the lists of one
/// campaign, for callbacks), which the partial indexes of the queue answer.
/// </summary>
internal sealed class CallQueue(HotSession session, Caller caller, DateTime now, IReadOnlyList<Guid> neverContacts)
{
    /// <summary>A callback is its organizer's from so long before its time ...</summary>
    public static readonly TimeSpan CallbackReservedBefore = TimeSpan.FromMinutes(15);

    /// <summary>... until so long after it; then anyone on the list makes it ...</summary>
    public static readonly TimeSpan CallbackReservedAfter = TimeSpan.FromMinutes(30);

    /// <summary>... and after so long it is the desk's.</summary>
    public static readonly TimeSpan CallbackForDesk = TimeSpan.FromHours(2);

    private static readonly RawSql TakeHead = new("UPDATE entries SET state = 'Claimed', version = version + 1 WHERE id = (SELECT e.id");
    private static readonly RawSql PeekHead = new("SELECT e.ready_at, e.random_key");
    private static readonly RawSql PeekTail = new("");

    private readonly HashSet<Guid> _passedOver = [Guid.Empty];
    private readonly RawSql _takeTail = new(session.SkipLocked.Text + ") RETURNING id, list_id, campaign_id, contact_id, hours_class_id");

    /// <summary>Not to be looked at again in this act.</summary>
    public void PassOver(Guid entryId) => _passedOver.Add(entryId);

    /// <summary>A due callback that was promised to be made by this organizer.</summary>
    public Task<QueueEntry?> TakeMyCallbackAsync(IReadOnlyCollection<Guid> lists, IReadOnlyCollection<Guid> openClasses)
    {
        var from = now - CallbackForDesk;
        var until = now + CallbackReservedBefore;
        return session.FirstAsync(
            $"""
            {TakeHead} FROM entries e
            WHERE e.state = 'Scheduled' AND e.list_id IN {lists} AND e.callback_at > {from} AND e.callback_at <= {until}
              AND e.callback_for = {caller.Id} AND e.callable AND e.hours_class_id IN {openClasses} AND e.id NOT IN {_passedOver} AND e.contact_id NOT IN {neverContacts}
              AND NOT EXISTS (SELECT 1 FROM skips s WHERE s.organizer_id = {caller.Id} AND s.entry_id = e.id)
            ORDER BY e.callback_at LIMIT 1 {_takeTail}
            """,
            row => Map(row, EntryState.Scheduled));
    }

    /// <summary>A due callback for anyone, or one whose organizer let it pass.</summary>
    public Task<QueueEntry?> TakeAnyCallbackAsync(IReadOnlyCollection<Guid> lists, LanguageSet languages, IReadOnlyCollection<Guid> openClasses)
    {
        var from = now - CallbackForDesk;
        var missed = now - CallbackReservedAfter;
        return session.FirstAsync(
            $"""
            {TakeHead} FROM entries e
            WHERE e.state = 'Scheduled' AND e.list_id IN {lists} AND e.callback_at > {from} AND e.callback_at <= {now}
              AND (e.callback_for IS NULL OR e.callback_for = {caller.Id} OR e.callback_at <= {missed})
              AND e.callable AND e.hours_class_id IN {openClasses} AND e.id NOT IN {_passedOver} AND e.contact_id NOT IN {neverContacts}
              AND ({languages.Any} OR ({languages.Unknown} AND e.language IS NULL) OR e.language IN {languages.Tags}
                OR substr(e.language, 1, 3) IN {languages.ShortPrefixes} OR substr(e.language, 1, 4) IN {languages.LongPrefixes})
              AND ({caller.FreeCountries.Count == 0} OR e.country IS NULL OR e.country IN {caller.FreeCountries})
              AND NOT EXISTS (SELECT 1 FROM skips s WHERE s.organizer_id = {caller.Id} AND s.entry_id = e.id)
            ORDER BY e.callback_at LIMIT 1 {_takeTail}
            """,
            row => Map(row, EntryState.Scheduled));
    }

    /// <summary>The best waiting entry of lists of equal priority: never called first, then the oldest retry, then the random key.</summary>
    public async Task<QueueEntry?> TakeWaitingAsync(IReadOnlyList<QueueList> lists, LanguageSet languages, IReadOnlyCollection<Guid> classes) =>
        await TakeWaitingAsync(lists, languages, classes, pass: 0) ?? await TakeWaitingAsync(lists, languages, classes, pass: 1);

    /// <summary>One entry an organizer chose; null when it is not free for her or him.</summary>
    public async Task<QueueEntry?> TakeChosenAsync(Guid entryId, QueueList list, IReadOnlyCollection<Guid> openClasses)
    {
        var from = now - CallbackForDesk;
        var mine = now + CallbackReservedBefore;
        var missed = now - CallbackReservedAfter;
        var state = (await session.QueryAsync(
            $"""
            SELECT e.state FROM entries e
            WHERE e.id = {entryId} AND e.list_id = {list.Id} AND e.callable AND e.hours_class_id IN {openClasses} AND e.contact_id NOT IN {neverContacts}
              AND ((e.state = 'Waiting' AND e.ready_at <= {now} AND e.attempts < {list.MaxAttempts})
                OR (e.state = 'Scheduled' AND e.callback_at > {from} AND e.callback_at <= {mine}
                  AND (e.callback_for = {caller.Id} OR (e.callback_at <= {now} AND (e.callback_for IS NULL OR e.callback_at <= {missed})))))
              AND NOT EXISTS (SELECT 1 FROM skips s WHERE s.organizer_id = {caller.Id} AND s.entry_id = e.id)
            {session.SkipLocked}
            """,
            row => row.Word<EntryState>(0))) is [var found] ? found : (EntryState?)null;
        return state is not { } known
            ? null
            : await session.FirstAsync(
                $"UPDATE entries SET state = 'Claimed', version = version + 1 WHERE id = {entryId} AND state = {known} RETURNING id, list_id, campaign_id, contact_id, hours_class_id",
                row => Map(row, known));
    }

    private static QueueEntry Map(HotRow row, EntryState from) => new(row.Id(0), row.Id(1), row.Id(2), row.Id(3), row.Id(4), from);

    private async Task<QueueEntry?> TakeWaitingAsync(IReadOnlyList<QueueList> lists, LanguageSet languages, IReadOnlyCollection<Guid> classes, int pass)
    {
        foreach (var list in await BestFirstAsync(lists, languages, classes, pass))
        {
            if (await session.FirstAsync(Waiting(TakeHead, _takeTail, list, languages, classes, pass), row => Map(row, EntryState.Waiting)) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    // With one list the index gives the best; with several the best of each is compared, so that every statement stays on one list's part of the index.
    private async Task<IEnumerable<QueueList>> BestFirstAsync(IReadOnlyList<QueueList> lists, LanguageSet languages, IReadOnlyCollection<Guid> classes, int pass)
    {
        if (lists.Count == 1)
        {
            return lists;
        }

        var tops = new List<(DateTime ReadyAt, int RandomKey, QueueList List)>(lists.Count);
        foreach (var list in lists)
        {
            var top = await session.QueryAsync(Waiting(PeekHead, PeekTail, list, languages, classes, pass), row => (row.Time(0), row.Int(1)));
            tops.AddRange(top.Select(key => (key.Item1, key.Item2, list)));
        }

        return tops.OrderBy(top => top.ReadyAt).ThenBy(top => top.RandomKey).Select(top => top.List);
    }

    private FormattableString Waiting(RawSql head, RawSql tail, QueueList list, LanguageSet languages, IReadOnlyCollection<Guid> classes, int pass) =>
        $"""
        {head} FROM entries e
        WHERE e.state = 'Waiting' AND e.callable AND e.list_id = {list.Id} AND e.pass = {pass} AND e.ready_at <= {now}
          AND e.hours_class_id IN {classes}
          AND ({languages.Any} OR ({languages.Unknown} AND e.language IS NULL) OR e.language IN {languages.Tags}
            OR substr(e.language, 1, 3) IN {languages.ShortPrefixes} OR substr(e.language, 1, 4) IN {languages.LongPrefixes})
          AND ({caller.FreeCountries.Count == 0} OR e.country IS NULL OR e.country IN {caller.FreeCountries})
          AND e.attempts < {list.MaxAttempts} AND e.id NOT IN {_passedOver} AND e.contact_id NOT IN {neverContacts}
          AND NOT EXISTS (SELECT 1 FROM skips s WHERE s.organizer_id = {caller.Id} AND s.entry_id = e.id)
        ORDER BY e.ready_at, e.random_key LIMIT 1 {tail}
        """;
}
