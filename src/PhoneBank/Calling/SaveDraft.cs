using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What is kept now.</summary>
/// <param name="Version">To send with the next save.</param>
/// <param name="ExpiresAt">UTC; saving renews the claim.</param>
/// <param name="Merged">The tab was behind: its texts were appended to what another tab had saved.</param>
public sealed record DraftSaved(int Version, DateTime ExpiresAt, CallDraft Draft, bool Merged);

/// <summary>
/// Keeps what was typed so far. A tab that is behind loses nothing: its notes are appended. Works for a lapsed claim too.
/// Refuses with <see cref="ClaimLost"/>, <see cref="TextTooLong"/>.
/// </summary>
public sealed class SaveDraft
{
    public Task<Result<DraftSaved>> ExecuteAsync(Actor actor, Guid claimId, int version, CallDraft draft, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>Renews a claim; gives its new end (UTC). Refuses with <see cref="ClaimLost"/>.</summary>
public sealed class KeepClaim
{
    public Task<Result<DateTime>> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct) => throw new NotSupportedException();
}
