using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>
/// The results file: one row for each external id of everybody who was called, with the last outcome and the last answer to each closed
/// question, so that the system the list came from can import it. People without an external id are left out and counted.
/// Refuses with <see cref="NotFound"/>, <see cref="ReasonNeeded"/>.
/// </summary>
public sealed class ExportResults(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private static readonly string[] Head = ["external_id", "outcome", "outcome_label", "date", "attempts"];

    public Task<Result<OpenedExport>> ExecuteAsync(Actor actor, ExportRequest request, CancellationToken ct) =>
        new ExportBook(dbs, sealer, time).OpenAsync(actor, ExportKind.Results, request, WriteAsync, ct);

    private async Task WriteAsync(ExportScope scope, SafeTable table, ExportTally tally, CancellationToken ct)
    {
        ClosedQuestions questions;
        List<Guid> lists;
        Dictionary<Guid, (string Key, string Label)> outcomes;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            questions = await ClosedQuestions.OfAsync(db, sealer, scope.Campaign.Id, ct);
            lists = await db.CallLists
                .Where(list => list.CampaignId == scope.Campaign.Id && (scope.ListId == null || list.Id == scope.ListId))
                .OrderBy(list => list.Id).Select(list => list.Id).ToListAsync(ct);
            outcomes = (await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == scope.Campaign.Id).ToListAsync(ct)).ToDictionary(
                outcome => outcome.Id,
                outcome => (outcome.Key, outcome.Definition.TextIn(scope.Language, scope.Campaign.MainLanguage)?.Label ?? outcome.Key));
        }

        await table.WriteAsync([.. Head, .. questions.Columns], ct);
        foreach (var list in lists)
        {
            var after = Guid.Empty;
            while (await BatchAsync(scope, list, after, outcomes, questions, table, tally, ct) is { } last)
            {
                after = last;
            }
        }
    }

    /// <summary>Writes the next people of a list; the last one's entry, or null when there are no more.</summary>
    private async Task<Guid?> BatchAsync(
        ExportScope scope, Guid list, Guid after, Dictionary<Guid, (string Key, string Label)> outcomes, ClosedQuestions questions, SafeTable table, ExportTally tally, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var people = await (
            from entry in db.Entries.AsNoTracking()
            where entry.ListId == list && entry.Id > after && db.Calls.Any(call => call.EntryId == entry.Id && call.WithdrawnAt == null && call.EndedAt <= scope.Before)
            join contact in db.Contacts on entry.ContactId equals contact.Id
            orderby entry.Id
            select new { EntryId = entry.Id, contact.Id, contact.SealedDetails }).Take(ExportBook.Batch).ToListAsync(ct);
        if (people.Count == 0)
        {
            return null;
        }

        var entryIds = people.Select(person => person.EntryId).ToList();
        var calls = (await db.CountedCalls()
                .Where(counted => entryIds.Contains(counted.Call.EntryId) && counted.Call.WithdrawnAt == null && counted.Call.EndedAt <= scope.Before)
                .Select(counted => new { counted.Call.Id, counted.Call.EntryId, counted.Call.EndedAt, counted.OutcomeId })
                .ToListAsync(ct))
            .OrderBy(call => call.EndedAt).ThenBy(call => call.Id)
            .ToLookup(call => call.EntryId);
        var answers = await ClosedAnswers.OfAsync(db, [.. calls.SelectMany(group => group.Select(call => call.Id))], ct);
        foreach (var person in people)
        {
            var ids = sealer.OpenJson<ContactDetails>(Places.ContactDetails(person.Id), person.SealedDetails).Names
                .Select(name => name.ExternalId?.Trim())
                .Where(id => !string.IsNullOrEmpty(id))
                .Distinct(StringComparer.Ordinal)
                .ToList();
            var theirs = calls[person.EntryId].ToList();
            if (ids.Count == 0)
            {
                tally.LeftOut++;
                continue;
            }

            var latest = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (step, choice) in theirs.SelectMany(call => answers.GetValueOrDefault(call.Id, ClosedAnswers.None)))
            {
                latest[step] = choice;
            }

            var (key, label) = outcomes[theirs[^1].OutcomeId];
            foreach (var id in ids)
            {
                await table.WriteAsync(
                    [
                        id,
                        key,
                        label,
                        scope.Clock.DayOf(theirs[^1].EndedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        theirs.Count.ToString(CultureInfo.InvariantCulture),
                        .. questions.Cells(latest),
                    ],
                    ct);
                tally.Rows++;
            }
        }

        return people[^1].EntryId;
    }
}
