using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>The claim an organizer now has.</summary>
/// <param name="WasOpen">It was open already; nobody new was handed out.</param>
public sealed record ClaimTaken(Guid ClaimId, bool WasOpen);

/// <summary>
/// Gives the organizer the open claim, or else claims the best person on the lists assigned to her or him.
/// Refuses with <see cref="NotAllowed"/>, <see cref="NothingToCall"/>, <see cref="ViewBudgetSpent"/>.
/// </summary>
public sealed class ClaimNextContact
{
    public Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid? campaignId, Guid? listId, CancellationToken ct) => throw new NotSupportedException();
}
