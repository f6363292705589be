using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Gives a person back whose number was not shown. Idempotent. Refuses with <see cref="OutcomeFirst"/> after the number was shown.</summary>
public sealed class ReleaseClaim
{
    public Task<Result> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>
/// "I did not call": answers the question about a lapsed claim, or about an open one whose number was shown. The person
/// goes back as before; the number stays counted. Refuses with <see cref="ClaimLost"/>.
/// </summary>
public sealed class ReportNotCalled
{
    public Task<Result> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct) => throw new NotSupportedException();
}
