using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Imports.Reading;
using PhoneBank.Imports.Reading.Workbooks;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Imports;

/// <summary>Files made to do harm, and files broken by accident: refused in seconds with what and where, or read; and nothing is written.</summary>
[Collection("Large files")]
public sealed class HostileFilesTests
{
    private const string Good = "name,phone\nDana Levi,050-1000001\n";

    public static TheoryData<string> Names => [.. Files.Keys];

    private static readonly Dictionary<string, (Error? Refusal, Func<byte[]> Make)> Files = new(StringComparer.Ordinal)
    {
        ["a zip bomb"] = (new WorkbookTooLarge(200), () => Sheet(300, "<row><c><v>1</v></c></row>")),
        ["a bomb beside the sheet"] = (new WorkbookTooLarge(200), () => new WorkbookFile().Sheet("A", Row("Dana", "0501000001")).With("xl/media/image1.png", new byte[210 * 1024 * 1024]).Bytes()),
        ["far too well packed, under the cap"] = (new WorkbookTooLarge(200), () => Sheet(60, " ")),
        ["ten thousand parts"] = (new WorkbookTooLarge(200), Parts),
        ["a document type"] = (new WorkbookIsUnsafe(), () => new WorkbookFile { Prolog = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" }.Sheet("A", Row("&e;", "0501000001")).Bytes()),
        ["a billion laughs"] = (new WorkbookIsUnsafe(), () => new WorkbookFile { Prolog = Laughs() }.Sheet("A", Row("&l9;", "0501000001")).Bytes()),
        ["macros"] = (new WorkbookHasMacros(), () => new WorkbookFile().Sheet("A", Row("Dana", "0501000001")).With("xl/vbaProject.bin", [1]).Bytes()),
        ["macros announced"] = (new WorkbookHasMacros(), () => new WorkbookFile { MainType = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" }.Sheet("A", Row("Dana", "0501000001")).Bytes()),
        ["macros announced by extension"] = (new WorkbookHasMacros(), () => new WorkbookFile { Defaults = "<Default Extension=\"xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/>" }.Sheet("A", Row("Dana", "0501000001")).Bytes()),
        ["a binary workbook"] = (new FileIsOldWorkbook(), () => new WorkbookFile { MainType = "application/vnd.ms-excel.sheet.binary.macroEnabled.main" }.Sheet("A", Row("Dana", "0501000001")).With("xl/workbook.bin", [1]).Bytes()),
        ["a workbook without its sheets"] = (new FileIsEmpty(), () => new WorkbookFile().Bytes()),
        ["half a workbook"] = (new WorkbookIsBroken(0), () => Half(WorkbookFile.Of(["name", "phone"], ["Dana", "0501000001"]))),
        ["a sheet that breaks off"] = (new WorkbookIsBroken(2), () => new WorkbookFile().Sheet("A", Row("Dana", "0501000001") + "<row r=\"2\"><c").Bytes()),
        ["a text that is not there"] = (new WorkbookIsBroken(7), () => new WorkbookFile().Sheet("A", "<row r=\"7\"><c t=\"s\"><v>99</v></c></row>").Bytes()),
        ["16,384 columns in a sheet"] = (new TooManyColumns(512), () => new WorkbookFile().Sheet("A", "<row r=\"1\">" + string.Concat(Enumerable.Repeat("<c><v>501000001</v></c>", 16_384)) + "</row>").Bytes()),
        ["a column beyond the last"] = (new WorkbookIsBroken(1), () => new WorkbookFile().Sheet("A", "<row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row>").Bytes()),
        ["a cell of 100 MB in a sheet"] = (new CellTooLong(1, 2), () => Long("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>", "</t></is></c></row>")),
        ["an attribute of 100 MB"] = (new CellTooLong(1, 1), () => Long("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c x=\"", "\"/></row>")),
        ["an old workbook"] = (new FileIsOldWorkbook(), () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4000]]),
        ["an old workbook in markup"] = (new FileIsOldWorkbook(), () => "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>"u8.ToArray()),
        ["an OpenDocument sheet"] = (new FileIsOpenDocument(), OpenDocument),
        ["a web page called xls"] = (new FileIsWebPage(), () => "\uFEFF\n<!DOCTYPE HTML><table><tr><td>Dana</td><td>0501000001</td></tr></table>"u8.ToArray()),
        ["a document"] = (new FileIsArchive(), Document),
        ["a zip"] = (new FileIsArchive(), () => Zip(("people.csv", Encoding.UTF8.GetBytes(Good)))),
        ["a cell of 100 MB"] = (new RowTooLong(3), () => Encoding.ASCII.GetBytes(Good + "\"" + new string('x', 100 * 1024 * 1024) + "\",0501000002\n")),
        ["a line of 10 MB"] = (new RowTooLong(3), () => Encoding.ASCII.GetBytes(Good + new string('x', 10 * 1024 * 1024) + ",0501000002\n")),
        ["a quotation mark that is never closed"] = (new QuoteNotClosed(3, 1), () => Encoding.UTF8.GetBytes(Good + "\"Yusuf Khoury,050-1000002\nOlga Petrova,050-1000003\n")),
        ["a quotation mark that is closed rows later"] = (new QuoteNotClosed(2, 2), () => Encoding.UTF8.GetBytes("name,phone,city\nDana,\"050-1000001,Haifa\nYusuf,050-1000002,\"Acre\"\nOlga,050-1000003,Lod\n")),
        ["a zero byte"] = (new ZeroInText(3, 4), () => Encoding.UTF8.GetBytes(Good + "Yus\0uf,050-1000002\n" + string.Concat(Enumerable.Repeat("Olga,050-1000003\n", 20)))),
        ["UTF-8 with lines of windows-1255"] = (new MixedEncodings(4, 1), () => Mixed("windows-1255", "יוסף חורי,050-1000009")),
        ["UTF-8 with lines of windows-1251"] = (new MixedEncodings(4, 1), () => Mixed("windows-1251", "Ольга Петрова,050-1000009")),
        ["UTF-8 with lines of windows-1256"] = (new MixedEncodings(4, 1), () => Mixed("windows-1256", "يوسف خوري,050-1000009")),
        ["16,000 columns"] = (new TooManyColumns(512), () => Encoding.ASCII.GetBytes("phone" + string.Concat(Enumerable.Repeat(",a", 16_000)) + "\n0501000001\n")),
        ["a million empty lines"] = (new FileIsEmpty(), () => Encoding.ASCII.GetBytes(new string('\n', 1_000_000))),
        ["only separators"] = (new FileIsEmpty(), () => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(",,,,\n", 10_000)))),
    };

