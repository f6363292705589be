namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Does what a step says.</summary>
internal sealed class StepTaker(WalkRun run, DeskSteps desk, CallerSteps callers)
{
    public async Task TakeAsync(WalkStep step)
    {
        run.Tick();
        switch (step.Kind)
        {
            case StepKind.Minutes:
                Pass(TimeSpan.FromMinutes(1 + (step.A % 50)));
                break;
            case StepKind.Hour:
                Pass(TimeSpan.FromMinutes(60 + (step.A % 240)));
                break;
            case StepKind.Days:
                // To an hour at which somebody somewhere may be called.
                var day = run.Now.Date.AddDays(1 + (step.A % 4 == 0 ? step.B % 6 : 0));
                run.World.Time.Set(new DateTimeOffset(day.AddMinutes((8 * 60) + (step.C % (9 * 60))), TimeSpan.Zero));
                run.Say("time passes");
                break;
            case StepKind.Call or StepKind.Next or StepKind.Pick or StepKind.Reveal or StepKind.Record or StepKind.OtherNumber or StepKind.Withdraw or StepKind.Skip
                or StepKind.Release or StepKind.NotCalled:
                await callers.TakeAsync(step);
                break;
            default:
                await desk.TakeAsync(step);
                break;
        }
    }

    private void Pass(TimeSpan time)
    {
        run.World.Time.Advance(time);
        run.Say("time passes");
    }
}
