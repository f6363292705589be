using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Help;

/// <summary>A word for the coordinators of a campaign about somebody who called back.</summary>
public sealed record WordToLeave
{
    /// <summary>Made with the page; the same token again leaves no second word.</summary>
    public required Guid Token { get; init; }

    /// <summary>Whose coordinators read it.</summary>
    public required Guid CampaignId { get; init; }

    /// <summary>The entry of who called, where look-up found it; its number was shown to this organizer.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>Who called, as it was typed.</summary>
    public string? Number { get; init; }

    public string? Words { get; init; }
}

/// <summary>Neither a number nor a word was typed.</summary>
public sealed record WordIsEmpty : Error;

/// <summary>More than <paramref name="Most"/> characters were typed.</summary>
public sealed record WordTooLong(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>So many words were left within an hour that no more can be until <paramref name="Until"/> (UTC).</summary>
public sealed record TooManyWords(DateTime Until) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until];
}

/// <summary>
/// Tells the coordinators on shift that somebody called back: the number and a few words, sealed under the book's key. Asks nothing about
/// the number and so answers alike whether or not anybody knows it. Idempotent by the token. Refuses with <see cref="NotFound"/>,
/// <see cref="WordIsEmpty"/>, <see cref="WordTooLong"/>, <see cref="TooManyWords"/>.
/// </summary>
public sealed class LeaveWord(IHotStore store, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <summary>Characters of the words.</summary>
    public const int MostText = 1000;

    /// <summary>Characters of the number, however it is written.</summary>
    public const int MostNumber = 60;

    public const int MostPerHour = 20;

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    public async Task<Result> ExecuteAsync(Actor actor, WordToLeave word, CancellationToken ct)
    {
        var (number, words) = ((word.Number ?? "").Trim(), (word.Words ?? "").Trim());
        if (number.Length == 0 && words.Length == 0 && word.EntryId is null)
        {
            return new WordIsEmpty();
        }

        if (words.Length > MostText || number.Length > MostNumber)
        {
            return new WordTooLong(words.Length > MostText ? MostText : MostNumber);
        }

        var result = await store.WriteAsync(session => LeaveAsync(session, actor, word, number, words), ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.HelpAsked, word.CampaignId));
        }

        return result;
    }

    private async Task<Result> LeaveAsync(HotSession session, Actor actor, WordToLeave word, string number, string words)
    {
        var book = await session.FirstAsync(
            $"""
            SELECT b.id, b.default_country FROM volunteers v JOIN campaign_members m ON m.volunteer_id = v.id
            JOIN campaigns c ON c.id = m.campaign_id JOIN books b ON b.id = c.book_id
            WHERE v.id = {actor.VolunteerId} AND v.status = 'Active' AND c.id = {word.CampaignId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            """,
            row => new BookRow(row.Id(0), row.Text(1)));
        if (book is null || (word.EntryId is { } entryId && !await WasShownAsync(session, actor, word.CampaignId, entryId)))
        {
            return new NotFound();
        }

        if (await session.CountAsync($"SELECT count(*) FROM help_requests WHERE token = {word.Token}") > 0)
        {
            return Result.Done;
        }

        var now = time.UtcNow();
        var hourAgo = now - OneHour;
        var left = await session.QueryAsync(
            $"SELECT at FROM help_requests WHERE organizer_id = {actor.VolunteerId} AND kind = {HelpKind.CalledBack} AND at > {hourAgo} ORDER BY at",
            row => row.Time(0));
        if (left.Count >= MostPerHour)
        {
            return new TooManyWords(left[^MostPerHour] + OneHour);
        }

        var id = time.NewId();
        var e164 = PhoneNumbers.Read(number, book.Country.Length == 0 ? null : book.Country).E164;
        var text = string.Join('\n', new[] { e164 is null ? number : PhoneNumbers.FormatInternational(e164), words }.Where(part => part.Length > 0));
        var sealedText = text.Length == 0 ? null : sealer.Seal(book.Id, Places.HelpText(id), text);
        var written = await session.ExecuteAsync($"""
            INSERT INTO help_requests (id, kind, token, organizer_id, campaign_id, entry_id, sealed_text, at)
            VALUES ({id}, {HelpKind.CalledBack}, {word.Token}, {actor.VolunteerId}, {word.CampaignId}, {word.EntryId}, {sealedText}, {now})
            ON CONFLICT (token) DO NOTHING
            """);
        if (written > 0)
        {
            await session.RecordAsync(time, actor, AuditAction.HelpAsked, id, word.CampaignId, HelpKind.CalledBack.ToString());
        }

        return Result.Done;
    }

    private static async Task<bool> WasShownAsync(HotSession session, Actor actor, Guid campaignId, Guid entryId) =>
        await session.CountAsync(
            $"SELECT count(*) FROM claims WHERE entry_id = {entryId} AND campaign_id = {campaignId} AND organizer_id = {actor.VolunteerId} AND revealed_at IS NOT NULL") > 0;

    private sealed record BookRow(Guid Id, string Country);
}
