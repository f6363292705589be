using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Claims one entry chosen from the list, where the campaign lets organizers pick. Refuses with <see cref="NotFound"/>,
/// <see cref="PickingIsOff"/>, <see cref="FinishOpenCallFirst"/>, <see cref="EntryNotFree"/>, <see cref="OutsideCallingHours"/>,
/// <see cref="CampaignIsPaused"/>, <see cref="ViewBudgetSpent"/>.
/// </summary>
public sealed class PickContact
{
    public Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid entryId, CancellationToken ct) => throw new NotSupportedException();
}
