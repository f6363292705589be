namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>How much of a package may still be unpacked; one for all of its parts.</summary>
internal sealed class PackageBudget
{
    private long _left = ImportLimits.WorkbookBytes;

    /// <exception cref="ImportRefusedException">It unpacks to more than it may.</exception>
    public void Take(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw new ImportRefusedException(new WorkbookTooLarge(ImportLimits.WorkbookBytes / (1024 * 1024)));
        }
    }
}

/// <summary>
/// An unpacked part of a package, watched while it is read, because what its directory says of it may be a lie: the bytes
/// in all, how far it was packed, and how long it goes on without any markup (the reader of markup would hold all of that).
/// </summary>
internal sealed class PackagePart(Stream inner, long packed, PackageBudget budget) : Stream
{
    // Below this size nothing does harm, however well it was packed.
    private const long Harmless = 4 * 1024 * 1024;
    private const int MostPacked = 100;
    private long _read;
    private long _withoutMarkup;

    /// <summary>What is refused when text goes on for too long; the reader of the part knows where it stands.</summary>
    public Func<Shared.Error> TooLong { get; set; } = () => new WorkbookIsBroken(0);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether so many bytes come out of so few that it is no list of people.</summary>
    public static bool IsTooWellPacked(long unpacked, long packed) => unpacked > Harmless && unpacked > packed * MostPacked;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        budget.Take(read);
        _read += read;
        if (IsTooWellPacked(_read, packed))
        {
            throw new ImportRefusedException(new WorkbookTooLarge(ImportLimits.WorkbookBytes / (1024 * 1024)));
        }

        var markup = buffer[..read].LastIndexOf((byte)'<');
        _withoutMarkup = markup < 0 ? _withoutMarkup + read : read - markup;
        return _withoutMarkup <= 2 * ImportLimits.RecordBytes ? read : throw new ImportRefusedException(TooLong());
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
