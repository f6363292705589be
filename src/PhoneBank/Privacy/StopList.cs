using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>
/// A coordinator puts a number on the stop list of all books, at once: matching phones are silenced everywhere.
/// Gives the stop-list entry's id. Refuses with <see cref="NotAllowed"/>, <see cref="Calling.NotANumber"/>.
/// </summary>
public sealed class SuppressNumber
{
    public Task<Result<Guid>> ExecuteAsync(Actor coordinator, string number, string? defaultCountry, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>Lifts one stop-list entry; phones that no other entry silences can be called again. Idempotent.</summary>
public sealed class LiftSuppression
{
    public Task<Result> ExecuteAsync(Actor coordinator, Guid stopListEntryId, CancellationToken ct) => throw new NotSupportedException();
}