    [Theory, MemberData(nameof(Names))]
    public async Task Is_refused_in_seconds_with_what_and_where_and_leaves_nothing(string name)
    {
        var (refusal, make) = Files[name];
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var bytes = make();
        var watch = Stopwatch.StartNew();
        var started = await desk.StartAsync(bytes, "people.xlsx");
        var error = started.Error ?? (await desk.CheckAsync(started.Required)).Error;

        Assert.Equal(refusal, error);
        Assert.Equal(refusal, ImportRefusals.Parse(ImportRefusals.Code(error!)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await using var db = await world.OpenDbAsync();
        Assert.Equal((0, 0), (await db.Contacts.CountAsync(), await db.RejectedRows.CountAsync()));
        if (!started.IsDone)
        {
            Assert.Empty(Directory.Exists(world.Folder.Spool) ? Directory.GetFileSystemEntries(world.Folder.Spool) : []);
        }
    }

    [Theory]
    [InlineData("ragged rows", "name,phone,city\nDana Levi,050-1000001\nYusuf Khoury\nOlga Petrova,050-1000003,Haifa,more,and more\nHanna,050-1000004,Acre\n", 2, 2)]
    [InlineData("heads twice", "name,phone,name,phone,comment,comment\nDana Levi,050-1000001,,050-1000002,one,two\n", 1, 0)]
    [InlineData("a million empty lines behind", "name,phone\nDana Levi,050-1000001\n*", 1, 0)]
    [InlineData("empty lines before the heads", "\n ,\n\nname,phone\nDana Levi,050-1000001\n", 1, 0)]
    [InlineData("quotation marks inside of words", "name,phone\nצה\"ל דנה,050-1000001\n\"Yusuf \"\"Joe\"\" Khoury\",050-1000002\n", 2, 0)]
    [InlineData("formulas", "name,phone,comment\n=1+1,050-1000001,=cmd|' /C calc'!A0\n@SUM(A1),050-1000002,+1\n-Dana,050-1000003,-\n", 3, 0)]
    public async Task Is_read_as_far_as_it_can_be(string name, string text, int @new, int invalid)
    {
        Assert.NotEmpty(name);
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var watch = Stopwatch.StartNew();
        var importId = (await desk.StartAsync(text.Replace("*", new string('\n', 1_000_000), StringComparison.Ordinal))).Required;
        Assert.Equal((@new, invalid), (await desk.CheckAsync(importId)).Required is var counts ? (counts.New, counts.Invalid) : default);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_formula_stays_the_text_it_is_and_never_leaves_as_a_formula()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone,comment\n=1+1,050-1000001,=cmd|' /C calc'!A0\n");
        var details = desk.DetailsOf(await world.ReadAsync(db => db.Contacts.SingleAsync()));
        Assert.Equal(("=1+1", "=cmd|' /C calc'!A0"), (details.Names[0].Full, details.Comment));
        Assert.Equal("\"'=1+1\"", RejectedRows.CsvCell(details.Names[0].Full));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    public async Task Unicode_is_read_with_and_without_its_mark(string encoding, bool mark)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var bytes = EncodingDetector.Get(encoding).GetBytes((mark ? "\uFEFF" : "") + "שם,טלפון\nדנה לוי,0501000001\nיוסף חורי,0501000002\n");
        var importId = (await desk.StartAsync(bytes)).Required;
        Assert.Equal(["דנה לוי", "0501000001"], (await desk.ViewAsync(importId)).Preview[0]);
        Assert.Equal(2, (await desk.CheckAsync(importId)).Required.New);
    }

    [Fact]
    public void A_directory_that_lies_about_sizes_does_not_help()
    {
        using var packed = new PackagePart(new MemoryStream(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a/>", 2 * 1024 * 1024)))), packed: 1024, new PackageBudget());
        Assert.Equal(new WorkbookTooLarge(200), Assert.Throws<ImportRefusedException>(() => packed.CopyTo(Stream.Null)).Error);

        var budget = new PackageBudget();
        for (var part = 0; part < 40; part++)
        {
            using var honest = new PackagePart(new MemoryStream(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a/>", 1024 * 1024)))), packed: 1024 * 1024, budget);
            honest.CopyTo(Stream.Null);
        }

        Assert.Equal(new WorkbookTooLarge(200), Assert.Throws<ImportRefusedException>(() => budget.Take(41L * 1024 * 1024)).Error);
    }

    private static string Row(string name, string phone) => $"<row r=\"1\"><c t=\"inlineStr\"><is><t>{name}</t></is></c><c><v>{phone}</v></c></row>";

    private static byte[] Sheet(int megabytes, string row) => new WorkbookFile().Sheet("A", "visible", async stream =>
    {
        await stream.WriteAsync("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"u8.ToArray());
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(row, 1024 * 1024 / row.Length)));
        for (var i = 0; i < megabytes; i++)
        {
            await stream.WriteAsync(block);
        }

        await stream.WriteAsync("</sheetData></worksheet>"u8.ToArray());
    }).Bytes();

    private static byte[] Long(string before, string after) => new WorkbookFile().Sheet("A", "visible", async stream =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + before));
        var noise = new byte[1024 * 1024];
        new Random(7).NextBytes(noise);
        for (var i = 0; i < 100; i++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(noise)[..(1024 * 1024)]));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(after + "</sheetData></worksheet>"));
    }).Bytes();

    private static byte[] Parts()
    {
        var file = new WorkbookFile().Sheet("A", Row("Dana", "0501000001"));
        for (var i = 0; i < 10_000; i++)
        {
            file.With(string.Create(CultureInfo.InvariantCulture, $"xl/p{i}"), []);
        }

        return file.Bytes();
    }

    private static string Laughs() =>
        "<!DOCTYPE x [<!ENTITY l0 \"ha\">" + string.Concat(Enumerable.Range(1, 9).Select(n => $"<!ENTITY l{n} \"{string.Concat(Enumerable.Repeat($"&l{n - 1};", 10))}\">")) + "]>";

    private static byte[] Half(byte[] bytes) => bytes[..(bytes.Length / 2)];

    private static byte[] OpenDocument()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("mimetype", CompressionLevel.NoCompression).Open();
            part.Write("application/vnd.oasis.opendocument.spreadsheet"u8);
        }

        return stream.ToArray();
    }

    private static byte[] Document() => Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<x/>"u8.ToArray()));

    private static byte[] Zip(params (string Name, byte[] Bytes)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Mixed(string encoding, string line) =>
    [
        .. Encoding.UTF8.GetBytes("שם,טלפון\nדנה לוי,050-1000001\nאולגה פטרובה,050-1000002\n"),
        .. EncodingDetector.Get(encoding).GetBytes(line + "\n"),
        .. Encoding.UTF8.GetBytes("חנה לוי,050-1000003\n"),
    ];
}
