using System.Runtime.InteropServices;

namespace PhoneBank.Imports;

/// <summary>
/// Numbers known by keys that are hashes already: twelve bytes a place, in shards that grow by a quarter, one at a time, so
/// that a million entries cost some sixteen megabytes. Never forgets; gives its memory back when it is disposed of: the garbage
/// collector would, long after the next import had taken as much again. Not for several threads at once.
/// </summary>
internal sealed unsafe class KeyTable : IDisposable
{
    private const int Shards = 256;
    private const int FirstSize = 16;
    private readonly Shard[] _shards = new Shard[Shards];
    private bool _disposed;

    public bool TryGetValue(UInt128 key, out int value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var folded = Fold(key);
        return _shards[folded >> 56].TryGet(folded, out value);
    }

    /// <summary>False when the key was known; its value stays.</summary>
    public bool TryAdd(UInt128 key, int value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var folded = Fold(key);
        return _shards[folded >> 56].TryAdd(folded, value);
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (ref var shard in _shards.AsSpan())
        {
            shard.Free();
        }
    }

    // Sixty-four bits of a keyed hash: among a million, two alike by chance once in thirty million files. Zero marks an empty place.
    private static ulong Fold(UInt128 key) => ((ulong)key ^ (ulong)(key >> 64)) is var folded && folded != 0 ? folded : 1;

    /// <summary>Places in memory of their own: all keys, then all values.</summary>
    private struct Shard(int size)
    {
        private ulong* _places = Allocate(size);
        private int _size = size;
        private int _count;

        private readonly Span<ulong> Keys => new(_places, _size);

        private readonly Span<int> Values => new(_places + _size, _size);

        public readonly bool TryGet(ulong key, out int value)
        {
            if (_count == 0)
            {
                value = 0;
                return false;
            }

            var at = PlaceOf(Keys, key);
            value = Values[at];
            return Keys[at] == key;
        }

        public bool TryAdd(ulong key, int value)
        {
            if (TryGet(key, out _))
            {
                return false;
            }

            if (_count >= _size / 4 * 3)
            {
                Grow();
            }

            var at = PlaceOf(Keys, key);
            (Keys[at], Values[at]) = (key, value);
            _count++;
            return true;
        }

        public void Free()
        {
            NativeMemory.Free(_places);
            _places = null;
            _size = _count = 0;
        }

        private static ulong* Allocate(int size) => (ulong*)NativeMemory.AllocZeroed((nuint)size, sizeof(ulong) + sizeof(int));

        // The upper end of the key chose the shard, so the lower half chooses the place.
        private static int PlaceOf(Span<ulong> keys, ulong key)
        {
            var at = (int)(((ulong)(uint)key * (uint)keys.Length) >> 32);
            while (keys[at] != 0 && keys[at] != key)
            {
                at = at + 1 == keys.Length ? 0 : at + 1;
            }

            return at;
        }

        private void Grow()
        {
            var grown = new Shard(Math.Max(FirstSize, _size + (_size / 4))) { _count = _count };
            for (var i = 0; i < _size; i++)
            {
                if (Keys[i] is var key and not 0)
                {
                    var at = PlaceOf(grown.Keys, key);
                    (grown.Keys[at], grown.Values[at]) = (key, Values[i]);
                }
            }

            Free();
            this = grown;
        }
    }
}
