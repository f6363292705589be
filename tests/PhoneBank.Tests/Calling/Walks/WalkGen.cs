using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Makes walks, and smaller ones of a walk that failed.</summary>
internal static class WalkGen
{
    private const int StartDays = 66;

    // A failing walk is made smaller for so long; what is left then is shown.
    private static readonly TimeSpan ShrinkFor = TimeSpan.FromSeconds(90);

    private static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (5, StepKind.Import), (2, StepKind.UndoImport), (3, StepKind.MakeList), (1, StepKind.Refill),
        (3, StepKind.Suppress), (2, StepKind.Lift), (1, StepKind.StopListFile), (1, StepKind.LiftCaller),
        (45, StepKind.Call), (8, StepKind.Next), (3, StepKind.Pick), (3, StepKind.SecondPass), (6, StepKind.Reveal), (6, StepKind.Record), (2, StepKind.OtherNumber),
        (7, StepKind.Withdraw), (3, StepKind.Skip), (2, StepKind.Release), (2, StepKind.NotCalled),
        (2, StepKind.Assign), (1, StepKind.TakeBack), (2, StepKind.MoveRest), (1, StepKind.PauseList),
        (3, StepKind.CampaignState), (1, StepKind.Close), (3, StepKind.Hours), (1, StepKind.OpenHours), (2, StepKind.SafeHours), (1, StepKind.Pace),
        (4, StepKind.Resolve), (1, StepKind.Erase), (3, StepKind.Merge), (2, StepKind.OverTheWall),
        (5, StepKind.Sweep), (8, StepKind.Minutes), (6, StepKind.Hour), (7, StepKind.Days),
    ];

    // Somebody to call; the rest is left to chance.
    private static readonly WalkStep[] Beginning =
    [
        new(StepKind.Import, 0, 1, 1), new(StepKind.Import, 1, 2, 2), new(StepKind.Import, 0, 3, 3),
        new(StepKind.MakeList, 0, 0, 0), new(StepKind.MakeList, 1, 0, 0), new(StepKind.MakeList, 2, 0, 0),
    ];

    public static Arbitrary<Walk> Walks
    {
        get
        {
            var watch = new Stopwatch();
            return Arb.From(Walk, walk => Smaller(walk, watch));
        }
    }

    private static Gen<Walk> Walk =>
        from day in Gen.Choose(0, StartDays)
        from minute in Gen.Choose(8 * 60, 17 * 60)
        from length in Gen.Choose(20, 50)
        from steps in Step.ArrayOf(length)
        select new Walk((day * 24 * 60) + minute, [.. Beginning, .. steps]);

    private static Gen<WalkStep> Step =>
        from kind in Gen.Frequency(Weights.Select(weight => (weight.Weight, Gen.Constant(weight.Kind))))
        from a in Gen.Choose(0, 9999)
        from b in Gen.Choose(0, 9999)
        from c in Gen.Choose(0, 9999)
        select new WalkStep(kind, a, b, c);

    // Pieces left out, the longest first.
    private static IEnumerable<Walk> Smaller(Walk walk, Stopwatch watch)
    {
        watch.Start();
        for (var piece = walk.Steps.Count / 2; piece > 0; piece /= 2)
        {
            for (var at = walk.Steps.Count - piece; at >= 0 && watch.Elapsed < ShrinkFor; at -= piece)
            {
                yield return walk with { Steps = [.. walk.Steps.Take(at), .. walk.Steps.Skip(at + piece)] };
            }
        }
    }
}
