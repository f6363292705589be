using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.FollowUps;

/// <summary>A promise as it is kept with its call.</summary>
/// <param name="Day"><c>yyyy-MM-dd</c>; null for a pledge.</param>
/// <param name="Matched">Of the amount, so much is doubled; null when there was no match in its currency.</param>
/// <param name="IsWithdrawn">Taken back with its call.</param>
public sealed record PromiseKept(FollowUpKind Kind, string? Day, PledgeAmount? Amount, PledgeAmount? Matched, string? Reference, bool IsWithdrawn)
{
    public Guid Id { get; init; }

    /// <summary>The promises of a call, for whoever may see the call.</summary>
    public static async Task<IReadOnlyList<PromiseKept>> OfAsync(PhoneBankDb db, Guid callId, CancellationToken ct)
    {
        var promises = await db.FollowUps.AsNoTracking().Where(promise => promise.CallId == callId).OrderBy(promise => promise.Kind).ThenBy(promise => promise.StepId).ToListAsync(ct);
        return promises.ConvertAll(promise => new PromiseKept(
            promise.Kind,
            promise.Day,
            Of(promise.AmountInHundredths, promise.Currency),
            Of(promise.MatchedInHundredths, promise.Currency),
            promise.Reference,
            promise.WithdrawnAt is not null)
        {
            Id = promise.Id,
        });
    }

    private static PledgeAmount? Of(long? hundredths, string? currency) => hundredths is { } amount && currency is not null ? new PledgeAmount(amount, currency) : null;
}
