using PhoneBank.Calling.Hours;
using PhoneBank.Shared;

namespace PhoneBank.Reviews;

/// <summary>Somebody else has decided about this person meanwhile; <paramref name="Decision"/> says what, when that is known.</summary>
public sealed record AlreadyResolved(HeldDecision? Decision) : Error;

/// <summary>The decision to call back needs a date and a time.</summary>
public sealed record CallbackTimeNeeded : Error;

/// <summary>The time cannot be promised; <paramref name="Why"/> names it.</summary>
public sealed record CallbackTimeRefused(CallbackRefusal Why) : Error;

/// <summary>The callback was to be made by somebody who does not call in this campaign (any more).</summary>
public sealed record NotACaller : Error;

/// <summary>No number of this person may be called (any more), so neither calling again nor a callback is possible.</summary>
public sealed record NoNumberLeft : Error;

/// <summary>What a coordinator decides about a held person.</summary>
public sealed record HeldRequest
{
    public required Guid EntryId { get; init; }

    public required HeldDecision Decision { get; init; }

    /// <summary>The version the coordinator saw; null decides about whatever is there.</summary>
    public int? Version { get; init; }

    /// <summary>For a callback, in the contact's zone.</summary>
    public DateOnly? Date { get; init; }

    public TimeOnly? Time { get; init; }

    /// <summary>The contact's zone, where only a country with several is known.</summary>
    public string? Zone { get; init; }

    /// <summary>Who is to call back; null means anyone.</summary>
    public Guid? For { get; init; }
}

/// <summary>
/// A coordinator decides about a held person. Of two who decide at once one wins and the other is told. Refuses with
/// <see cref="NotFound"/>, <see cref="AlreadyResolved"/>, <see cref="CallbackTimeNeeded"/>, <see cref="CallbackTimeRefused"/>,
/// <see cref="NotACaller"/>, <see cref="NoNumberLeft"/>.
/// </summary>
public sealed class ResolveHeld
{
    public Task<Result> ExecuteAsync(Actor actor, HeldRequest request, CancellationToken ct) => throw new NotSupportedException();
}
