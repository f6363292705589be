using PhoneBank.Data;
using PhoneBank.Imports;

namespace PhoneBank.Books;

/// <summary>While an import writes into a book it must not lose a person it has found there.</summary>
internal static class RunningImport
{
    public static async Task<bool> IsThereAsync(HotSession session, Guid bookId) =>
        await session.CountAsync(
            $"""
            SELECT count(*) FROM imports WHERE book_id = {bookId} AND state IN {new[] { ImportState.Running, ImportState.Finishing, ImportState.RollingBack }}
            """) > 0;
}
