namespace PhoneBank.Privacy;

/// <summary>Several keyed hashes in one column, one after another.</summary>
public static class KeyedHashes
{
    private const int Length = 32;

    /// <summary>The hashes as one value; null when there are none.</summary>
    public static byte[]? Join(IEnumerable<byte[]> hashes) => hashes.SelectMany(hash => hash).ToArray() is { Length: > 0 } all ? all : null;

    /// <summary>How many hashes the value holds, emptied places apart.</summary>
    public static int Count(byte[]? joined) => Split(joined).Count(hash => hash.AsSpan().ContainsAnyExcept((byte)0));

    /// <summary>The hashes of a value.</summary>
    public static IEnumerable<byte[]> Split(byte[]? joined) => joined?.Chunk(Length) ?? [];

    /// <summary>Whether any of the hashes is in the value.</summary>
    public static bool HasAny(byte[]? joined, IEnumerable<byte[]> hashes) => joined is not null && hashes.Any(hash => Split(joined).Any(known => known.AsSpan().SequenceEqual(hash)));
}
