using PhoneBank.Shared;

namespace PhoneBank.Tests.Shared;

public sealed class ClockTests
{
    [Fact]
    public void Ids_are_of_version_seven_and_sort_by_time_within_the_millisecond()
    {
        var time = new FakeTime();
        var ids = new List<Guid>();
        for (var i = 0; i < 20_000; i++)
        {
            ids.Add(time.NewId());
            time.Advance(TimeSpan.FromTicks(3));
        }

        Assert.All(ids, id => Assert.Equal((7, 2), (id.Version, id.Variant >> 2)));
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[..12], time.NewId().ToString("N")[..12]);
    }

    [Fact]
    public void Ids_of_one_moment_differ_whichever_thread_makes_them()
    {
        var time = new FakeTime();
        var ids = new Guid[8][];
        Parallel.For(0, ids.Length, i => ids[i] = [.. Enumerable.Range(0, 5000).Select(_ => time.NewId())]);
        Assert.Equal(40_000, ids.SelectMany(some => some).Distinct().Count());
    }

    [Fact]
    public void Random_bytes_come_in_any_number_and_are_never_the_same()
    {
        var met = new HashSet<string>();
        foreach (var length in new[] { 8, 12, 16, 1000, 1024, 1025, 5000 })
        {
            for (var i = 0; i < 300; i++)
            {
                var bytes = new byte[length];
                RandomBytes.Fill(bytes);
                Assert.True(met.Add(Convert.ToHexString(bytes)));
                Assert.True(length < 100 || bytes.Distinct().Count() > 50);
            }
        }
    }
}
