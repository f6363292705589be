using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Imports;

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
    public async Task Rows_inserted_in_bulk_keep_their_values_whatever_stood_in_the_row_before(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var bookId = (await ImportDesk.OpenAsync(world)).BookId;
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Guid?[] fields = [null, one, one, null, null, other, one, other, other, null];
        var text = new string('x', 400);
        var rows = fields.Select((field, i) => new object?[] { world.Time.NewId(), bookId, i % 3 == 0 ? LabelKind.Tag : LabelKind.FieldValue, field, i < 5 ? [1, 2, 3] : new byte[] { (byte)i }, new[] { (byte)i }, i % 4 == 0 ? null : one }).ToList();
        var names = fields.Select((_, i) => new object?[] { world.Time.NewId(), "k" + (i / 4), i % 4 < 2 ? text : i.ToString() }).ToList();
        var inserted = await world.Get<IHotStore>().WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"CREATE TEMPORARY TABLE names (id {(session.Kind == DatabaseKind.Sqlite ? new RawSql("BLOB") : new RawSql("uuid"))}, key text, name text)");
                Assert.Equal(names.Count, await session.InsertAsync("names", "id, key, name", names));
                var read = await session.QueryAsync($"SELECT id, key, name FROM names ORDER BY id", row => (row.Id(0), row.Text(1), row.Text(2)));
                Assert.Equal(names.Select(row => ((Guid)row[0]!, (string)row[1]!, (string)row[2]!)).Order(), read);
                await session.ExecuteAsync($"DROP TABLE names");
                return await session.InsertAsync("labels", "id, book_id, kind, field_id, sealed_text, blind_index, import_id", rows);
            },
            CancellationToken.None);

        Assert.Equal(rows.Count, inserted);
        var labels = await world.ReadAsync(db => db.Labels.AsNoTracking().Where(label => label.BookId == bookId).ToListAsync());
        foreach (var row in rows)
        {
            var label = labels.Single(label => label.Id.Equals(row[0]));
            Assert.Equal((row[2], row[3], row[6]), (label.Kind, label.FieldId, label.ImportId));
            Assert.Equal((byte[])row[4]!, label.SealedText);
            Assert.Equal((byte[])row[5]!, label.BlindIndex);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Many_keys_find_what_few_would(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync(ImportDesk.TwoPeople);
        var ids = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync());
        var keys = await world.ReadAsync(db => db.PhoneKeys.ToListAsync());
        var many = Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()).Concat(ids).ToList();
        var indexes = Enumerable.Range(0, 100).Select(i => new[] { (byte)i }).Concat(keys.Select(key => key.BlindIndex)).ToList();
        var (byId, byKey, owners) = await world.Get<IHotStore>().ReadAsync(
            async session => (
                await session.QueryAsync($"SELECT id FROM contacts WHERE id IN {many}", row => row.Id(0)),
                await session.QueryAsync($"SELECT phone_id FROM phone_keys WHERE book_id = {desk.BookId} AND blind_index IN {indexes}", row => row.Id(0)),
                await session.FindByPhonesAsync(desk.BookId, indexes)),
            CancellationToken.None);
        Assert.Equal(ids.Order(), byId.Order());
        Assert.Equal(keys.Select(key => key.PhoneId).Order(), byKey.Order());
        Assert.Equal(ids.Order(), owners.Select(owner => owner.ContactId).Order());
        Assert.Equal(keys.Select(key => Convert.ToHexString(key.BlindIndex)).Order(), owners.Select(owner => Convert.ToHexString(owner.Index)).Order());
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
