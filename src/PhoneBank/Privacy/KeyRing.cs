using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>
/// The unwrapped data keys, in memory. A key made on another node is found in the database at its first use.
/// </summary>
public sealed class KeyRing(MasterKey master, IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, UnwrappedKey> _byId = new();
    private readonly ConcurrentDictionary<Guid, UnwrappedKey> _byBook = new();
    private volatile UnwrappedKey? _installation;

    /// <summary>The installation's own key: labels, names of volunteers, campaigns and scripts.</summary>
    internal UnwrappedKey Installation => _installation ?? Find(() => _installation, "installation");

    internal UnwrappedKey OfBook(Guid bookId) =>
        _byBook.TryGetValue(bookId, out var key) ? key : Find(() => _byBook.GetValueOrDefault(bookId), "book");

    internal UnwrappedKey ById(Guid keyId) =>
        _byId.TryGetValue(keyId, out var key) ? key : Find(() => _byId.GetValueOrDefault(keyId), "id");

    /// <summary>Loads all keys, and makes the installation's own when the database is new.</summary>
    /// <exception cref="MasterKeyException">The database was sealed with another master key.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.DataKeys.AnyAsync(key => key.BookId == null, ct))
        {
            db.DataKeys.Add(Make(bookId: null));
            await db.SaveChangesAsync(ct);
        }

        foreach (var key in await db.DataKeys.AsNoTracking().ToListAsync(ct))
        {
            Add(key);
        }
    }

    /// <summary>A new wrapped key; the caller adds it to its context and saves it with the book.</summary>
    public DataKey Make(Guid? bookId)
    {
        var id = time.NewId();
        var key = RandomNumberGenerator.GetBytes(32);
        var wrapped = SealedBytes.Seal(master.Derive("wrap"), id, new Place("data_keys", "wrapped", id), key);
        return DataKey.Create(id, bookId, wrapped, time.UtcNow());
    }

    private UnwrappedKey Find(Func<UnwrappedKey?> lookUp, string what)
    {
        using (var db = dbs.CreateDbContext())
        {
            foreach (var key in db.DataKeys.AsNoTracking().ToList())
            {
                Add(key);
            }
        }

        return lookUp() ?? throw new SealBrokenException($"There is no data key for this {what}.");
    }

    private void Add(DataKey key)
    {
        if (_byId.ContainsKey(key.Id))
        {
            return;
        }

        byte[] bytes;
        try
        {
            bytes = SealedBytes.Open(master.Derive("wrap"), new Place("data_keys", "wrapped", key.Id), key.Wrapped);
        }
        catch (SealBrokenException)
        {
            throw new MasterKeyException("This database was sealed with another master key. Put the right key file back, or restore it from the recovery sheet.");
        }

        var unwrapped = new UnwrappedKey(key.Id, bytes);
        _byId[key.Id] = unwrapped;
        if (key.BookId is { } bookId)
        {
            _byBook[bookId] = unwrapped;
        }
        else
        {
            _installation = unwrapped;
        }
    }
}

/// <summary>A data key in memory, with the keys derived from it for sealing and for blind indexes.</summary>
internal sealed class UnwrappedKey(Guid id, byte[] key)
{
    private readonly byte[] _forSealing = Derive(key, "seal");

    // To make one costs more than to seal a row with it; one serves one thread at a time.
    private readonly ConcurrentQueue<AesGcm> _ciphers = [];

    public Guid Id { get; } = id;

    public IndexKey ForPhones { get; } = new(Derive(key, "index phones"));

    public IndexKey ForLabels { get; } = new(Derive(key, "index labels"));

    public IndexKey ForStopList { get; } = new(Derive(key, "index stop list"));

    public IndexKey ForExternalIds { get; } = new(Derive(key, "index external ids"));

    public IndexKey ForHoldOuts { get; } = new(Derive(key, "index hold-outs"));

    public IndexKey ForTokens { get; } = new(Derive(key, "tokens"));

    public byte[] Seal(Place place, ReadOnlySpan<byte> plain)
    {
        var cipher = Take();
        try
        {
            return SealedBytes.Seal(cipher, Id, place, plain);
        }
        finally
        {
            _ciphers.Enqueue(cipher);
        }
    }

    public byte[] Open(Place place, byte[] value)
    {
        var cipher = Take();
        try
        {
            return SealedBytes.Open(cipher, place, value);
        }
        finally
        {
            _ciphers.Enqueue(cipher);
        }
    }

    private AesGcm Take() => _ciphers.TryDequeue(out var cipher) ? cipher : new AesGcm(_forSealing, SealedBytes.TagSize);

    private static byte[] Derive(byte[] key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose));
}
