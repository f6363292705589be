using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using PhoneBank.Reports;

namespace PhoneBank.Tests.Reports;

public sealed class SafeCsvProperties
{
    private const string Plain = "=+-@|%";
    private const string FullWidth = "\uFF1D\uFF0B\uFF0D\uFF20\uFF5C";

    [Fact]
    public void No_cell_that_is_read_back_begins_like_a_formula() =>
        Prop.ForAll(Tables().ToArbitrary(), table =>
        {
            var read = Read(Write(table));
            return read.Count == table.Count
                && read.Zip(table).All(rows => rows.First.Length == rows.Second.Length && rows.First.Zip(rows.Second).All(cells => IsSafe(cells.First) && IsSame(cells.First, cells.Second)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+972")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r\n=1")]
    [InlineData("|cmd")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20x")]
    [InlineData("\"=1+1\"")]
    [InlineData("\"\"\"=1")]
    [InlineData("\uFEFF=1")]
    [InlineData("\uFEFF\"=1")]
    [InlineData("\u200F\u202B=1")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u0000=1")]
    [InlineData("\u201C=1")]
    public void A_dangerous_cell_gets_an_apostrophe(string cell) => Assert.Equal("'" + cell, SafeTable.Guard(cell));

    [Theory]
    [InlineData("")]
    [InlineData("talked")]
    [InlineData("A-17")]
    [InlineData("1=1")]
    [InlineData("'=1")]
    [InlineData("\"quoted\"")]
    [InlineData("שלום")]
    [InlineData("2026-11-23")]
    public void Any_other_cell_stays_as_it_is(string cell) => Assert.Equal(cell, SafeTable.Guard(cell));

    [Fact]
    public void The_file_begins_with_a_byte_order_mark_and_its_lines_end_as_the_standard_says()
    {
        var bytes = Write([["a", "b, c"], ["\"x\"", "ש"]]);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("a,\"b, c\"\r\n\"\"\"x\"\"\",ש\r\n", Encoding.UTF8.GetString(bytes[3..]));
    }

    private static Gen<List<string[]>> Tables()
    {
        var risky = Gen.Elements((Plain + FullWidth + "\t\r\n\"',; \uFEFF\u200F\u00A0'").ToCharArray().Select(c => c.ToString()).ToArray());
        var words = Gen.Elements("a", "1", "cmd", "שלום", "Ж", "SUM(A1)", "http://x", "é");
        var cell = Gen.Frequency((3, risky), (2, words)).ListOf().Select(parts => string.Concat(parts));
        return from width in Gen.Choose(1, 4)
               from rows in cell.ListOf(width).Select(cells => cells.ToArray()).NonEmptyListOf()
               select rows.ToList();
    }

    private static bool IsSafe(string cell)
    {
        var bare = cell.TrimStart('"', ' ', '\uFEFF', '\u200F', '\u00A0');
        return bare.Length == 0 || !(Plain + FullWidth + "\t\r\n").Contains(bare[0]);
    }

    private static bool IsSame(string read, string written) => read == written || read == "'" + written;

    private static byte[] Write(IEnumerable<string[]> rows)
    {
        using var stream = new MemoryStream();
        var csv = new SafeCsv(stream);
        foreach (var row in rows)
        {
            csv.WriteAsync(row, CancellationToken.None).GetAwaiter().GetResult();
        }

        csv.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static List<string[]> Read(byte[] file) => CsvFile.Read(file);
}
