using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// The organizer whose act it is. The row is locked first of all in every act, so that acts of one organizer come one after
/// another: budgets and "one open claim" hold whatever is sent in parallel. Then locks are taken in one order, so that no two
/// acts wait for each other: organizer, claim, contacts by id, entries by id. Handing out the next person waits for nobody.
/// </summary>
internal sealed record Caller(Guid Id, IReadOnlyList<string> Languages, IReadOnlyList<string> FreeCountries)
{
    /// <summary>Gave the promises every caller gives; without them nobody is handed out.</summary>
    public bool HasPromised { get; init; }

    /// <summary>Finished a practice call; without it nobody is handed out from a book whose level asks for one.</summary>
    public bool HasPractised { get; init; }

    public bool IsOnBreak { get; init; }

    /// <summary>Languages spoken a little, for where nobody better is in the campaign.</summary>
    public IReadOnlyList<string> LittleLanguages { get; init; } = [];

    /// <summary>Keyed hashes of the organizer's own numbers; null when none were given.</summary>
    public byte[]? OwnNumbers { get; init; }

    /// <summary>Keyed hashes of the organizer's surname; null when none was given.</summary>
    public byte[]? Surnames { get; init; }

    /// <summary>Null when the account is suspended or gone.</summary>
    public static async Task<Caller?> LockAsync(HotSession session, Actor actor)
    {
        var row = await session.FirstAsync(
            $"""
            SELECT call_languages, free_countries, little_languages, own_numbers, surnames, status, promised_at, practised_at, on_break_since
            FROM volunteers WHERE id = {actor.VolunteerId} {session.ForUpdate}
            """,
            row => new
            {
                Status = row.Word<VolunteerStatus>(5),
                Caller = Of(actor.VolunteerId, row) with { HasPromised = !row.IsNull(6), HasPractised = !row.IsNull(7), IsOnBreak = !row.IsNull(8) },
            });
        return row is { Status: VolunteerStatus.Active } ? row.Caller : null;
    }

    /// <summary>What decides whom the queue has for this organizer, as it is; locks nothing.</summary>
    public static Task<Caller?> FindAsync(HotSession session, Guid organizerId) => session.FirstAsync(
        $"SELECT call_languages, free_countries, little_languages, own_numbers, surnames FROM volunteers WHERE id = {organizerId}", row => Of(organizerId, row));

    private static Caller Of(Guid id, HotRow row) => new(id, Tags(row.Text(0)), Split(row.Text(1)))
    {
        LittleLanguages = Tags(row.Text(2)),
        OwnNumbers = row.BytesOrNull(3),
        Surnames = row.BytesOrNull(4),
    };

    /// <summary>Whether this organizer is admitted to the campaign, and not removed.</summary>
    public static async Task<bool> IsAdmittedAsync(HotSession session, Guid volunteerId, Guid campaignId) =>
        await session.CountAsync(
            $"SELECT count(*) FROM campaign_members WHERE campaign_id = {campaignId} AND volunteer_id = {volunteerId} AND admitted_at IS NOT NULL AND removed_at IS NULL") > 0;

    /// <summary>Whether a coordinator paused this organizer in the campaign.</summary>
    public static async Task<bool> IsPausedAsync(HotSession session, Guid volunteerId, Guid campaignId) =>
        await session.CountAsync($"SELECT count(*) FROM campaign_members WHERE campaign_id = {campaignId} AND volunteer_id = {volunteerId} AND paused_at IS NOT NULL") > 0;

    /// <summary>Whether this organizer has yet to practise before anybody of a book of this level is shown.</summary>
    public bool MustPractise(ProtectionLevel level) => !HasPractised && LevelRules.Of(level).PracticeCall == PracticeCall.CompulsoryOnce;

    /// <summary>Whoever calls is back from the break.</summary>
    public Task EndBreakAsync(HotSession session) =>
        IsOnBreak ? session.ExecuteAsync($"UPDATE volunteers SET on_break_since = NULL WHERE id = {Id}") : Task.CompletedTask;

    /// <summary>Languages an organizer stated, as primary languages in lower case.</summary>
    public static IReadOnlyList<string> Tags(string languages) =>
        [.. Split(languages).Select(LanguageTags.PrimaryOf).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal)];

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
