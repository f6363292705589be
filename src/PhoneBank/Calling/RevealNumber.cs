using PhoneBank.Phones;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A number shown to an organizer in a calling claim.</summary>
/// <param name="Position">1 for the first number of this person.</param>
/// <param name="NextPhoneId">A further number to try when this one is bad; null when there is none.</param>
public sealed record ShownNumber(Guid PhoneId, string E164, string? Country, PhoneKind Kind, bool Doubtful, int Position, int Of, Guid? NextPhoneId);

/// <summary>
/// Shows a number and turns viewing into calling; showing it again in the same claim is free. Without a phone it is the
/// first that may be called. Refuses with <see cref="RevealBudgetSpent"/> (audited), <see cref="ClaimLost"/>,
/// <see cref="CampaignIsPaused"/>, <see cref="CampaignIsClosed"/>, <see cref="OutsideCallingHours"/>, <see cref="MayNotBeCalled"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class RevealNumber
{
    public Task<Result<ShownNumber>> ExecuteAsync(Actor actor, Guid claimId, Guid? phoneId, CancellationToken ct) => throw new NotSupportedException();
}
