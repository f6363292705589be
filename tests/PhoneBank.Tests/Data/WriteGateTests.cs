using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Data;

public sealed class WriteGateTests
{
    [Fact]
    public async Task A_bulk_write_outside_a_transaction_is_refused_on_sqlite()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        await using var db = await world.OpenDbAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.AuditEntries.ExecuteDeleteAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_transaction_that_is_rolled_back_or_forgotten_lets_the_next_writer_in(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using (var db = await world.OpenDbAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.AuditEntries.ExecuteDeleteAsync();
            await transaction.RollbackAsync();
        }

        await using (var db = await world.OpenDbAsync())
        {
            await db.Database.BeginTransactionAsync();
            db.Record(world.Time, Actor.System, AuditAction.Claimed);
            await db.SaveChangesAsync();
        }

        await world.WriteAsync(db => db.Record(world.Time, Actor.System, AuditAction.Revealed)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([AuditAction.Revealed], await world.ReadAsync(db => db.AuditEntries.Select(entry => entry.Action).ToListAsync()));
    }
}
