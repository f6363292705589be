using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What is kept now.</summary>
/// <param name="Version">To send with the next save.</param>
/// <param name="ExpiresAt">UTC; saving renews the claim.</param>
/// <param name="Merged">The tab was behind: its texts were appended to what another tab had saved.</param>
public sealed record DraftSaved(int Version, DateTime ExpiresAt, CallDraft Draft, bool Merged);

/// <summary>
/// Keeps what was typed so far. A tab that is behind another loses nothing: its notes are appended. A save repeated because its
/// answer was lost replaces the page's own earlier one. Works for a lapsed claim too.
/// Refuses with <see cref="ClaimLost"/>, <see cref="TextTooLong"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class SaveDraft(IHotStore store, Sealer sealer, TimeProvider time)
{
    /// <summary>Characters of one text in a draft: more than a call takes, so that what two tabs typed fits until it is shortened.</summary>
    public const int MostText = 8000;

    private const int MostAnswers = 200;
    private const int LongestStepId = 60;
    private const int MostOpen = 20;

    public async Task<Result<DraftSaved>> ExecuteAsync(Actor actor, Guid claimId, int version, CallDraft draft, CancellationToken ct)
    {
        if (TooLong(draft) is { } refusal)
        {
            return refusal;
        }

        return await store.WriteAsync<Result<DraftSaved>>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { } claim || !(claim.IsOpen || claim.CanBeReportedLate))
                {
                    return new ClaimLost();
                }

                if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
                {
                    return new NotAllowed();
                }

                var isBehind = claim.SealedDraft is not null && version < claim.DraftVersion;
                var before = isBehind ? sealer.OpenJson<CallDraft>(Places.ClaimDraft(claim.Id), claim.SealedDraft!) : null;

                // A page that never got the answer to its last save is behind only its own words.
                var isSamePage = before?.Page is { } page && page == draft.Page;
                var merged = isBehind && !isSamePage;
                var kept = merged
                    ? DraftMerge.Merge(before!, draft, await ScriptAsync(session, claim.CampaignId, before!.ScriptVersionId))
                    : isSamePage && draft.Sequence < before!.Sequence ? before : draft;
                var next = Math.Max(claim.DraftVersion, version) + 1;
                var expires = claim.IsOpen ? KeepClaim.Renewed(claim, time.UtcNow()) : claim.ExpiresAt;
                await session.ExecuteAsync($"""
                    UPDATE claims SET sealed_draft = {sealer.SealJson(claim.BookId, Places.ClaimDraft(claim.Id), kept)}, draft_version = {next}, expires_at = {expires}
                    WHERE id = {claim.Id}
                    """);
                return new DraftSaved(next, expires, kept, merged);
            },
            ct);
    }

    private static TextTooLong? TooLong(CallDraft draft)
    {
        (string Field, string? Text)[] texts =
        [
            (nameof(draft.NoteToCallers), draft.NoteToCallers),
            (nameof(draft.MessageToCoordinator), draft.MessageToCoordinator),
            (nameof(draft.Reason), draft.Reason),
            .. draft.Answers.Concat(draft.AnswersAside).Select(answer => (nameof(draft.Answers), (string?)answer.Value)),
        ];
        var (longest, text) = texts.FirstOrDefault(pair => pair.Text?.Length > MostText);
        return text is not null
            ? new TextTooLong(longest, MostText)
            : draft.Answers.Count + draft.AnswersAside.Count > MostAnswers || draft.Answers.Keys.Concat(draft.AnswersAside.Keys).Any(step => step.Length > LongestStepId)
                || draft.Open.Count > MostOpen
                || draft.Open.Concat([draft.OutcomeKey, draft.CallbackLocal, draft.CallbackDate, draft.CallbackTime, draft.CallbackZone, draft.Language, draft.SpeaksLanguage]).Any(code => code?.Length > LongestStepId)
                ? new TextTooLong(nameof(draft.Answers), LongestStepId)
                : null;
    }

    private async Task<ScriptDocument?> ScriptAsync(HotSession session, Guid campaignId, Guid? versionId) =>
        await session.FirstAsync(
            $"SELECT s.id, s.sealed_document FROM campaigns c JOIN script_versions s ON s.campaign_id = c.id WHERE c.id = {campaignId} AND s.id = COALESCE({versionId}, c.script_version_id)",
            row => ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(row.Id(0)), row.Bytes(1))));
}

/// <summary>Renews a claim; gives its new end (UTC). Refuses with <see cref="ClaimLost"/>, <see cref="NotAllowed"/>.</summary>
public sealed class KeepClaim(IHotStore store, TimeProvider time)
{
    /// <summary>However often it is renewed, a person is only looked at for so long.</summary>
    public static readonly TimeSpan LongestViewing = TimeSpan.FromMinutes(30);

    public Task<Result<DateTime>> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct) =>
        store.WriteAsync<Result<DateTime>>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { IsOpen: true } claim)
                {
                    return new ClaimLost();
                }

                if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
                {
                    return new NotAllowed();
                }

                var expires = Renewed(claim, time.UtcNow());
                await session.ExecuteAsync($"UPDATE claims SET expires_at = {expires} WHERE id = {claim.Id}");
                return expires;
            },
            ct);

    internal static DateTime Renewed(ClaimRow claim, DateTime now)
    {
        if (claim.Kind == ClaimKind.Calling)
        {
            return now + NextContact.CallingTime;
        }

        var last = claim.TakenAt + LongestViewing;
        var renewed = now + NextContact.ViewingTime;
        return renewed < last ? renewed : last;
    }
}
