using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A call was taken back.</summary>
/// <param name="Reopened">The claim is open again with what was typed; false: the caller holds another number, and is asked about this person as about a lapsed claim.</param>
public sealed record CallWithdrawn(Guid ClaimId, bool Reopened);

/// <summary>
/// Takes a call of one's own back within ten minutes: everything it caused is undone, the call is kept as withdrawn. Idempotent.
/// Refuses with <see cref="NotFound"/>, <see cref="UndoTooLate"/>, <see cref="HeldBySomeoneElse"/>, <see cref="LaterCallExists"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class WithdrawCall
{
    public Task<Result<CallWithdrawn>> ExecuteAsync(Actor actor, Guid callId, CancellationToken ct) => throw new NotSupportedException();
}
