using System.Text;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>The file or paste has no number that can be read.</summary>
public sealed record NoNumbersFound : Error;

/// <summary>More than <paramref name="Most"/> numbers, or more text than so many need.</summary>
public sealed record TooManyNumbers(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>What came of a list of numbers.</summary>
/// <param name="Added">On the stop list now, and not before, or only for as long as a call was not taken back.</param>
/// <param name="AlreadyThere">On it for good before, or more than once in the list.</param>
/// <param name="Unreadable">Lines, counted from 1, in which no number was found.</param>
public sealed record StopListImported(int Added, int AlreadyThere, IReadOnlyList<int> Unreadable);

/// <summary>
/// Puts a whole do-not-call list on the stop list: one number a line, or a table one column of which holds numbers. Written in
/// small acts, so that callers go on meanwhile. Refuses with <see cref="NotAllowed"/>, <see cref="NoNumbersFound"/>,
/// <see cref="TooManyNumbers"/>; then nothing is changed.
/// </summary>
public sealed class ImportStopList(IHotStore store, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time)
{
    public const int MostNumbers = 100_000;

    /// <summary>What a table of so many lines can need.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int AtOnce = 1000;

    public async Task<Result<StopListImported>> ExecuteAsync(Actor coordinator, Stream content, string? defaultCountry, CancellationToken ct)
    {
        if (!await store.ReadAsync(session => StopListRight.HasAsync(session, coordinator), ct))
        {
            return new NotAllowed();
        }

        var lines = new List<string>();
        using (var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true))
        {
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                if (lines.Count > MostNumbers + 1)
                {
                    return new TooManyNumbers(MostNumbers);
                }

                lines.Add(line);
            }
        }

        var read = NumberLines.Read(lines, defaultCountry);
        if (read.Numbers.Count > MostNumbers)
        {
            return new TooManyNumbers(MostNumbers);
        }

        if (read.Numbers.Count == 0)
        {
            return new NoNumbersFound();
        }

        var numbers = read.Numbers.Distinct(StringComparer.Ordinal).ToList();
        var added = 0;
        foreach (var part in numbers.Chunk(AtOnce))
        {
            // Once begun it is finished, whether or not somebody waits for the answer.
            var entries = await store.WriteAsync<IReadOnlyList<Guid>?>(
                async session =>
                {
                    if (!await StopListRight.HasAsync(session, coordinator))
                    {
                        return null;
                    }

                    await StopListWriter.EnterAsync(session);
                    return await StopListWriter.AddNewAsync(session, sealer, time, coordinator, part);
                },
                CancellationToken.None);
            if (entries is null)
            {
                return new NotAllowed();
            }

            added += entries.Count;
            await silenced.CloseAsync(entries, CancellationToken.None);
        }

        signals.Publish(new Signal(Signal.CampaignChanged));
        return new StopListImported(added, read.Numbers.Count - added, read.Unreadable);
    }
}
