using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.Reports;

/// <summary>The chosen answers of calls, by call and step. What was typed is never read here.</summary>
internal static class ClosedAnswers
{
    public static readonly IReadOnlyDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    public static async Task<Dictionary<Guid, IReadOnlyDictionary<string, string>>> OfAsync(PhoneBankDb db, List<Guid> callIds, CancellationToken ct)
    {
        var answers = await db.Answers.AsNoTracking()
            .Where(answer => callIds.Contains(answer.CallId) && answer.ChoiceId != null)
            .Select(answer => new { answer.CallId, answer.StepId, ChoiceId = answer.ChoiceId! })
            .ToListAsync(ct);
        return answers.GroupBy(answer => answer.CallId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyDictionary<string, string>)group.ToDictionary(answer => answer.StepId, answer => answer.ChoiceId, StringComparer.Ordinal));
    }
}
