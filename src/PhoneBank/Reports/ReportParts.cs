using System.Globalization;
using PhoneBank.Calling;
using PhoneBank.Campaigns;

namespace PhoneBank.Reports;

/// <summary>Makes reports of sums. The only place where counts become what is shown, so that no small one slips through.</summary>
internal sealed class ReportParts(Dictionary<SumKey, Sum> sums, IReadOnlyDictionary<Guid, OutcomeDefinition> outcomes, bool isExact)
{
    private readonly ILookup<CallSumKind, KeyValuePair<SumKey, Sum>> _kinds = sums.ToLookup(pair => pair.Key.Kind);

    public ReachedCount All => Count(Sum(_kinds[CallSumKind.Language]));

    public IReadOnlyList<OutcomeCount> Outcomes(List<Guid> order)
    {
        var counts = By(CallSumKind.Outcome);
        return [.. order.Where(id => counts.ContainsKey(id.ToString("D")) && outcomes.ContainsKey(id))
            .Select(id => new OutcomeCount(outcomes[id], Count(counts[id.ToString("D")].Calls)))
            .OrderBy(row => row.Outcome.Group)];
    }

    /// <summary>How often each choice of a step was chosen.</summary>
    public IReadOnlyDictionary<string, int> Choices(string stepId) => By(CallSumKind.Answer)
        .Where(pair => pair.Key.StartsWith(stepId + ":", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(stepId.Length + 1)..], pair => pair.Value.Calls, StringComparer.Ordinal);

    public IReadOnlyList<HourCount> Hours() =>
        [.. By(CallSumKind.Hour).Select(pair => (At: Number(pair.Key), pair.Value)).OrderBy(pair => pair.At)
            .Select(pair => new HourCount((DayOfWeek)(pair.At / 24), pair.At % 24, Count(pair.Value)))];

    public IReadOnlyList<AttemptCount> Attempts()
    {
        var soFar = 0;
        return [.. By(CallSumKind.Attempt).Select(pair => (Number: Number(pair.Key), pair.Value)).OrderBy(pair => pair.Number)
            .Select(pair => new AttemptCount(pair.Number, Count(pair.Value.Calls), Count(pair.Value.Reached), Count(soFar += pair.Value.Reached)))];
    }

    public ListQuality List(Guid id, string name, int people)
    {
        int Of(Func<OutcomeDefinition, bool> which) => _kinds[CallSumKind.Outcome]
            .Where(pair => pair.Key.ListId == id && Guid.TryParse(pair.Key.Key, out var outcome) && outcomes.TryGetValue(outcome, out var definition) && which(definition))
            .Sum(pair => pair.Value.Calls);
        var attempts = _kinds[CallSumKind.Attempt].Where(pair => pair.Key.ListId == id).ToList();
        return new ListQuality(
            id,
            name,
            Count(people),
            Count(attempts.Where(pair => pair.Key.Key == "1").Sum(pair => pair.Value.Calls)),
            Count(attempts.Sum(pair => pair.Value.Reached)),
            Count(Of(_ => true)),
            Count(Of(outcome => outcome.NumberIsBad)),
            Count(Of(outcome => outcome.SuppressEverywhere)));
    }

    public IReadOnlyList<(Guid? Id, ReachedCount Counts)> Organizers() =>
        [.. By(CallSumKind.Organizer).OrderByDescending(pair => pair.Value.Calls).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Guid.TryParse(pair.Key, out var id) ? id : (Guid?)null, Count(pair.Value)))];

    public IReadOnlyList<LanguageCount> Languages() =>
        [.. By(CallSumKind.Language).OrderByDescending(pair => pair.Value.Calls).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new LanguageCount(pair.Key, Count(pair.Value)))];

    public CallbackCounts Callbacks(int overdue, int open)
    {
        var counts = By(CallSumKind.Callback);
        int Of(string key) => counts.GetValueOrDefault(key).Calls;
        var (kept, early, late) = (Of(nameof(CallbackTiming.Kept)), Of(nameof(CallbackTiming.Early)), Of(nameof(CallbackTiming.Late)));
        return new CallbackCounts(Count(Of(CallSum.Promised)), Count(kept), Count(early), Count(late), Count(overdue), Count(open))
        {
            Share = Count(kept).ShareOf(Count(kept + early + late + overdue)),
        };
    }

    public ReportCount Count(int n) => ReportCount.Of(n, isExact);

    private ReachedCount Count(Sum sum) => new(Count(sum.Calls), Count(sum.Reached));

    /// <summary>Over all lists.</summary>
    private Dictionary<string, Sum> By(CallSumKind kind) => _kinds[kind].GroupBy(pair => pair.Key.Key).ToDictionary(group => group.Key, Sum, StringComparer.Ordinal);

    private static Sum Sum(IEnumerable<KeyValuePair<SumKey, Sum>> parts) => parts.Aggregate(default(Sum), (sum, pair) => sum + pair.Value);

    private static int Number(string key) => int.Parse(key, CultureInfo.InvariantCulture);
}
