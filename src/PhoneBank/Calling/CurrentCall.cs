using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Reads the organizer's open call, or with a claim's id a lapsed one that still waits for its report. Changes nothing.
/// Refuses with <see cref="NoOpenCall"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class CurrentCall
{
    public Task<Result<CallView>> ExecuteAsync(Actor actor, Guid? claimId, CancellationToken ct) => throw new NotSupportedException();
}
