using System.Security.Cryptography;
using PhoneBank.Imports;
using PhoneBank.Privacy;

namespace PhoneBank.IdentifiedExports;

/// <summary>The encrypted files, sealed once more while they are on the server's disk.</summary>
public sealed class IdentifiedFiles(DataFolder folder, Sealer sealer)
{
    private readonly Spool _spool = new(new DataFolder(Path.Combine(folder.Path, "exports")), sealer);

    internal SpoolWriter Create(Guid bookId, Guid requestId) => _spool.Create(bookId, requestId);

    internal Stream? Open(Guid requestId, long bytes) => _spool.Open(requestId, bytes);

    internal void Delete(Guid requestId) => _spool.Delete(requestId);

    internal IEnumerable<Guid> All() => _spool.All().Select(file => file.ImportId);
}

/// <summary>
/// Encrypts as <c>openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -md sha256</c> does, so that the file opens with a program everybody can
/// get: "Salted__", 8 bytes of salt, then AES-256-CBC under key and first block made of the passphrase.
/// </summary>
internal static class OpenSslFile
{
    public const int Rounds = 600_000;

    private const int SaltBytes = 8;
    private const int KeyBytes = 32;
    private const int BlockBytes = 16;
    private const int Groups = 5;
    private const int GroupLetters = 4;

    // Nothing that looks like another letter: it is read from one screen and typed at another.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Twenty random letters and digits, about 99 bits.</summary>
    public static string NewPassphrase() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLetters)));

    /// <summary>A stream to write the plain content to; disposing it writes the end of the encrypted one. Leaves <paramref name="target"/> open.</summary>
    public static async Task<Stream> WriteToAsync(Stream target, string passphrase, CancellationToken ct)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        await target.WriteAsync("Salted__"u8.ToArray(), ct);
        await target.WriteAsync(salt, ct);
        var made = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeyBytes + BlockBytes);
        using var aes = Aes.Create();
        return new CryptoStream(target, aes.CreateEncryptor(made[..KeyBytes], made[KeyBytes..]), CryptoStreamMode.Write, leaveOpen: true);
    }
}

/// <summary>Lets a stream be written into the spool.</summary>
internal sealed class SpoolStream(SpoolWriter writer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => writer.Bytes;

    public override long Position
    {
        get => writer.Bytes;
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(writer.WriteAsync(buffer, cancellationToken));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => writer.WriteAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override void Flush()
    {
        // The spool writes whole pieces, the last one at its end.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
