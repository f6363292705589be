using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;

namespace PhoneBank.EndToEnd.App;

/// <summary>
/// Looks for what must not be there in clear: reads every byte an application has left (database with its journal and
/// copies, spool, temporary folder, everything printed; of PostgreSQL a dump), as one who took the disk would.
/// </summary>
public sealed class RawScan
{
    /// <summary>Shorter ones would be found in random bytes sooner or later.</summary>
    private const int ShortestNeedle = 6;

    private readonly Dictionary<uint, List<Needle>> _byStart = [];
    private readonly bool[] _mayStart = new bool[1 << 16];

    /// <summary>How many bytes were read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a word or sentence, in UTF-8 and both kinds of UTF-16. Words too short to be told from chance are left out.</summary>
    public RawScan Text(string text)
    {
        Add(text, text);
        return this;
    }

    /// <summary>Adds a number in the ways people and programs write it.</summary>
    /// <param name="e164">For example <c>+972501000001</c>.</param>
    /// <param name="national">Digits alone, for example <c>0501000001</c>.</param>
    public RawScan Phone(string e164, string national)
    {
        var country = e164[1..^(national.Length - 1)];
        var parts = $"{national[..3]}-{national[3..6]}-{national[6..]}";
        foreach (var spelling in new[] { e164, e164[1..], national, parts, $"+{country} {national[1..3]} {national[3..6]} {national[6..]}", $"{national[..3]}-{national[3..]}" }.Distinct())
        {
            Add(spelling, e164);
        }

        return this;
    }

    /// <summary>What was found: the word, and where.</summary>
    public async Task<IReadOnlyList<string>> FindInAsync(AppProcess app)
    {
        var found = new List<string>();
        var keys = Path.GetDirectoryName(app.KeyFile)! + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(keys, StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            found.AddRange(Find(await ReadAsync(stream), Path.GetRelativePath(app.Folder, file)));
        }

        found.AddRange(Find(Encoding.UTF8.GetBytes(app.Output), "what was printed"));
        if (app.ConnectionString is not null)
        {
            var dump = await DumpAsync(app.ConnectionString);
            found.AddRange(Find(dump, "the dump"));
            found.AddRange(Find(Unhexed(dump), "the dump's binary columns"));
        }

        return found;
    }

    /// <summary>What was found in these bytes.</summary>
    public IReadOnlyList<string> Find(ReadOnlySpan<byte> bytes, string place)
    {
        Bytes += bytes.Length;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + sizeof(uint) <= bytes.Length; i++)
        {
            var start = MemoryMarshal.Read<uint>(bytes[i..]);
            if (!_mayStart[start & 0xFFFF] || !_byStart.TryGetValue(start, out var needles))
            {
                continue;
            }

            foreach (var needle in needles)
            {
                if (bytes[i..].StartsWith(needle.Bytes) && found.TryAdd(needle.Meaning, ""))
                {
                    found[needle.Meaning] = $"{needle.Meaning} in {place} at {i}: …{Around(bytes, i, needle.Bytes.Length)}…";
                }
            }
        }

        return [.. found.Values];
    }

    private static string Around(ReadOnlySpan<byte> bytes, int at, int length) =>
        new([.. Encoding.UTF8.GetString(bytes[Math.Max(0, at - 40)..Math.Min(bytes.Length, at + length + 40)]).Select(character => char.IsControl(character) ? '·' : character)]);

    private void Add(string text, string meaning)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var bytes = encoding.GetBytes(text);
            if (bytes.Length < ShortestNeedle || text.Length < 3)
            {
                continue;
            }

            var start = MemoryMarshal.Read<uint>(bytes);
            _mayStart[start & 0xFFFF] = true;
            CollectionsMarshal.GetValueRefOrAddDefault(_byStart, start, out _) ??= [];
            if (_byStart[start].All(needle => !needle.Bytes.AsSpan().SequenceEqual(bytes)))
            {
                _byStart[start].Add(new Needle(bytes, meaning));
            }
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    private static async Task<byte[]> DumpAsync(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var program = Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin/pg_dump")).Last(File.Exists);
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, "-d", connection.Database! })
        {
            start.ArgumentList.Add(argument);
        }

        using var dump = Process.Start(start)!;
        var bytes = await ReadAsync(dump.StandardOutput.BaseStream);
        await dump.WaitForExitAsync();
        return dump.ExitCode == 0 ? bytes : throw new InvalidOperationException("pg_dump failed.");
    }

    /// <summary>The bytes of every binary column of a dump, where they stand as <c>\\x</c> and hexadecimal digits.</summary>
    private static byte[] Unhexed(byte[] dump)
    {
        using var bytes = new MemoryStream(dump.Length / 2);
        for (var i = 0; i + 3 < dump.Length; i++)
        {
            if (dump[i] != '\\' || dump[i + 1] != '\\' || dump[i + 2] != 'x')
            {
                continue;
            }

            for (i += 3; i + 1 < dump.Length && char.IsAsciiHexDigitLower((char)dump[i]) && char.IsAsciiHexDigitLower((char)dump[i + 1]); i += 2)
            {
                bytes.WriteByte((byte)((Value(dump[i]) << 4) | Value(dump[i + 1])));
            }

            bytes.Write("\n----\n"u8);
            i--;
        }

        return bytes.ToArray();
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;

    private sealed record Needle(byte[] Bytes, string Meaning);
}
