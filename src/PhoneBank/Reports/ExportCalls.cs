using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>
/// The pseudonymous export: one row for each call, with nothing that names a person, a number or an organizer, and no notes.
/// Withdrawn calls are left out. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class ExportCalls(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private static readonly string[] Head = ["person", "date", "outcome", "language", "list", "attempt"];

    public Task<Result<OpenedExport>> ExecuteAsync(Actor actor, ExportRequest request, CancellationToken ct) =>
        new ExportBook(dbs, sealer, time).OpenAsync(actor, ExportKind.Pseudonymous, request, WriteAsync, ct);

    private async Task WriteAsync(ExportScope scope, SafeTable table, ExportTally tally, CancellationToken ct)
    {
        var pseudonyms = new Pseudonyms();
        var lists = new Dictionary<Guid, string>();
        ClosedQuestions questions;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            questions = await ClosedQuestions.OfAsync(db, sealer, scope.Campaign.Id, ct);
            foreach (var list in await db.CallLists.AsNoTracking().Where(list => list.CampaignId == scope.Campaign.Id).Select(list => new { list.Id, list.SealedName }).ToListAsync(ct))
            {
                lists[list.Id] = sealer.Open(Places.CallListName(list.Id), list.SealedName);
            }
        }

        await table.WriteAsync([.. Head, .. questions.Columns], ct);
        var (lastAt, lastId) = (DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), Guid.Empty);
        while (true)
        {
            // A short read for each batch, so that no long one holds up the writers' log.
            await using var db = await dbs.CreateDbContextAsync(ct);
            var (at, id) = (lastAt, lastId);
            var calls = await (
                from counted in db.CountedCalls()
                let call = counted.Call
                where call.CampaignId == scope.Campaign.Id && call.EndedAt >= at && call.EndedAt <= scope.Before && (call.EndedAt > at || call.Id > id)
                    && call.WithdrawnAt == null && (scope.ListId == null || call.ListId == scope.ListId)
                orderby call.EndedAt, call.Id
                select new
                {
                    call.Id,
                    call.EndedAt,
                    call.ContactId,
                    call.ListId,
                    call.Language,
                    Outcome = db.Outcomes.First(outcome => outcome.Id == counted.OutcomeId).Key,
                    Attempt = 1 + db.Calls.Count(earlier => earlier.EntryId == call.EntryId && earlier.WithdrawnAt == null
                        && (earlier.EndedAt < call.EndedAt || (earlier.EndedAt == call.EndedAt && earlier.Id < call.Id))),
                }).Take(ExportBook.Batch).ToListAsync(ct);
            if (calls.Count == 0)
            {
                return;
            }

            (lastAt, lastId) = (calls[^1].EndedAt, calls[^1].Id);
            var answers = await ClosedAnswers.OfAsync(db, [.. calls.Select(call => call.Id)], ct);

            // Within a day the order of the calls would tell what the date leaves out.
            foreach (var (call, day, person) in calls
                .Select(call => (Call: call, Day: scope.Clock.DayOf(call.EndedAt), Person: pseudonyms.Of(call.ContactId)))
                .OrderBy(row => row.Day).ThenBy(row => row.Person, StringComparer.Ordinal).ThenBy(row => row.Call.Attempt))
            {
                await table.WriteAsync(
                    [
                        person,
                        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        call.Outcome,
                        call.Language,
                        lists.GetValueOrDefault(call.ListId),
                        call.Attempt.ToString(CultureInfo.InvariantCulture),
                        .. questions.Cells(answers.GetValueOrDefault(call.Id, ClosedAnswers.None)),
                    ],
                    ct);
                tally.Rows++;
            }
        }
    }
}
