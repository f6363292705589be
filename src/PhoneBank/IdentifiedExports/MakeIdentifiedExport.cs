using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>A file that was made.</summary>
/// <param name="Passphrase">Opens the file. It is kept nowhere: whoever loses it asks again.</param>
public sealed record MadeIdentified(Guid RequestId, string Passphrase, int Rows);

/// <summary>
/// Makes the file of a request that is ready, once, for whoever asked, by passphrase: people of the lists with names, numbers
/// that may be called, and the last outcome. It is there for <see cref="IdentifiedRules.FileLife"/>.
/// </summary>
public sealed class MakeIdentifiedExport(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, StepUp stepUp, IdentifiedFiles files, Signals signals, TimeProvider time)
{
    /// <returns>The passphrase, or <see cref="NotFound"/>, <see cref="IdentifiedNotReady"/>, <see cref="PassphraseNotRight"/>.</returns>
    public async Task<Result<MadeIdentified>> ExecuteAsync(Actor actor, Guid requestId, string? passphrase, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.IdentifiedRequestsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == requestId && candidate.AskedBy == actor.VolunteerId, ct) is not { } request)
        {
            return new NotFound();
        }

        if (!await IsReadyAsync(db, request, ct))
        {
            return new IdentifiedNotReady();
        }

        if (!await stepUp.IsAsync(actor, passphrase, "identified-make", ct))
        {
            return new PassphraseNotRight();
        }

        if (!await BeginAsync(db, actor, request, ct))
        {
            return new IdentifiedNotReady();
        }

        try
        {
            var made = await WriteAsync(request, ct);
            await FinishAsync(actor, request, made.Rows, made.Bytes);
            signals.Publish(new Signal(Signal.CampaignChanged, request.CampaignId));
            return new MadeIdentified(requestId, made.Passphrase, made.Rows);
        }
        catch
        {
            await BreakOffAsync(actor, request);
            throw;
        }
    }

    private async Task<bool> IsReadyAsync(PhoneBankDb db, IdentifiedRequest request, CancellationToken ct)
    {
        var now = time.UtcNow();
        return IdentifiedRules.StateOf(request, await IdentifiedRules.LastMadeAsync(db, request, now, ct) is not null, now) == IdentifiedState.Ready;
    }

    // Recorded before the first name is read, so that no export goes unseen, however it ends.
    private async Task<bool> BeginAsync(PhoneBankDb db, Actor actor, IdentifiedRequest request, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Holds the book's row: of two requests made at once the second sees the first.
        await db.Books.Where(book => book.Id == request.BookId).ExecuteUpdateAsync(set => set.SetProperty(book => book.Level, book => book.Level), ct);
        var now = time.UtcNow();
        if (!await IsReadyAsync(db, request, ct)
            || await db.IdentifiedRequests.Where(candidate => candidate.Id == request.Id && candidate.MadeAt == null && candidate.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.MadeAt, now), ct) == 0)
        {
            return false;
        }

        db.Exports.Add(new Export
        {
            Id = request.Id,
            Kind = ExportKind.Identified,
            BookId = request.BookId,
            CampaignId = request.CampaignId,
            ListId = request.ListId,
            By = actor.VolunteerId,
            At = now,
            SealedReason = sealer.Seal(request.BookId, Places.ExportReason(request.Id), sealer.Open(Places.IdentifiedReason(request.Id), request.SealedReason)),
        });
        db.Record(time, actor, AuditAction.Exported, request.Id, request.BookId, "Identified: begun");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<(string Passphrase, int Rows, long Bytes)> WriteAsync(IdentifiedRequest request, CancellationToken ct)
    {
        var passphrase = OpenSslFile.NewPassphrase();
        var writer = files.Create(request.BookId, request.Id);
        await using var spool = new SpoolStream(writer);
        int rows;
        await using (var encrypted = await OpenSslFile.WriteToAsync(spool, passphrase, ct))
        await using (var table = new SafeCsv(encrypted))
        {
            rows = await new IdentifiedRows(dbs, sealer).WriteAsync(request, table, ct);
            await table.FinishAsync(ct);
        }

        await writer.FinishAsync(ct);
        return (passphrase, rows, writer.Bytes);
    }

    // Half a file is no use to anybody: it can be asked for again.
    private async Task BreakOffAsync(Actor actor, IdentifiedRequest request)
    {
        files.Delete(request.Id);
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        var now = time.UtcNow();
        await db.IdentifiedRequests.Where(candidate => candidate.Id == request.Id && candidate.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.EndedAt, now).SetProperty(candidate => candidate.EndedBy, actor.VolunteerId), CancellationToken.None);
        await db.Exports.Where(export => export.Id == request.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(export => export.FinishedAt, now).SetProperty(export => export.BrokenOff, valueExpression: true), CancellationToken.None);
        db.Record(time, actor, AuditAction.Exported, request.Id, request.BookId, "Identified: broken off");
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task FinishAsync(Actor actor, IdentifiedRequest request, int rows, long bytes)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        var made = await db.IdentifiedRequests.SingleAsync(candidate => candidate.Id == request.Id, CancellationToken.None);
        made.Rows = rows;
        made.Bytes = bytes;
        var export = await db.Exports.SingleAsync(candidate => candidate.Id == request.Id, CancellationToken.None);
        export.Rows = rows;
        export.FinishedAt = time.UtcNow();
        db.Record(time, actor, AuditAction.Exported, request.Id, request.BookId, $"Identified: rows {rows}");
        await db.SaveChangesAsync(CancellationToken.None);
        if (made.EndedAt is not null)
        {
            files.Delete(request.Id);
        }
    }
}
