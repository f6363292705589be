namespace PhoneBank.Tests.Calling.Walks;

/// <summary>What can happen in a walk.</summary>
internal enum StepKind
{
    Import,
    UndoImport,
    MakeList,
    Refill,
    Suppress,
    Lift,
    StopListFile,
    LiftCaller,
    Call,
    Next,
    Pick,
    SecondPass,
    Reveal,
    Record,
    OtherNumber,
    Withdraw,
    Skip,
    Release,
    NotCalled,
    Assign,
    TakeBack,
    MoveRest,
    PauseList,
    CampaignState,
    Close,
    Hours,
    OpenHours,
    SafeHours,
    Pace,
    Resolve,
    Erase,
    Merge,
    OverTheWall,
    Sweep,
    Minutes,
    Hour,
    Days,
}

/// <summary>One thing somebody does. The numbers choose who, whom and how among what there is then, so that a shorter walk still makes sense.</summary>
internal readonly record struct WalkStep(StepKind Kind, int A, int B, int C)
{
    public override string ToString() => $"{Kind}({A},{B},{C})";
}

/// <summary>A walk: when it begins, in minutes after <see cref="Epoch"/>, and what happens one after another.</summary>
internal sealed record Walk(int Start, IReadOnlyList<WalkStep> Steps)
{
    /// <summary>Before clocks change in Europe, Israel and America.</summary>
    public static readonly DateTime Epoch = new(2026, 10, 18, 0, 0, 0, DateTimeKind.Utc);

    public override string ToString() => $"from {Epoch.AddMinutes(Start):u}: {string.Join(' ', Steps)}";
}
