using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Imports.Reading;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Imports;

/// <summary>What is no list of people is refused by name, and leaves nothing behind.</summary>
[Collection("Large files")]
public sealed class BadInputTests
{
    public static TheoryData<string, byte[]> Files => new()
    {
        { nameof(FileIsEmpty), [] },
        { nameof(FileIsEmpty), "\uFEFF \r\n \r\n"u8.ToArray() },
        { nameof(FileIsPdf), "%PDF-1.7\n..."u8.ToArray() },
        { nameof(WorkbookIsBroken), [.. "PK\u0003\u0004"u8, .. "\u0014\0\u0006[Content_Types].xml"u8] },
        { nameof(FileIsOldWorkbook), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] },
        { nameof(FileIsArchive), [.. "PK\u0003\u0004"u8, .. "people.csv"u8] },
        { nameof(FileIsBinary), [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13] },
        { nameof(FileIsBinary), [.. Enumerable.Range(0, 5000).Select(n => (byte)(n * 7))] },
        { nameof(NotATable), "Dear all,\nthank you for coming.\nSee you, on Sunday, at six\nNoa"u8.ToArray() },
        { nameof(FileIsWebPage), "<html><body><p>Not found</p></body></html>"u8.ToArray() },
        { nameof(RowTooLong), Encoding.UTF8.GetBytes("name,phone\n\"Dana,050-1000001\n" + string.Concat(Enumerable.Repeat("Yusuf,050-1000002\n", 80_000))) },
        { nameof(EncodingNotRecognised), [.. Enumerable.Range(0, 400).SelectMany(n => new byte[] { 0x82, (byte)(0xA0 + (n % 32)), 0x8E, 0xD7, (byte)',', 0xDF, 0xFF, 0xFC, 0xDE, 10 })] },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task Each_is_refused_by_its_name(string refusal, byte[] bytes)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var started = await desk.StartAsync(bytes);
        var error = started.IsDone ? (await desk.CheckAsync(started.Value)).Error : started.Error;
        Assert.Equal(refusal, error?.Key);

        await using var db = await world.OpenDbAsync();
        Assert.Equal(0, await db.Contacts.CountAsync());
        if (!started.IsDone)
        {
            Assert.Equal(0, await db.Imports.CountAsync());
            Assert.Empty(Directory.Exists(world.Folder.Spool) ? Directory.GetFileSystemEntries(world.Folder.Spool) : []);
        }
    }

    [Fact]
    public async Task Millions_of_columns()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        Assert.Equal(new TooManyColumns(512), (await desk.StartAsync(Encoding.ASCII.GetBytes("phone" + new string(',', 3_000_000) + "\n0501000001\n"))).Error);

        // Also when they come only later.
        var started = await desk.StartAsync("name,phone\n" + string.Concat(Enumerable.Repeat("Dana,0501000001\n", 100)) + new string(',', 900_000) + "\n");
        Assert.Equal(new TooManyColumns(512), (await desk.CheckAsync(started.Required)).Error);
    }

    [Fact]
    public async Task A_list_without_phones()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var started = await desk.StartAsync("first name,city\nDana,Haifa\n");
        Assert.Equal(new NoPhoneColumn(), (await desk.CheckAsync(started.Required)).Error);
        Assert.Equal(new NotInThisState(), (await desk.RunAsync(started.Required)).Error);
    }

    [Fact]
    public async Task An_encoding_chosen_wrongly_is_refused_and_the_upload_stays()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var bytes = EncodingDetector.Get("windows-1255").GetBytes("שם,טלפון\nדנה לוי,0501000001\nיוסף חורי,0501000002\n");
        var importId = (await desk.StartAsync(bytes)).Required;
        Assert.Equal("windows-1255", (await desk.ViewAsync(importId)).Plan.Encoding);

        var change = world.Get<ChangeImportPlan>();
        Assert.Equal(new EncodingNotRecognised(), (await change.RunAsync(desk.Noa, importId, new ImportChoices { Encoding = "utf-8" }, CancellationToken.None)).Error);
        Assert.Equal("windows-1255", (await desk.ViewAsync(importId)).Plan.Encoding);
        Assert.Equal(2, (await desk.CheckAsync(importId)).Required.New);
    }

    [Fact]
    public async Task Two_hundred_megabytes_are_read_in_bounded_memory()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        using var content = new EndlessRows(200L * 1024 * 1024);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var importId = (await world.Get<StartImport>().RunAsync(desk.Noa, desk.BookId, content, "large.csv", null, null, CancellationToken.None)).Required;
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 40L * 1024 * 1024);

        var counts = (await desk.CheckAsync(importId)).Required;
        Assert.InRange(counts.Rows, 15_000, 30_000);
        Assert.Equal(counts.Rows, counts.New);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 40L * 1024 * 1024);
    }

    [Fact]
    public async Task More_than_the_cap_is_refused_before_it_fills_the_disk()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        using var content = new EndlessRows(400L * 1024 * 1024);
        Assert.Equal(new FileTooLarge(256), (await world.Get<StartImport>().RunAsync(desk.Noa, desk.BookId, content, "huge.csv", null, null, CancellationToken.None)).Error);
        Assert.Empty(Directory.GetFileSystemEntries(world.Folder.Spool));
    }

    /// <summary>Rows of ten kilobytes, as many as fit, made while they are read.</summary>
    private sealed class EndlessRows(long bytes) : Stream
    {
        private static readonly string Comment = new('x', 10_000);
        private byte[] _row = "name,phone,comment\n"u8.ToArray();
        private int _at;
        private int _number;
        private long _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _row.Length)
            {
                if (_given >= bytes)
                {
                    return 0;
                }

                _row = Encoding.ASCII.GetBytes($"Dana {_number},050{1_000_000 + _number},{Comment}\n");
                _number++;
                _at = 0;
            }

            var part = Math.Min(count, _row.Length - _at);
            _row.AsSpan(_at, part).CopyTo(buffer.AsSpan(offset));
            _at += part;
            _given += part;
            return part;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
