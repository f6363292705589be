namespace PhoneBank.Calling;

/// <summary>What one sweep did.</summary>
public sealed record Swept(int Expired, int Lapsed, int CountedUnreported, int OverdueCallbacks, int FoldedTallies)
{
    public bool Any => Expired + Lapsed + CountedUnreported + OverdueCallbacks + FoldedTallies > 0;
}

/// <summary>
/// Ends what ran out: viewing claims give the person back, calling claims become unreported, unreported ones count as an
/// attempt after 20 hours, callbacks two hours overdue wait for the desk; and folds the tallies. Safe on several nodes at once.
/// </summary>
public sealed class SweepLapsedClaims
{
    public Task<Swept> ExecuteAsync(CancellationToken ct) => throw new NotSupportedException();
}
