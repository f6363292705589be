using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Imports.Reading.Workbooks;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Imports;

/// <summary>What a workbook says is read as its writer sees it, out of the sealed upload, and nothing in it is carried out.</summary>
[Collection("Large files")]
public sealed class WorkbookTests
{
    private const string Looks = """
        <numFmts><numFmt numFmtId="170" formatCode="000\-0000000"/><numFmt numFmtId="171" formatCode="[$-40D]d mmmm yyyy"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs>
        """;

    [Theory, OnBothDatabases]
    public async Task A_workbook_is_imported_like_a_text(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var bytes = WorkbookFile.Of(["שם פרטי", "שם משפחה", "טלפון", "עיר"], ["דנה", "לוי", "050-1000001", "חיפה"], ["יוסף", "חורי", "050-1000002", ""], ["", "", "", ""], ["Olga", "Petrova", "12", ""]);
        var importId = (await desk.StartAsync(bytes, "people.xlsx")).Required;
        var view = await desk.ViewAsync(importId);
        Assert.Equal([ColumnMeaning.FirstName, ColumnMeaning.LastName, ColumnMeaning.Phone, ColumnMeaning.City], view.Plan.Columns.Select(use => use.Meaning));
        Assert.Equal(["דנה", "לוי", "050-1000001", "חיפה"], view.Preview[0]);

        await desk.CheckAsync(importId);
        var counts = (await desk.RunAsync(importId)).Required;
        Assert.Equal((3, 2, 1), (counts.Rows, counts.New, counts.Invalid));
        Assert.Equal(5, await world.ReadAsync(db => db.RejectedRows.Select(row => row.Line).SingleAsync()));
        var names = await world.ReadAsync(async db => (await db.Contacts.ToListAsync()).ConvertAll(contact => desk.DetailsOf(contact).Names[0].First));
        Assert.Equal(["דנה", "יוסף"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_workbook_that_names_a_type_for_parts_it_has_not_has_no_macros()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var file = new WorkbookFile { Defaults = "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>" };
        var importId = (await desk.StartAsync(file.Sheet("People", file.Texts(["Name", "Phone"], ["Dana", "050-1000001"])).Bytes(), "people.xlsx")).Required;
        Assert.Equal(["Dana", "050-1000001"], (await desk.ViewAsync(importId)).Preview[0]);
    }

    [Fact]
    public void Numbers_dates_booleans_and_texts_are_what_their_writer_sees()
    {
        var rows = Read(
            """
            <row r="1">
              <c r="A1"><v>972501000001</v></c><c r="B1"><v>9.72501000001E11</v></c><c r="C1"><v>501000001.0</v></c><c r="D1" s="3"><v>501000001</v></c>
              <c r="E1"><v>0.1</v></c><c r="F1"><v>-7</v></c><c r="G1" s="1"><v>45293</v></c><c r="H1" s="2"><v>45293.75</v></c><c r="I1" s="5"><v>0.75</v></c><c r="J1" s="4"><v>45293</v></c>
            </row>
            <row r="3">
              <c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1&amp;B1</f><v>calculated</v></c><c><f>HYPERLINK("http://x","y")</f></c>
              <c t="inlineStr"><is><r><t>Da</t></r><r><t xml:space="preserve">na </t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></is></c><c r="H3" t="str"><v>two_x000D_ lines</v></c>
            </row>
            """);

        Assert.Equal(["972501000001", "972501000001", "501000001", "0501000001", "0.1", "-7", "2024-01-02", "2024-01-02 18:00", "18:00", "2024-01-02"], rows[0].Cells);
        Assert.Equal(3, rows[1].Line);
        Assert.Equal(["TRUE", "FALSE", "", "calculated", "=HYPERLINK(\"http://x\",\"y\")", "Dana", "", "two\r lines"], rows[1].Cells);
    }

    [Fact]
    public void Days_counted_from_1904_are_the_same_days()
    {
        using var table = Workbook.Open(new MemoryStream(new WorkbookFile { Styles = Looks, Properties = "<workbookPr date1904=\"1\"/>" }.Sheet("A", "<row><c s=\"1\"><v>43831</v></c></row>").Bytes())).OpenSheet(0);
        Assert.True(table.Read());
        Assert.Equal("2024-01-02", table.Cell(0));
    }

    [Fact]
    public async Task The_first_visible_sheet_with_something_in_it_is_read_and_another_can_be_chosen()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var file = new WorkbookFile();
        var bytes = file.Sheet("Secret", file.Texts(["name", "phone"], ["Hidden", "050-1000009"]), "hidden").Sheet("Empty", "")
            .Sheet("May", file.Texts(["name", "phone"], ["Dana Levi", "050-1000001"]))
            .Sheet("June", file.Texts(["phone", "first name", "last name"], ["050-1000002", "Yusuf", "Khoury"], ["050-1000003", "Olga", "Petrova"])).Bytes();
        var importId = (await desk.StartAsync(bytes, "people.xlsx")).Required;
        var view = await desk.ViewAsync(importId);
        Assert.Equal(["Empty", "May", "June"], view.Plan.Sheets);
        Assert.Equal((1, "Dana Levi"), (view.Plan.Sheet, view.Preview[0][0]));

        Assert.True((await world.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Sheet = 2 }, CancellationToken.None)).IsDone);
        Assert.Equal(new FileIsEmpty(), (await world.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Sheet = 0 }, CancellationToken.None)).Error);
        view = await desk.ViewAsync(importId);
        Assert.Equal([ColumnMeaning.Phone, ColumnMeaning.FirstName, ColumnMeaning.LastName], view.Plan.Columns.Select(use => use.Meaning));
        Assert.Equal(2, (await desk.CheckAsync(importId)).Required.New);
    }

    [Fact]
    public async Task A_sheet_of_notes_or_of_figures_before_the_people_is_passed_over()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var file = new WorkbookFile();
        var bytes = file.Sheet("Notes", file.Texts(["Read me"], ["Ask Noa before you change anything"])).Sheet("Sums", file.Texts(["City", "People"], ["Haifa", "12"]))
            .Sheet("People", file.Texts(["name", "phone"], ["Dana Levi", "050-1000001"])).Bytes();
        var view = await desk.ViewAsync((await desk.StartAsync(bytes, "people.xlsx")).Required);
        Assert.Equal((2, "Dana Levi"), (view.Plan.Sheet, view.Preview[0][0]));

        var noPeople = new WorkbookFile();
        Assert.Equal(new NotATable(), (await desk.StartAsync(noPeople.Sheet("Empty", "").Sheet("Notes", noPeople.Texts(["Read me"], ["Ask Noa"])).Bytes(), "notes.xlsx")).Error);
    }

    [Fact]
    public async Task Nothing_of_a_workbook_stands_in_clear_on_the_disk()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var file = new WorkbookFile();
        var rows = Enumerable.Range(0, 3_000).Select(n => new[] { $"Zebulon{n}", string.Create(CultureInfo.InvariantCulture, $"050{1_000_000 + n}") });
        var bytes = file.Sheet("People", file.Texts([["name", "phone"], .. rows])).Bytes();
        var importId = (await desk.StartAsync(bytes, "people.xlsx")).Required;
        Assert.Equal(3_000, (await desk.CheckAsync(importId)).Required.New);
        foreach (var path in Directory.GetFiles(world.Folder.Path, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            foreach (var marker in new[] { "Zebulon", "0501000003", "sharedStrings.xml", "PK\u0003\u0004" })
            {
                Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) < 0, $"'{marker}' stands in {Path.GetFileName(path)}.");
            }
        }
    }

    [Fact]
    public void A_large_sheet_is_read_in_little_memory()
    {
        var file = new WorkbookFile().Sheet("Many", "visible", async stream =>
        {
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
            for (var row = 1; row <= 300_000; row++)
            {
                await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>Person {row}</t></is></c><c r=\"B{row}\"><v>{501_000_000 + row}</v></c></row>"));
            }

            await writer.WriteAsync("</sheetData></worksheet>");
        });
        using var content = new MemoryStream(file.Bytes());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var table = Workbook.Open(content).OpenSheet(0);
        var rows = 0;
        while (table.Read())
        {
            rows++;
        }

        Assert.Equal((300_000, "Person 300000"), (rows, table.Cell(0)));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20L * 1024 * 1024);
    }

    private static List<(int Line, string[] Cells)> Read(string rows)
    {
        using var table = Workbook.Open(new MemoryStream(new WorkbookFile { Styles = Looks }.Sheet("A", rows).Bytes())).OpenSheet(0);
        var read = new List<(int Line, string[] Cells)>();
        while (table.Read())
        {
            // As they stand; what an import strips is tested elsewhere.
            read.Add((table.Line, table.Cells()));
        }

        return read;
    }
}
