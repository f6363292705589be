using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Data;

namespace PhoneBank.Reviews;

/// <summary>A call with the outcome it counts by.</summary>
public sealed class CountedCall
{
    public required Call Call { get; init; }

    /// <summary>The corrected outcome, else the recorded one.</summary>
    public required Guid OutcomeId { get; init; }

    public required bool IsCorrected { get; init; }
}

/// <summary>A corrected call counts by its corrected outcome, wherever calls are counted or their outcome is shown.</summary>
public static class CountedOutcomes
{
    /// <summary>The id of the outcome a call counts by; the table of calls goes under the name k.</summary>
    public static RawSql OfCall { get; } = new("coalesce((SELECT w.corrected_outcome_id FROM reviews w WHERE w.call_id = k.id), k.outcome_id)");

    /// <summary>All calls, untracked, each with the outcome it counts by.</summary>
    public static IQueryable<CountedCall> CountedCalls(this PhoneBankDb db) =>
        from call in db.Calls.AsNoTracking()
        join corrected in db.Reviews.Where(review => review.CorrectedOutcomeId != null) on call.Id equals corrected.CallId into corrections
        from correction in corrections.DefaultIfEmpty()
        select new CountedCall { Call = call, OutcomeId = correction.CorrectedOutcomeId ?? call.OutcomeId, IsCorrected = correction.CorrectedOutcomeId != null };
}
