using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>
/// The results file: one row for each external id of everybody who was called, with the last outcome and the last answer to each closed
/// question, so that the system the list came from can import it, with that system's heads and words where they are asked for.
/// People without an external id, or with one that system cannot have given, are left out and counted.
/// Refuses with <see cref="NotFound"/>, <see cref="ReasonNeeded"/>.
/// </summary>
public sealed class ExportResults(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public Task<Result<OpenedExport>> ExecuteAsync(Actor actor, ExportRequest request, CancellationToken ct) =>
        new ExportBook(dbs, sealer, time).OpenAsync(actor, ExportKind.Results, request, WriteAsync, ct);

    private async Task WriteAsync(ExportScope scope, SafeTable table, ExportTally tally, CancellationToken ct)
    {
        ClosedQuestions questions;
        List<Guid> lists;
        Dictionary<Guid, (OutcomeDefinition Definition, string Label)> outcomes;
        var layout = ResultsLayout.Of(scope.Form);
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            questions = await ClosedQuestions.OfAsync(db, sealer, scope.Campaign.Id, ct);
            lists = await db.CallLists
                .Where(list => list.CampaignId == scope.Campaign.Id && (scope.ListId == null || list.Id == scope.ListId))
                .OrderBy(list => list.Id).Select(list => list.Id).ToListAsync(ct);
            outcomes = (await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == scope.Campaign.Id).ToListAsync(ct)).ToDictionary(
                outcome => outcome.Id,
                outcome => (outcome.Definition, outcome.Definition.TextIn(scope.Language, scope.Campaign.MainLanguage)?.Label ?? outcome.Key));
        }

        await table.WriteAsync([.. layout.Head, .. questions.Columns], ct);
        foreach (var list in lists)
        {
            var after = Guid.Empty;
            while (await BatchAsync(scope, list, after, outcomes, questions, layout, table, tally, ct) is { } last)
            {
                after = last;
            }
        }
    }

    /// <summary>Writes the next people of a list; the last one's entry, or null when there are no more.</summary>
    private async Task<Guid?> BatchAsync(
        ExportScope scope,
        Guid list,
        Guid after,
        Dictionary<Guid, (OutcomeDefinition Definition, string Label)> outcomes,
        ClosedQuestions questions,
        ResultsLayout layout,
        SafeTable table,
        ExportTally tally,
        CancellationToken ct)
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
            var fitting = ids.FindAll(id => layout.Fits(id!));
            tally.LeftOut += ids.Count == 0 ? 1 : ids.Count - fitting.Count;
            if (fitting.Count == 0)
            {
                continue;
            }

            var theirs = calls[person.EntryId].ToList();
            var latest = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (step, choice) in theirs.SelectMany(call => answers.GetValueOrDefault(call.Id, ClosedAnswers.None)))
            {
                latest[step] = choice;
            }

            var (outcome, label) = outcomes[theirs[^1].OutcomeId];
            var day = scope.Clock.DayOf(theirs[^1].EndedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var result = new PersonResult(outcome, label, day, theirs.Count, latest);
            var cells = questions.Cells(layout.Answers(result)).ToList();
            foreach (var id in fitting)
            {
                await table.WriteAsync([.. layout.Cells(id!, result), .. cells], ct);
                tally.Rows++;
            }
        }

        return people[^1].EntryId;
    }
}
