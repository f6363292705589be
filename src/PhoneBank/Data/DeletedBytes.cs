using Microsoft.EntityFrameworkCore;

namespace PhoneBank.Data;

/// <summary>What was deleted must be gone from the files too.</summary>
internal static class DeletedBytes
{
    /// <summary>
    /// SQLite overwrites deleted rows with zeros in its pages, but the pages as they were stand in the write-ahead log until it is
    /// emptied. Does as much as readers allow at this moment; the next time does the rest. PostgreSQL does this by itself.
    /// </summary>
    public static async Task ForgetDeletedAsync(this PhoneBankDb db, CancellationToken ct)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);
        }
    }
}
