namespace PhoneBank.Shared;

/// <summary>One screenful of rows, paged by key: ask again with <see cref="Next"/> to go on.</summary>
/// <param name="Rows">The rows, at most as many as were asked for.</param>
/// <param name="Next">The key after which the next page starts; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Next)
{
    public static Page<T> Empty { get; } = new([], null);
}
