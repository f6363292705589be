using System.Collections.Concurrent;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Books;

/// <summary>A word of a book, by kind; the value of a custom field names the field's own label.</summary>
public readonly record struct LabelWord(LabelKind Kind, string Text, Guid? FieldId = null);

/// <summary>
/// Words of a book that have been looked up before, for a long act that meets the same ones over and over. A word that an
/// import has put to use is not deleted before that import has ended.
/// </summary>
public sealed class KnownWords
{
    private readonly ConcurrentDictionary<LabelWord, object> _ids = new();

    public Guid this[LabelWord word]
    {
        get => (Guid)_ids[word];
        internal set => _ids[word] = value;
    }

    public bool Has(LabelWord word) => _ids.ContainsKey(word);

    /// <summary>The id in a box, the same each time: rows are made of objects.</summary>
    internal object Find(LabelWord word) => _ids[word];
}

/// <summary>Finds the words of a book and makes those that are missing. Their text is sealed, so finding is by blind index.</summary>
public sealed class Labels(IHotStore store, Sealer sealer, TimeProvider time)
{
    private const int AtOnce = 400;

    /// <summary>
    /// The ids of these words; words that fold alike are one. <paramref name="importId"/> marks new words as that import's until it is done.
    /// Must not be called inside a write.
    /// </summary>
    public async Task<IReadOnlyDictionary<LabelWord, Guid>> FindOrCreateAsync(Guid bookId, IReadOnlyCollection<LabelWord> words, Guid? importId, CancellationToken ct)
    {
        var ids = new Dictionary<LabelWord, Guid>();
        foreach (var part in words.Distinct().Chunk(AtOnce))
        {
            var indexes = part.ToDictionary(word => word, word => sealer.LabelIndex(Scope(bookId, word.Kind, word.FieldId), word.Text));
            var found = await store.ReadAsync(session => FindAsync(session, bookId, indexes.Values), ct);
            var missing = indexes.Where(entry => !found.ContainsKey(Convert.ToHexString(entry.Value))).DistinctBy(entry => Convert.ToHexString(entry.Value))
                .OrderBy(entry => Convert.ToHexString(entry.Value), StringComparer.Ordinal).ToList();
            if (missing.Count > 0)
            {
                var rows = missing.ConvertAll(entry =>
                {
                    var id = time.NewId();
                    return (Id: id, Word: entry.Key, Index: entry.Value, Sealed: sealer.Seal(Places.LabelText(id), entry.Key.Text));
                });
                found = await store.WriteAsync(
                    async session =>
                    {
                        // Always in the same order: two acts that make the same words would wait for each other for ever.
                        foreach (var (id, word, index, text) in rows)
                        {
                            await session.ExecuteAsync($"""
                                INSERT INTO labels (id, book_id, kind, field_id, sealed_text, blind_index, import_id)
                                VALUES ({id}, {bookId}, {word.Kind}, {word.FieldId}, {text}, {index}, {importId})
                                ON CONFLICT (book_id, blind_index) DO NOTHING
                                """);
                        }

                        return await FindAsync(session, bookId, indexes.Values);
                    },
                    ct);
            }

            foreach (var (word, index) in indexes)
            {
                ids[word] = found[Convert.ToHexString(index)];
            }
        }

        return ids;
    }

    /// <summary>The same, looking up only those that are not known yet.</summary>
    public async Task LearnAsync(KnownWords known, Guid bookId, IEnumerable<LabelWord> words, Guid? importId, CancellationToken ct)
    {
        var unknown = words.Where(word => !known.Has(word)).ToHashSet();
        if (unknown.Count > 0)
        {
            foreach (var (word, id) in await FindOrCreateAsync(bookId, unknown, importId, ct))
            {
                known[word] = id;
            }
        }
    }

    private static string Scope(Guid bookId, LabelKind kind, Guid? fieldId) => $"{bookId:N}/{kind}/{fieldId:N}";

    private static async Task<Dictionary<string, Guid>> FindAsync(HotSession session, Guid bookId, IReadOnlyCollection<byte[]> indexes)
    {
        var rows = await session.QueryAsync(
            $"SELECT blind_index, id FROM labels WHERE book_id = {bookId} AND blind_index IN {indexes}",
            row => (Index: Convert.ToHexString(row.Bytes(0)), Id: row.Id(1)));
        return rows.ToDictionary(row => row.Index, row => row.Id, StringComparer.Ordinal);
    }
}
