using PhoneBank.Privacy;

namespace PhoneBank.Imports;

/// <summary>
/// Files on disk, uploads above all, sealed in pieces of a megabyte under the book's key: nothing of a file is ever written in clear, and
/// no piece can be exchanged for another.
/// </summary>
public sealed class Spool(DataFolder folder, Sealer sealer)
{
    internal const int SegmentBytes = 1024 * 1024;

    public SpoolWriter Create(Guid bookId, Guid importId)
    {
        var path = FolderOf(importId);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new SpoolWriter(sealer, bookId, importId, path);
    }

    /// <summary>The upload again, from its beginning; null when it has been deleted.</summary>
    public Stream? Open(Guid importId, long bytes) => Directory.Exists(FolderOf(importId)) ? new SpoolReader(sealer, importId, FolderOf(importId), bytes) : null;

    public void Delete(Guid importId)
    {
        if (Directory.Exists(FolderOf(importId)))
        {
            Directory.Delete(FolderOf(importId), recursive: true);
        }
    }

    /// <summary>The uploads there are, with the time each was begun.</summary>
    public IEnumerable<(Guid ImportId, DateTime At)> All() =>
        Directory.Exists(folder.Spool)
            ? Directory.EnumerateDirectories(folder.Spool)
                .Select(path => (IsId: Guid.TryParseExact(Path.GetFileName(path), "N", out var id), Id: id, At: Directory.GetCreationTimeUtc(path)))
                .Where(entry => entry.IsId)
                .Select(entry => (entry.Id, entry.At))
            : [];

    internal static string FileOf(string path, int number) => Path.Combine(path, number.ToString("D6") + ".sealed");

    private string FolderOf(Guid importId) => Path.Combine(folder.Spool, importId.ToString("N"));
}

/// <summary>Takes an upload in and seals it piece by piece.</summary>
public sealed class SpoolWriter(Sealer sealer, Guid bookId, Guid importId, string path)
{
    private readonly byte[] _segment = new byte[Spool.SegmentBytes];
    private int _length;
    private int _number;

    public long Bytes { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Bytes += bytes.Length;
        while (bytes.Length > 0)
        {
            var part = Math.Min(bytes.Length, _segment.Length - _length);
            bytes[..part].CopyTo(_segment.AsMemory(_length));
            _length += part;
            bytes = bytes[part..];
            if (_length == _segment.Length)
            {
                await SealSegmentAsync(ct);
            }
        }
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        if (_length > 0)
        {
            await SealSegmentAsync(ct);
        }
    }

    private async Task SealSegmentAsync(CancellationToken ct)
    {
        var value = sealer.Seal(bookId, Places.SpoolSegment(importId, _number), _segment.AsSpan(0, _length));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(Spool.FileOf(path, _number), options);
        await file.WriteAsync(value, ct);
        _number++;
        Array.Clear(_segment, 0, _length);
        _length = 0;
    }
}

/// <summary>Reads an upload back, in any order; a few opened pieces are in memory at a time.</summary>
internal sealed class SpoolReader(Sealer sealer, Guid importId, string path, long bytes) : Stream
{
    // A workbook is read at several places in turn.
    private const int Kept = 4;
    private readonly (int Number, byte[] Bytes)[] _segments = [.. Enumerable.Repeat((-1, Array.Empty<byte>()), Kept)];
    private int _oldest;
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes;

    public override long Position
    {
        get => _at;
        set => _at = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at >= bytes || buffer.Length == 0)
        {
            return 0;
        }

        var segment = Segment((int)(_at / Spool.SegmentBytes));
        var start = (int)(_at % Spool.SegmentBytes);
        var part = Math.Min(buffer.Length, segment.Length - start);
        segment.AsSpan(start, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _at + offset,
        _ => bytes + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private byte[] Segment(int number)
    {
        foreach (var (known, opened) in _segments)
        {
            if (known == number)
            {
                return opened;
            }
        }

        var file = Spool.FileOf(path, number);
        if (!File.Exists(file))
        {
            throw new ImportRefusedException(new UploadGone());
        }

        var segment = sealer.OpenBytes(Places.SpoolSegment(importId, number), File.ReadAllBytes(file));
        _segments[_oldest] = (number, segment);
        _oldest = (_oldest + 1) % Kept;
        return segment;
    }
}

/// <summary>Carries a refusal out of the depth of a file being read; every operation turns it into a result.</summary>
internal sealed class ImportRefusedException(Shared.Error error) : Exception(error.Key)
{
    public Shared.Error Error { get; } = error;
}
