using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Imports;

/// <summary>
/// Takes a file or a paste in: spools it sealed, finds out its encoding, delimiter, heads and what its columns probably are.
/// Nothing is in the book yet. Refused by name when it is no table of text or too large.
/// </summary>
public sealed class StartImport(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time, Spool spool) : IDisposable
{
    private const int StartBytes = 8192;

    // A few large uploads at a time are enough work for one machine.
    private readonly SemaphoreSlim _places = new(4);

    /// <summary>Text pasted from a spreadsheet.</summary>
    public async Task<Result<Guid>> FromTextAsync(Actor actor, Guid bookId, string text, string? defaultCountry, string? defaultLanguage, CancellationToken ct)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await RunAsync(actor, bookId, content, "", defaultCountry, defaultLanguage, ct);
    }

    /// <summary>The stream is read once, to its end, and never kept. <paramref name="defaultCountry"/>: null takes the book's.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, Guid bookId, Stream content, string fileName, string? defaultCountry, string? defaultLanguage, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(book => book.Id == bookId, ct);
        if (book is null)
        {
            return new NotFound();
        }

        var country = defaultCountry ?? book.DefaultCountry;
        if (!PhoneNumbers.Countries.Any(known => known.Code == country))
        {
            return new Books.UnknownCountry();
        }

        var id = time.NewId();
        await _places.WaitAsync(ct);
        var kept = false;
        try
        {
            var taken = await SpoolAsync(bookId, id, content, ct);
            if (!taken.IsDone)
            {
                return taken.Error;
            }

            var (bytes, encoding) = taken.Value;
            var plan = Guess(id, bytes, new ImportPlan { FileName = SafeName(fileName), Encoding = encoding, DefaultLanguage = defaultLanguage });
            if (!plan.IsDone)
            {
                return plan.Error;
            }

            db.Imports.Add(new Import
            {
                Id = id,
                BookId = bookId,
                CreatedBy = actor.VolunteerId,
                CreatedAt = time.UtcNow(),
                State = ImportState.Matching,
                DefaultCountry = country,
                Bytes = bytes,
                SealedPlan = sealer.SealJson(bookId, Places.ImportPlan(id), plan.Value),
            });
            await db.SaveChangesAsync(ct);
            kept = true;
            return id;
        }
        finally
        {
            _places.Release();
            if (!kept)
            {
                spool.Delete(id);
            }
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Looks at the beginning of the upload as the plan's encoding says; with a delimiter given, as chosen by hand.</summary>
    internal Result<ImportPlan> Guess(Guid importId, long bytes, ImportPlan plan, char? delimiter = null, bool? hasHeader = null)
    {
        try
        {
            var sample = ReadSample(importId, bytes, plan.Encoding, out var isWhole);
            var shape = TableShape.Of(sample, isWhole);
            if (delimiter is null && !shape.IsDone)
            {
                return shape.Error;
            }

            var found = shape.Value;
            if (delimiter is not null || hasHeader is not null)
            {
                var chosen = delimiter ?? found!.Delimiter;
                found = TableShape.With(chosen, hasHeader ?? found?.HasHeader ?? true, FirstRows(sample, chosen));
            }

            return plan with
            {
                Delimiter = found!.Delimiter,
                HasHeader = found.HasHeader,
                Heads = found.Heads,
                Columns = ColumnGuess.For(found.HasHeader ? found.Heads : [.. found.Heads.Select(_ => "")], found.FirstRows),
            };
        }
        catch (ImportRefusedException refused)
        {
            return refused.Error;
        }
    }

    /// <summary>The first rows as the plan reads them; for the preview.</summary>
    internal IReadOnlyList<string[]> Preview(Guid importId, long bytes, ImportPlan plan)
    {
        try
        {
            var rows = FirstRows(ReadSample(importId, bytes, plan.Encoding, out _), plan.Delimiter);
            return [.. rows.Skip(plan.HasHeader ? 1 : 0).Take(ImportLimits.PreviewRows)];
        }
        catch (ImportRefusedException)
        {
            return [];
        }
    }

    private static List<string[]> FirstRows(string sample, char delimiter)
    {
        var rows = new List<string[]>();
        using var table = new TableReader(new StringReader(sample), delimiter);
        while (rows.Count <= ImportLimits.PreviewRows + 1 && table.Read())
        {
            var cells = table.Cells();
            if (Array.Exists(cells, cell => cell.Length > 0))
            {
                rows.Add(cells);
            }
        }

        return rows;
    }

    // A path says where on someone's computer it lay.
    private static string SafeName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        return new string([.. name.Where(c => !char.IsControl(c)).Take(120)]);
    }

    private string ReadSample(Guid importId, long bytes, string encoding, out bool isWhole)
    {
        using var content = spool.Open(importId, bytes) ?? throw new ImportRefusedException(new UploadGone());
        using var reader = new StreamReader(content, EncodingDetector.Get(encoding), detectEncodingFromByteOrderMarks: false);
        var buffer = new char[TableShape.SampleChars];
        try
        {
            var length = reader.ReadBlock(buffer, 0, buffer.Length);
            isWhole = length < buffer.Length;
            return new string(buffer, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new ImportRefusedException(new EncodingNotRecognised());
        }
    }

    private async Task<Result<(long Bytes, string Encoding)>> SpoolAsync(Guid bookId, Guid importId, Stream content, CancellationToken ct)
    {
        var writer = spool.Create(bookId, importId);
        var detector = new EncodingDetector();
        var buffer = new byte[64 * 1024];
        var isStart = true;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, isStart ? StartBytes : 1, throwOnEndOfStream: false, ct)) > 0)
        {
            var part = buffer.AsMemory(0, read);
            if (isStart && FileKind.Refusal(part.Span) is { } refusal)
            {
                return refusal;
            }

            detector.Feed(part.Span);
            if (isStart && detector.LooksBinary)
            {
                return new FileIsBinary();
            }

            isStart = false;
            if (writer.Bytes + read > ImportLimits.Bytes)
            {
                return new FileTooLarge(ImportLimits.Bytes / (1024 * 1024));
            }

            await writer.WriteAsync(part, ct);
        }

        await writer.FinishAsync(ct);
        if (writer.Bytes == 0)
        {
            return new FileIsEmpty();
        }

        if (detector.LooksBinary)
        {
            return new FileIsBinary();
        }

        return detector.Finish() is { } encoding ? (writer.Bytes, encoding) : new EncodingNotRecognised();
    }
}
