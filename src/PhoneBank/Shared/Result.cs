using System.Diagnostics.CodeAnalysis;

namespace PhoneBank.Shared;

/// <summary>Either done, or a named refusal.</summary>
public readonly record struct Result
{
    private Result(Error? error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDone => Error is null;

    public static Result Done { get; } = new(error: null);

    public static implicit operator Result(Error error) => new(error);
}

/// <summary>Either a value, or a named refusal.</summary>
public readonly record struct Result<T>
{
    private Result(T? value, Error? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDone => Error is null;

    public static implicit operator Result<T>(T value) => new(value, error: null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <summary>The value, for callers that have already made sure there is one (tests, demo).</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Required => IsDone ? Value : throw new InvalidOperationException($"Refused: {Error.Key}");
}
