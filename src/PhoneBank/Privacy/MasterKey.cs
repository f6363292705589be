using System.Security.Cryptography;
using System.Text;

namespace PhoneBank.Privacy;

/// <summary>
/// The installation's master key: 32 random bytes in a file outside the database folder. It wraps the data keys.
/// Whoever has the database without this file has nothing; whoever loses it without its recovery sheet loses everything.
/// </summary>
public sealed class MasterKey
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>A key that is nowhere on disk, for tests.</summary>
    public static MasterKey Generate() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the key file; makes it, readable for its owner only, when it does not exist and <paramref name="mayCreate"/>.</summary>
    /// <exception cref="MasterKeyException">The file is missing, damaged, or readable by others.</exception>
    public static MasterKey LoadOrCreate(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate)
            {
                throw new MasterKeyException($"The key file {path} is missing, and this database was sealed with it. Put it back, or restore it from the recovery sheet.");
            }

            Create(path);
        }

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            throw new MasterKeyException($"The key file {path} can be read by other users of this machine. Run: chmod 600 {path}");
        }

        return Parse(File.ReadAllText(path).Trim())
            ?? throw new MasterKeyException($"The key file {path} is damaged. Restore it from the recovery sheet.");
    }

    /// <summary>The key as 14 groups of four letters and digits, the last one a check; for the recovery sheet.</summary>
    public IReadOnlyList<string> RecoveryGroups() => [.. Encode(_key).Chunk(4).Select(group => new string(group))];

    /// <summary>Reads a key from its groups; letters easily confused are forgiven. Null when it is not a key.</summary>
    public static MasterKey? Parse(string text)
    {
        var folded = new string([.. text.ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c != '-')])
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        if (folded.Length != 56 || folded.Any(c => !Alphabet.Contains(c)))
        {
            return null;
        }

        var key = new byte[32];
        int buffer = 0, bits = 0, at = 0;
        foreach (var c in folded.AsSpan(0, 52))
        {
            buffer = (buffer << 5) | Alphabet.IndexOf(c);
            bits += 5;
            if (bits >= 8 && at < 32)
            {
                bits -= 8;
                key[at++] = (byte)(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Encode(key)), Encoding.ASCII.GetBytes(folded)) ? new MasterKey(key) : null;
    }

    internal byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: Encoding.UTF8.GetBytes(purpose));

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(string.Join('-', Generate().RecoveryGroups()) + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private static string Encode(byte[] key)
    {
        var text = new StringBuilder(56);
        int buffer = 0, bits = 0;
        foreach (var b in key)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(buffer >> bits) & 31]);
                buffer &= (1 << bits) - 1;
            }
        }

        text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        foreach (var b in SHA256.HashData(key).AsSpan(0, 4))
        {
            text.Append(Alphabet[b & 31]);
        }

        return text.ToString();
    }
}

/// <summary>The master key can't be used; the message says what the operator should do.</summary>
public sealed class MasterKeyException(string message) : Exception(message);
