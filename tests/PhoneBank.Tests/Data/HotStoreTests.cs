using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Data;

public sealed class HotStoreTests
{
    [Theory, OnBothDatabases]
    public async Task What_a_hot_act_writes_is_what_entity_framework_reads(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var subject = Guid.CreateVersion7();
        await world.Get<IHotStore>().WriteAsync(
            async session =>
            {
                await session.RecordAsync(world.Time, Actor.System, AuditAction.Claimed, subject);
                return true;
            },
            CancellationToken.None);

        var entry = await world.ReadAsync(db => db.AuditEntries.SingleAsync());
        Assert.Equal(subject, entry.SubjectId);
        Assert.Equal(world.Now, entry.At);
        Assert.Equal(DateTimeKind.Utc, entry.At.Kind);
        Assert.Null(entry.ActorId);
    }

    [Theory, OnBothDatabases]
    public async Task A_failing_act_undoes_itself_and_no_other(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var store = world.Get<IHotStore>();
        var acts = Enumerable.Range(0, 40).Select(async n =>
        {
            try
            {
                return await store.WriteAsync(
                    async session =>
                    {
                        await session.RecordAsync(world.Time, Actor.System, AuditAction.Claimed, detail: n.ToString());
                        return n % 4 == 0 ? throw new InvalidOperationException("on purpose") : n;
                    },
                    CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
                return -1;
            }
        });
        var results = await Task.WhenAll(acts);

        Assert.Equal(10, results.Count(result => result == -1));
        var written = await world.ReadAsync(db => db.AuditEntries.Select(entry => entry.Detail!).ToListAsync());
        Assert.Equal(results.Where(result => result >= 0).Select(result => result.ToString()).Order(), written.Order());
    }

    [Theory, OnBothDatabases]
    public async Task Hot_acts_and_entity_framework_write_side_by_side(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var hot = Enumerable.Range(0, 100).Select(_ => world.Get<IHotStore>().WriteAsync(
            async session =>
            {
                await session.RecordAsync(world.Time, Actor.System, AuditAction.Claimed);
                return true;
            },
            CancellationToken.None));
        var slow = Enumerable.Range(0, 100).Select(_ => world.WriteAsync(db => db.Record(world.Time, Actor.System, AuditAction.Revealed)));
        await Task.WhenAll(hot.Cast<Task>().Concat(slow));

        Assert.Equal(200, await world.ReadAsync(db => db.AuditEntries.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_becomes_parameters_and_an_empty_one_finds_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var wanted = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
        await world.WriteAsync(db =>
        {
            foreach (var id in wanted.Append(Guid.CreateVersion7()))
            {
                db.Record(world.Time, Actor.System, AuditAction.Claimed, id);
            }
        });

        var store = world.Get<IHotStore>();
        Assert.Equal(2, await store.ReadAsync(session => session.CountAsync($"SELECT count(*) FROM audit_entries WHERE subject_id IN {wanted}"), CancellationToken.None));
        Assert.Equal(0, await store.ReadAsync(session => session.CountAsync($"SELECT count(*) FROM audit_entries WHERE subject_id IN {Array.Empty<Guid>()}"), CancellationToken.None));
    }
}
