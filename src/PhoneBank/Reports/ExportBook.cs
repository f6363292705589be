using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>What both exports share: who may, the record of it, and the end of it.</summary>
internal sealed class ExportBook(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <summary>Rows read at a time: enough to be quick, few enough that memory does not grow with the file.</summary>
    public const int Batch = 500;

    public async Task<Result<OpenedExport>> OpenAsync(Actor actor, ExportKind kind, ExportRequest request, Func<ExportScope, SafeTable, ExportTally, CancellationToken, Task> write, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await (
            from campaign in db.CampaignsOf(actor).AsNoTracking()
            join book in db.Books on campaign.BookId equals book.Id
            where campaign.Id == request.CampaignId
            select new { Campaign = campaign, book.Level }).FirstOrDefaultAsync(ct);
        if (found is null || (request.ListId is { } listId && !await db.CallLists.AnyAsync(list => list.Id == listId && list.CampaignId == request.CampaignId, ct)))
        {
            return new NotFound();
        }

        var reason = request.Reason?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, ExportRequest.MostReason)] : null;
        if (kind == ExportKind.Results && found.Level == ProtectionLevel.AtRisk && reason is null)
        {
            return new ReasonNeeded();
        }

        var id = time.NewId();
        var now = time.UtcNow();
        db.Exports.Add(new Export
        {
            Id = id,
            Kind = kind,
            BookId = found.Campaign.BookId,
            CampaignId = found.Campaign.Id,
            ListId = request.ListId,
            By = actor.VolunteerId,
            At = now,
            SealedReason = reason is null ? null : sealer.Seal(found.Campaign.BookId, Places.ExportReason(id), reason),
        });

        // Recorded before the first byte leaves, so that no export goes unseen, however it ends.
        db.Record(time, actor, AuditAction.Exported, id, found.Campaign.BookId, $"{WhatOf(kind, request.Form)}: begun");
        await db.SaveChangesAsync(ct);
        var scope = new ExportScope(found.Campaign, request.ListId, request.Language, request.Form, DeskClock.In(found.Campaign.TimeZone), now);
        var what = kind == ExportKind.Pseudonymous ? "calls" : request.Form == ResultsForm.Own ? "results" : $"results-{NameOf(request.Form)}";
        var name = $"phonebank-{what}-{scope.Clock.DayOf(now):yyyy-MM-dd}";
        return new OpenedExport(name, request.Format, (stream, ct) => WriteAsync(actor, kind, id, scope, Open(stream, request), write, ct));
    }

    private async Task<ExportCounts> WriteAsync(Actor actor, ExportKind kind, Guid id, ExportScope scope, SafeTable table, Func<ExportScope, SafeTable, ExportTally, CancellationToken, Task> write, CancellationToken ct)
    {
        var tally = new ExportTally();
        var whole = false;
        try
        {
            await write(scope, table, tally, ct);
            await table.FinishAsync(ct);
            whole = true;
        }
        finally
        {
            await CloseAsync(table);
            await FinishAsync(actor, kind, id, scope, tally, whole);
        }

        return new ExportCounts(tally.Rows, tally.LeftOut);
    }

    private static string WhatOf(ExportKind kind, ResultsForm form) => kind == ExportKind.Results && form != ResultsForm.Own ? $"{kind} for {form}" : kind.ToString();

    private static string NameOf(ResultsForm form) => form switch
    {
        ResultsForm.Van or ResultsForm.VanMyCampaign => "van",
        ResultsForm.ActionNetwork => "action-network",
        _ => "zetkin",
    };

    private static SafeTable Open(Stream stream, ExportRequest request) =>
        request.Format == ExportFormat.Xlsx ? new SafeWorkbook(stream, new CultureInfo(request.Language).TextInfo.IsRightToLeft) : new SafeCsv(stream);

    // Whoever fetched it may be gone; that must not keep the record of it from being finished.
    private static async Task CloseAsync(SafeTable table)
    {
        try
        {
            await table.DisposeAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The record says that it broke off.
        }
    }

    private async Task FinishAsync(Actor actor, ExportKind kind, Guid id, ExportScope scope, ExportTally tally, bool whole)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        var export = await db.Exports.SingleAsync(export => export.Id == id, CancellationToken.None);
        export.FinishedAt = time.UtcNow();
        export.Rows = tally.Rows;
        export.LeftOut = tally.LeftOut;
        export.BrokenOff = !whole;
        var left = kind == ExportKind.Results ? $", left out {tally.LeftOut}" : "";
        db.Record(time, actor, AuditAction.Exported, id, scope.Campaign.BookId, $"{WhatOf(kind, scope.Form)}: rows {tally.Rows}{left}{(whole ? "" : ", broken off")}");
        await db.SaveChangesAsync(CancellationToken.None);
    }
}

/// <param name="Before">UTC. Calls recorded later are left out, so that the file has an end while callers go on.</param>
internal sealed record ExportScope(Campaign Campaign, Guid? ListId, string Language, ResultsForm Form, DeskClock Clock, DateTime Before);

/// <summary>What has been written so far.</summary>
internal sealed class ExportTally
{
    public int Rows { get; set; }

    public int LeftOut { get; set; }
}
