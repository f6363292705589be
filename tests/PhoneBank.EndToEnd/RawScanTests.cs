using System.Text;
using PhoneBank.EndToEnd.App;

namespace PhoneBank.EndToEnd;

/// <summary>A scan that finds nothing proves nothing unless it finds what is there.</summary>
public sealed class RawScanTests
{
    private static readonly RawScan Scan = new RawScan().Text("אזולאי").Text("Rosa Hughes").Phone("+972501000001", "0501000001");

    [Theory]
    [InlineData("0501000001"), InlineData("972501000001"), InlineData("+972501000001"), InlineData("050-100-0001"), InlineData("+972 50 100 0001"), InlineData("050-1000001")]
    [InlineData("Rosa Hughes"), InlineData("אזולאי")]
    public void It_finds_a_word_in_every_spelling_and_encoding(string text)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [1, 2, 3, .. encoding.GetBytes(text), 0];
            Assert.Single(Scan.Find(bytes, "here"));
        }
    }

    [Fact]
    public void It_finds_nothing_in_random_bytes()
    {
        var bytes = new byte[1 << 22];
        new Random(1).NextBytes(bytes);
        Assert.Empty(Scan.Find(bytes, "here"));
    }
}
