using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// A coordinator lets an organizer go on past a spent budget: once more an hour's reveals, for 24 hours (for the share of the
/// book: 7 days). Refuses with <see cref="NotFound"/> outside the coordinator's books.
/// </summary>
public sealed class ExtendBudget
{
    public Task<Result> ExecuteAsync(Actor coordinator, Guid organizerId, Guid bookId, CancellationToken ct) => throw new NotSupportedException();
}
