using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Lists;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Somebody reaches for what is on the other side of a wall; every time nothing must come of it.</summary>
internal sealed class WallSteps(WalkRun run)
{
    public async Task TakeAsync(WalkStep step)
    {
        var (mine, theirs) = (run.Model.Books[step.B % 2], run.Model.Books[(step.B + 1) % 2]);
        var (stranger, campaign) = step.B % 2 == 0 ? (run.Model.Callers[2], run.Model.Campaigns[0]) : (run.Model.Callers[1], run.Model.Campaigns[1 + (step.C % 2)]);
        var person = (await run.PeopleOfAsync(mine)).Cast<Guid?>().FirstOrDefault();
        var other = (await run.PeopleOfAsync(theirs)).Cast<Guid?>().FirstOrDefault();
        switch (step.A % 5)
        {
            case 0 when other is { } id:
                var erased = await run.World.Get<EraseContact>().ExecuteAsync(mine.Coordinator, theirs.Id, id, neverAgain: false, CancellationToken.None);
                var erasedHere = await run.World.Get<EraseContact>().ExecuteAsync(mine.Coordinator, mine.Id, id, neverAgain: false, CancellationToken.None);
                run.Must(!erased.IsDone && !erasedHere.IsDone, $"a coordinator of another book erased contact {id}");
                break;
            case 1 when person is { } here && other is { } there:
                run.Must(!(await run.World.Get<MergeContacts>().ExecuteAsync(mine.Coordinator, mine.Id, here, there, CancellationToken.None)).IsDone, "people of two books became one");
                break;
            case 2:
                var open = await run.World.ReadAsync(db => db.Claims.AnyAsync(claim => claim.OrganizerId == stranger.Actor.VolunteerId && claim.EndedAt == null));
                run.Must(open || !(await campaign.Scene.NextAsync(stranger.Actor)).IsDone, $"caller {stranger.Number} was handed somebody of a campaign of others");
                break;
            case 3:
                var entryId = await run.World.ReadAsync(db => db.Entries.Where(entry => entry.CampaignId == campaign.Id).Select(entry => (Guid?)entry.Id).FirstOrDefaultAsync());
                run.Must(entryId is null || !(await run.World.Get<PickContact>().ExecuteAsync(stranger.Actor, entryId.Value, CancellationToken.None)).IsDone, $"caller {stranger.Number} picked somebody of a campaign of others");
                run.Must(!(await run.World.Get<ListEntries>().ExecuteAsync(stranger.Actor, campaign.Scene.ListId, after: null, CancellationToken.None)).IsDone, $"caller {stranger.Number} saw a list of others");
                break;
            default:
                await OthersClaimAsync(step);
                break;
        }

        run.Say("nothing came of reaching over the wall");
    }

    private async Task OthersClaimAsync(WalkStep step)
    {
        var caller = run.Model.Callers[step.C % run.Model.Callers.Count];
        foreach (var claim in run.Model.Claims.Values.Where(claim => claim.Caller != caller).TakeLast(2))
        {
            run.Must(!(await claim.Campaign.Scene.RevealAsync(caller.Actor, claim.Id)).IsDone, $"caller {caller.Number} saw the number of another's claim {claim.Id}");
            run.Must(!(await claim.Campaign.Scene.RecordAsync(caller.Actor, claim.Id, "talked")).IsDone, $"caller {caller.Number} recorded a call of another's claim {claim.Id}");
        }
    }
}
