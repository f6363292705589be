using PhoneBank.Phones;
namespace PhoneBank.Tests.Phones;
public sealed class Tmp(Xunit.Abstractions.ITestOutputHelper o)
{
    [Fact]
    public void Data()
    {
        foreach (var f in Directory.GetFiles("/tmp/phonecols"))
        {
            var g = new Dictionary<string, int>(); var set = new HashSet<string>(); var ex = new Dictionary<string, string>();
            foreach (var line in File.ReadAllText(f).Split('\n'))
            {
                var c = line.Split('\t'); if (c.Length < 2) continue;
                var r = PhoneNumbers.Read(c[1], c[0]); var k = r.ToString(); g[k] = g.GetValueOrDefault(k) + 1; ex[k] = c[1];
                if (PhoneNumbers.ReadMany(c[1], c[0]).Count != 1) o.WriteLine("MANY " + c[1]);
                if (r.E164 is { } e) set.Add(e);
            }
            o.WriteLine(Path.GetFileName(f) + " distinct " + set.Count);
            foreach (var (k, n) in g.OrderByDescending(x => x.Value)) o.WriteLine($"   {n} {k}  e.g. {ex[k]}");
        }
    }
    [Fact]
    public void Speed()
    {
        var sp = Spellings.All();
        foreach (var run in new[] { "cold", "warm1", "warm2", "warm3" })
        {
            var b = GC.GetAllocatedBytesForCurrentThread();
            var s = System.Diagnostics.Stopwatch.StartNew();
            foreach (var x in sp) PhoneNumbers.Read(x.Text, x.Country);
            o.WriteLine($"all regions {run}: {s.Elapsed.TotalMicroseconds / sp.Count:F2} us, {(GC.GetAllocatedBytesForCurrentThread() - b) / sp.Count} B, heap {GC.GetTotalMemory(true) / 1048576} MB");
        }
        foreach (var run in new[] { "cold", "warm" })
        {
            var s = System.Diagnostics.Stopwatch.StartNew();
            var n = 0;
            foreach (var c in PhoneNumbers.Countries) { PhoneNumbers.FormatNational("+" + c.CallingCode + "21234567"); n++; PhoneNumbers.FormatInternational("+" + c.CallingCode + "21234567"); n++; }
            o.WriteLine($"format {run} {s.Elapsed.TotalMicroseconds / n:F2} us");
        }
        foreach (var (t, c) in new[] { ("0501000003", "IL"), ("\u200e+972-50-1000003\u200e", "IL"), ("(201) 555-0100", "US"), ("07700 900738", "GB"), ("+972 (0)50-1000003", "IL"), ("050-1000001 / 03-1234567", "IL"), ("+1 268 484 0540", "US") })
        {
            for (var i = 0; i < 20000; i++) PhoneNumbers.Read(t, c);
            var b = GC.GetAllocatedBytesForCurrentThread();
            var s = System.Diagnostics.Stopwatch.StartNew();
            for (var i = 0; i < 50000; i++) PhoneNumbers.Read(t, c);
            var one = s.Elapsed.TotalMicroseconds / 50000;
            for (var i = 0; i < 20000; i++) PhoneNumbers.ReadMany(t, c);
            s.Restart();
            for (var i = 0; i < 50000; i++) PhoneNumbers.ReadMany(t, c);
            o.WriteLine($"{t} {c}: Read {one:F2} us, ReadMany {s.Elapsed.TotalMicroseconds / 50000:F2} us");
        }
    }
}
