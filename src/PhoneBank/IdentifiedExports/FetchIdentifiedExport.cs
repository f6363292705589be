using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>An encrypted file to hand out. Whoever gets it disposes the stream.</summary>
/// <param name="FileName">Carries no name of a person, list or campaign.</param>
public sealed record IdentifiedFile(string FileName, Stream Content);

/// <summary>Hands out the file to whoever asked for it, as often as wanted while it is there. Refusals: <see cref="NotFound"/>, <see cref="IdentifiedFileGone"/>.</summary>
public sealed class FetchIdentifiedExport(IDbContextFactory<PhoneBankDb> dbs, IdentifiedFiles files, TimeProvider time)
{
    public async Task<Result<IdentifiedFile>> ExecuteAsync(Actor actor, Guid requestId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.IdentifiedRequestsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == requestId && candidate.AskedBy == actor.VolunteerId, ct) is not { } request)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        if (request.Bytes == 0 || IdentifiedRules.StateOf(request, another: false, now) != IdentifiedState.Made || files.Open(requestId, request.Bytes) is not { } content)
        {
            return new IdentifiedFileGone();
        }

        request.FetchedAt ??= now;
        db.Record(time, actor, AuditAction.IdentifiedExport, requestId, request.BookId, "fetched");
        await db.SaveChangesAsync(ct);
        return new IdentifiedFile($"phonebank-names-{request.AskedAt:yyyy-MM-dd}.csv.enc", content);
    }
}

/// <summary>Deletes files whose time is over, also those a crash has left; at the start of the application and every minute.</summary>
public sealed class SweepIdentifiedExports(IDbContextFactory<PhoneBankDb> dbs, IdentifiedFiles files, TimeProvider time)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var there = files.All().ToList();
        if (there.Count == 0)
        {
            return;
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var made = time.UtcNow() - IdentifiedRules.FileLife;
        var kept = await db.IdentifiedRequests.Where(request => there.Contains(request.Id) && request.EndedAt == null && request.MadeAt > made).Select(request => request.Id).ToListAsync(ct);
        foreach (var id in there.Except(kept))
        {
            files.Delete(id);
        }
    }
}
