using PhoneBank.Imports;

namespace PhoneBank.Tests.Imports;

public sealed class KeyTableTests
{
    [Fact]
    public void Everything_added_is_found_with_the_value_it_first_had()
    {
        var random = new Random(20261127);
        using var table = new KeyTable();
        var known = new Dictionary<UInt128, int>();
        for (var i = 0; i < 50_000; i++)
        {
            var key = i % 10 == 9 ? known.Keys.ElementAt(i / 10) : new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
            Assert.Equal(known.TryAdd(key, i), table.TryAdd(key, i));
        }

        foreach (var (key, value) in known)
        {
            Assert.True(table.TryGetValue(key, out var found));
            Assert.Equal(value, found);
            Assert.False(table.TryGetValue(key + 1, out _));
        }
    }

    [Fact]
    public void Keys_that_fold_to_nothing_or_begin_alike_are_told_apart()
    {
        using var table = new KeyTable();
        for (var i = 0; i < 2000; i++)
        {
            Assert.True(table.TryAdd((UInt128)(uint)i << 70, i));
        }

        Assert.True(Enumerable.Range(0, 2000).All(i => table.TryGetValue((UInt128)(uint)i << 70, out var value) && value == i));
    }

    [Fact]
    public void What_gave_its_memory_back_answers_no_more()
    {
        var table = new KeyTable();
        Assert.True(table.TryAdd(1, 1));
        table.Dispose();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.TryGetValue(1, out _));
        Assert.Throws<ObjectDisposedException>(() => table.TryAdd(2, 2));
    }
}
