using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>The words of a book, opened, for filters.</summary>
public sealed class BookLabels(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    /// <summary>All words of these kinds (all kinds when none is named), in order; words of an import that is not done are left out.</summary>
    public async Task<Result<IReadOnlyList<LabelLine>>> RunAsync(Actor actor, Guid bookId, IReadOnlyCollection<LabelKind> kinds, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.BooksOf(actor).AnyAsync(book => book.Id == bookId, ct))
        {
            return new NotFound();
        }

        var labels = db.Labels.AsNoTracking().Where(label => label.BookId == bookId && label.ImportId == null);
        if (kinds.Count > 0)
        {
            labels = labels.Where(label => kinds.Contains(label.Kind));
        }

        return (await labels.ToListAsync(ct))
            .ConvertAll(label => new LabelLine(label.Id, label.Kind, label.FieldId, sealer.Open(Places.LabelText(label.Id), label.SealedText)))
            .OrderBy(label => label.Kind).ThenBy(label => label.Text, StringComparer.CurrentCultureIgnoreCase).ToList();
    }
}

public sealed record LabelLine(Guid Id, LabelKind Kind, Guid? FieldId, string Text);
