namespace PhoneBank.Imports;

/// <summary>
/// Numbers known by keys that are hashes already: twelve bytes a place, in shards that grow one at a time, so that a
/// million entries cost some twenty megabytes and growing never doubles them. Never forgets.
/// </summary>
internal sealed class KeyTable
{
    private const int Shards = 256;
    private const int FirstSize = 16;
    private readonly Shard[] _shards = new Shard[Shards];

    public KeyTable()
    {
        for (var i = 0; i < Shards; i++)
        {
            _shards[i] = new Shard();
        }
    }

    public bool TryGetValue(UInt128 key, out int value)
    {
        var folded = Fold(key);
        return _shards[folded >> 56].TryGet(folded, out value);
    }

    /// <summary>False when the key was known; its value stays.</summary>
    public bool TryAdd(UInt128 key, int value)
    {
        var folded = Fold(key);
        return _shards[folded >> 56].TryAdd(folded, value);
    }

    // Sixty-four bits of a keyed hash: among a million, two alike by chance once in thirty million files. Zero marks an empty place.
    private static ulong Fold(UInt128 key) => ((ulong)key ^ (ulong)(key >> 64)) is var folded && folded != 0 ? folded : 1;

    private sealed class Shard
    {
        private ulong[] _keys = new ulong[FirstSize];
        private int[] _values = new int[FirstSize];
        private int _count;

        public bool TryGet(ulong key, out int value)
        {
            var at = PlaceOf(_keys, key);
            value = _values[at];
            return _keys[at] == key;
        }

        public bool TryAdd(ulong key, int value)
        {
            var at = PlaceOf(_keys, key);
            if (_keys[at] == key)
            {
                return false;
            }

            if (_count >= _keys.Length * 3 / 4)
            {
                Grow();
                at = PlaceOf(_keys, key);
            }

            (_keys[at], _values[at]) = (key, value);
            _count++;
            return true;
        }

        private static int PlaceOf(ulong[] keys, ulong key)
        {
            var at = (int)key & (keys.Length - 1);
            while (keys[at] != 0 && keys[at] != key)
            {
                at = (at + 1) & (keys.Length - 1);
            }

            return at;
        }

        private void Grow()
        {
            var keys = new ulong[_keys.Length * 2];
            var values = new int[keys.Length];
            for (var i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != 0)
                {
                    var at = PlaceOf(keys, _keys[i]);
                    (keys[at], values[at]) = (_keys[i], _values[i]);
                }
            }

            (_keys, _values) = (keys, values);
        }
    }
}
