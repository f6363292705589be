namespace PhoneBank.Tests.Calling.Walks;

/// <summary>What coordinators do, and what happens by itself.</summary>
internal sealed class DeskSteps(WalkRun run)
{
    private readonly BookSteps _books = new(run);
    private readonly StopSteps _stops = new(run);
    private readonly ListSteps _lists = new(run);
    private readonly CampaignSteps _campaigns = new(run);
    private readonly WallSteps _walls = new(run);

    public Task TakeAsync(WalkStep step) => step.Kind switch
    {
        StepKind.Import => _books.ImportAsync(step),
        StepKind.UndoImport => _books.UndoAsync(step),
        StepKind.SafeHours => _books.SafeHoursAsync(step),
        StepKind.Erase => _books.EraseAsync(step),
        StepKind.Merge => _books.MergeAsync(step),
        StepKind.Suppress => _stops.SuppressAsync(step),
        StepKind.Lift => _stops.LiftAsync(step),
        StepKind.StopListFile => _stops.FileAsync(step),
        StepKind.LiftCaller => _stops.LiftCallerAsync(step),
        StepKind.MakeList => _lists.MakeAsync(step),
        StepKind.Refill => _lists.RefillAsync(),
        StepKind.Assign => _lists.AssignAsync(step),
        StepKind.TakeBack => _lists.TakeBackAsync(step),
        StepKind.MoveRest => _lists.MoveRestAsync(step),
        StepKind.PauseList => _lists.PauseAsync(step),
        StepKind.OverTheWall => _walls.TakeAsync(step),
        _ => _campaigns.TakeAsync(step),
    };
}
