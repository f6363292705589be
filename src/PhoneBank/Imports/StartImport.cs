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
/// Nothing is in the book yet. Refused by name when it is no table or too large.
/// </summary>
public sealed class StartImport(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time, Spool spool, FirstLook look, SavedMappings mappings) : IDisposable
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
            var plan = look.Guess(id, bytes, new ImportPlan { FileName = SafeName(fileName), Encoding = encoding ?? "utf-8", DefaultLanguage = defaultLanguage }, isNew: encoding is null);
            if (!plan.IsDone)
            {
                return plan.Error;
            }

            var proposed = await mappings.ProposeAsync(bookId, plan.Value, ct);

            db.Imports.Add(new Import
            {
                Id = id,
                BookId = bookId,
                CreatedBy = actor.VolunteerId,
                CreatedAt = time.UtcNow(),
                State = ImportState.Matching,
                DefaultCountry = country,
                Bytes = bytes,
                SealedPlan = sealer.SealJson(bookId, Places.ImportPlan(id), proposed),
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

    // A path says where on someone's computer it lay.
    private static string SafeName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        return new string([.. name.Where(c => !char.IsControl(c)).Take(120)]);
    }

    /// <summary>Its length, and the encoding of a text; null when it is a package.</summary>
    private async Task<Result<(long Bytes, string? Encoding)>> SpoolAsync(Guid bookId, Guid importId, Stream content, CancellationToken ct)
    {
        var writer = spool.Create(bookId, importId);
        var detector = new EncodingDetector();
        var buffer = new byte[64 * 1024];
        var isStart = true;
        var isPackage = false;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, isStart ? StartBytes : 1, throwOnEndOfStream: false, ct)) > 0)
        {
            var part = buffer.AsMemory(0, read);
            if (isStart && FileKind.Refusal(part.Span) is { } refusal)
            {
                return refusal;
            }

            isPackage = isStart ? FileKind.IsPackage(part.Span) : isPackage;
            if (!isPackage)
            {
                detector.Feed(part.Span);
                if (isStart && detector.LooksBinary)
                {
                    return detector.BinaryRefusal;
                }

                if (detector.LengthRefusal is { } tooLong)
                {
                    return detector.LooksBinary ? detector.BinaryRefusal : tooLong;
                }
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

        if (isPackage)
        {
            return (writer.Bytes, null);
        }

        if (detector.LooksBinary)
        {
            return detector.BinaryRefusal;
        }

        return detector.Finish() is { } encoding ? (writer.Bytes, encoding) : detector.EncodingRefusal;
    }
}
