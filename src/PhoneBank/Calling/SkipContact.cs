using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Passes a person on before the number is shown; she or he does not come back to this organizer in this campaign.
/// Refuses with <see cref="OutcomeFirst"/>, <see cref="TooManySkips"/>, <see cref="ClaimLost"/>.
/// </summary>
public sealed class SkipContact
{
    public Task<Result> ExecuteAsync(Actor actor, Guid claimId, SkipReason reason, CancellationToken ct) => throw new NotSupportedException();
}
