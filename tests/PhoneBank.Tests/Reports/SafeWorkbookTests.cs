using System.Globalization;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using PhoneBank.Reports;

namespace PhoneBank.Tests.Reports;

public sealed class SafeWorkbookTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Every_cell_is_read_back_as_a_text_and_none_begins_like_a_formula() =>
        Prop.ForAll(Tables().ToArbitrary(), table =>
        {
            var read = Assert.Single(WorkbookFile.Read(WriteAsync(table).GetAwaiter().GetResult()));
            return read.Count == table.Count && read.Zip(table).All(rows => rows.First.SequenceEqual(rows.Second.Select(SafeTable.Guard)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("_x0041_")]
    [InlineData("a\rb\nc")]
    [InlineData("\u0001\u001F\uFFFE")]
    [InlineData("<&>\"'")]
    [InlineData("0017")]
    [InlineData(" שלום 😀 ")]
    public async Task A_cell_that_means_something_to_the_format_stays_what_it_was(string cell) =>
        Assert.Equal([["head"], [cell]], Assert.Single(WorkbookFile.Read(await WriteAsync([["head"], ["x" + cell]]))).Select(row => row[0] == "head" ? row : [row[0][1..]]));

    [Fact]
    public async Task Half_a_letter_and_too_long_a_text_do_not_break_the_file()
    {
        var read = Assert.Single(WorkbookFile.Read(await WriteAsync([["a" + '\uD83D', new string('x', 40_000)]])));
        Assert.Equal(["a\uFFFD", new string('x', 32_767)], Assert.Single(read));
    }

    [Fact]
    public async Task What_does_not_fit_on_a_sheet_goes_on_in_the_next_under_the_same_head()
    {
        var rows = Enumerable.Range(1, 5).Select(n => new[] { n.ToString(CultureInfo.InvariantCulture) });
        var sheets = WorkbookFile.Read(await WriteAsync([["n"], .. rows], mostRows: 3));
        Assert.Equal(["n 1 2", "n 3 4", "n 5"], sheets.Select(sheet => string.Join(' ', sheet.Select(row => row[0]))));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, null)]
    public async Task A_sheet_begins_on_the_side_from_which_one_reads_and_its_head_stays(bool rightToLeft, string? expected)
    {
        var view = WorkbookFile.Part(await WriteAsync([["head"]], rightToLeft: rightToLeft), "xl/worksheets/sheet1.xml").Descendants().Single(element => element.Name.LocalName == "sheetView");
        Assert.Equal(expected, view.Attribute("rightToLeft")?.Value);
        Assert.Equal("frozen", Assert.Single(view.Elements()).Attribute("state")!.Value);
    }

    [Fact]
    public async Task Nothing_at_all_is_a_workbook_too() => Assert.Empty(Assert.Single(Assert.Single(WorkbookFile.Read(await WriteAsync([])))));

    [Fact]
    public async Task Broken_off_it_is_no_workbook()
    {
        using var stream = new MemoryStream();
        await using (var table = new SafeWorkbook(stream, rightToLeft: false))
        {
            await table.WriteAsync(["head"], None);
        }

        Assert.ThrowsAny<InvalidDataException>(() => new ZipArchive(new MemoryStream(stream.ToArray()), ZipArchiveMode.Read).Entries.Count);
    }

    private static async Task<byte[]> WriteAsync(IEnumerable<string[]> rows, int mostRows = 1_048_576, bool rightToLeft = false)
    {
        using var stream = new MemoryStream();
        await using (var table = new SafeWorkbook(stream, rightToLeft) { MostRows = mostRows })
        {
            foreach (var row in rows)
            {
                await table.WriteAsync(row, None);
            }

            await table.FinishAsync(None);
        }

        return stream.ToArray();
    }

    private static Gen<List<string[]>> Tables()
    {
        var risky = Gen.Elements("=+-@|%<>&_\t\r\n\"',;\u0000\u0008\uFEFF\u200F\uFF1D".ToCharArray().Select(c => c.ToString()).ToArray());
        var words = Gen.Elements("a", "1", "_x000D_", "שלום", "Ж", "SUM(A1)", "]]>", "<!--", "😀");
        var cell = Gen.Frequency((3, risky), (2, words)).ListOf().Select(parts => string.Concat(parts));
        return from width in Gen.Choose(1, 4)
               from rows in cell.ListOf(width).Select(cells => cells.ToArray()).NonEmptyListOf()
               select rows.ToList();
    }
}
