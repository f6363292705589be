using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Goes through a file chunk by chunk: reads rows, finds who is there already, counts, and, when it runs for good, writes.
/// While one chunk is placed the next is read, the one before is sealed and an earlier one written. Contacts that were
/// there before are not touched: what the file adds to them waits, sealed, until the import is decided.
/// </summary>
internal sealed class ImportEngine(IHotStore store, Sealer sealer, ContactWriter writer, TimeProvider time, Signals signals, ImportJob job)
{
    private readonly RowReader _rows = new(job.Plan, job.DefaultCountry);
    private readonly ChunkPlacer _placer = new(store, sealer, time, job);
    private readonly ChunkWriter _writer = new(store, sealer, writer, time, signals, job);
    private readonly FieldChanges _changes = new(store, sealer, writer);
    private bool _isHead = job.Plan.HasHeader;

    /// <summary>Custom columns with too many different values to be words.</summary>
    public IReadOnlyList<int> TextColumns => _placer.TextColumns;

    /// <summary>What a dry run found would change for people in the book.</summary>
    public IReadOnlyList<FieldChange> Changes => _changes.ToList();

    /// <summary>Reads the whole file, once; refused with what the file is, or <see cref="ImportStoppedException"/> when somebody cancelled.</summary>
    public async Task<ImportCounts> RunAsync(Stream content, CancellationToken ct)
    {
        using var table = TableReader.Open(content, job.Plan);
        var reading = ReadAsync(table);
        var writing = new PiecesUnderWay();
        try
        {
            List<ImportRow> rows;
            do
            {
                rows = await reading;
                ct.ThrowIfCancellationRequested();
                if (rows.Count > 0)
                {
                    reading = ReadAsync(table);
                }

                foreach (var work in await _placer.PlaceAsync(rows, ct))
                {
                    if (!job.Writes && job.Plan.Update == UpdateRule.Overwrite)
                    {
                        await _changes.CountAsync(work.Merges, ct);
                    }

                    await writing.AddAsync(_writer.WriteAsync(work, ct));
                }
            }
            while (rows.Count > 0);

            await writing.EndAsync();
            return _placer.Counts;
        }
        finally
        {
            // Whatever ends this, nothing goes on behind its back.
            await Task.WhenAll([reading, .. writing.Left]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _placer.Dispose();
        }
    }

    /// <summary>The next rows, none at the end; read on a thread of its own, so that callers find the pool's threads free.</summary>
    private Task<List<ImportRow>> ReadAsync(TableReader table) =>
        Task.Factory.StartNew(() => Read(table), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private List<ImportRow> Read(TableReader table)
    {
        var rows = new List<ImportRow>(ImportLimits.RowsAtOnce);
        while (rows.Count < ImportLimits.RowsAtOnce && table.Read())
        {
            var cells = table.Cells();
            if (Array.TrueForAll(cells, cell => cell.Length == 0))
            {
                continue;
            }

            // The first row in which there is something.
            if (_isHead)
            {
                _isHead = false;
                continue;
            }

            rows.Add(new ImportRow(table.Line, cells, _rows.Read(cells), sealer, job.BookId));
        }

        return rows;
    }
}

/// <summary>What a row adds to a contact that was in the book before.</summary>
internal sealed record Addition(PersonFacts Facts, bool IsSomebodyElse, bool Overwrites = false);

/// <summary>What an engine works on.</summary>
internal sealed record ImportJob(Guid ImportId, Guid BookId, ImportPlan Plan, string DefaultCountry, string FallbackZone, bool Writes);

/// <summary>Somebody cancelled, or a sweep took the import for dead: its state is no longer the one we work in.</summary>
internal sealed class ImportStoppedException() : Exception("The import was stopped.");
