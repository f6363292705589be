using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>What organizers do.</summary>
internal sealed class CallerSteps(WalkRun run)
{
    private static readonly (int Hour, int Minute)[] CallbackTimes = [(10, 5), (11, 30), (12, 45), (14, 20), (16, 10), (17, 50), (19, 35)];

    private readonly HandOutCheck _handOut = new(run);

    public async Task TakeAsync(WalkStep step)
    {
        var caller = run.Model.Callers[step.A % run.Model.Callers.Count];
        var open = await ClaimOfAsync(caller, lapsed: false);
        switch (step.Kind)
        {
            case StepKind.Call:
                open ??= await NextAsync(caller, step);
                await _handOut.RunAsync();
                if (open is { } held)
                {
                    run.World.Time.Advance(TimeSpan.FromMinutes(step.C % 7));
                    await RevealAsync(caller, held, step.B % 9 == 0 ? step.C : null);
                    run.World.Time.Advance(TimeSpan.FromMinutes(step.B % 5));
                    await RecordAsync(caller, held, step);
                }

                break;
            case StepKind.Next:
                await NextAsync(caller, step);
                break;
            case StepKind.Pick:
                await PickAsync(caller, step);
                break;
            case StepKind.Reveal when open is { } claimId:
                await RevealAsync(caller, claimId, step.C);
                break;
            case StepKind.Record when (step.C % 2 == 0 ? await ClaimOfAsync(caller, lapsed: true) ?? open : open ?? await ClaimOfAsync(caller, lapsed: true)) is { } claimId:
                await RecordAsync(caller, claimId, step);
                break;
            case StepKind.OtherNumber when caller.Calls.Count > 0:
                run.Say($"caller {caller.Number} goes on at another number", await run.World.Get<CallOtherNumber>().ExecuteAsync(caller.Actor, caller.Calls[^1], CancellationToken.None));
                break;
            case StepKind.Withdraw when caller.Calls.Count > 0:
                await WithdrawAsync(caller, caller.Calls[^(1 + (step.B % 5 == 0 ? step.C % caller.Calls.Count : 0))]);
                break;
            case StepKind.Skip when open is { } claimId:
                await SkipAsync(caller, claimId, (SkipReason)(step.B % 3));
                break;
            case StepKind.Release when open is { } claimId:
                run.Say($"caller {caller.Number} gives back claim {claimId}", await run.World.Get<ReleaseClaim>().ExecuteAsync(caller.Actor, claimId, CancellationToken.None));
                break;
            case StepKind.NotCalled when (await ClaimOfAsync(caller, lapsed: true) ?? open) is { } claimId:
                run.Say($"caller {caller.Number} did not call, claim {claimId}", await run.World.Get<ReportNotCalled>().ExecuteAsync(caller.Actor, claimId, CancellationToken.None));
                break;
        }
    }

    private Task<Guid?> ClaimOfAsync(ModelCaller caller, bool lapsed) => run.World.ReadAsync(db => db.Claims
        .Where(claim => claim.OrganizerId == caller.Actor.VolunteerId && (lapsed ? claim.EndedBy == ClaimEnd.Lapsed : claim.EndedAt == null))
        .OrderBy(claim => claim.TakenAt).Select(claim => (Guid?)claim.Id).FirstOrDefaultAsync());

    private async Task<Guid?> NextAsync(ModelCaller caller, WalkStep step)
    {
        Guid? campaign = step.B % 3 == 0 ? caller.Campaigns[step.C % caller.Campaigns.Count].Id : null;
        Guid? list = step.B % 7 == 0 ? run.Model.Lists[step.C % run.Model.Lists.Count].Id : null;
        var next = await run.World.Get<ClaimNextContact>().ExecuteAsync(caller.Actor, campaign, list, CancellationToken.None);
        run.Say($"caller {caller.Number} takes the next, claim {next.Value?.ClaimId}", next);
        return next.Value?.ClaimId;
    }

    private async Task PickAsync(ModelCaller caller, WalkStep step)
    {
        var campaign = run.Model.Campaigns[0];
        var entries = await run.World.ReadAsync(db => db.Entries.Where(entry => entry.CampaignId == campaign.Id).Select(entry => new { entry.Id, entry.ContactId }).ToListAsync());
        var people = await run.PeopleOfAsync(campaign.Book);
        if (entries.OrderBy(entry => people.ToList().IndexOf(entry.ContactId)).ToList() is not { Count: > 0 } known)
        {
            return;
        }

        var entryId = known[step.B % known.Count].Id;
        run.Say($"caller {caller.Number} picks entry {entryId}", await run.World.Get<PickContact>().ExecuteAsync(caller.Actor, entryId, CancellationToken.None));
    }

    private async Task RevealAsync(ModelCaller caller, Guid claimId, int? which)
    {
        if (run.Model.Claims.GetValueOrDefault(claimId) is not { } claim)
        {
            return;
        }

        Guid? phoneId = null;
        if (which is { } index && index % 3 == 0)
        {
            var phones = await run.World.ReadAsync(db => db.ContactPhones.Where(phone => phone.ContactId == claim.ContactId).OrderBy(phone => phone.Position).Select(phone => phone.Id).ToListAsync());
            phoneId = phones.Count > 0 ? phones[index % phones.Count] : null;
        }

        var shown = await run.World.Get<RevealNumber>().ExecuteAsync(caller.Actor, claimId, phoneId, CancellationToken.None);
        run.Say($"caller {caller.Number} sees the number {shown.Value?.PhoneId} of claim {claimId}", shown);
        if (shown.Value is { } number)
        {
            await _handOut.ShownAsync(claim, number);
        }
    }

    private async Task RecordAsync(ModelCaller caller, Guid claimId, WalkStep step)
    {
        if (run.Model.Claims.GetValueOrDefault(claimId) is not { } claim)
        {
            return;
        }

        var outcome = OutcomeSet.Default.Outcomes[Outcome(step.B)];
        var person = await run.HoursOfAsync(claim.ContactId);
        var local = WalkHours.LocalIn(person.Zone ?? (person.Country == "US" ? "America/Chicago" : person.Country == "GB" ? "Europe/London" : "Asia/Jerusalem"), run.Now);
        var at = CallbackTimes[step.C % CallbackTimes.Length];
        var before = run.Model.CallsOf(claim.ContactId).Where(call => call.Campaign == claim.Campaign && !call.Conflicting && call.Outcome.Key == outcome.Key).ToList();
        var recorded = await claim.Campaign.Scene.RecordAsync(caller.Actor, claimId, outcome.Key, request => request with
        {
            CallbackDate = DateOnly.FromDateTime(local).AddDays(step.C % 3),
            CallbackTime = new TimeOnly(at.Hour, at.Minute),
            CallbackZone = "America/Chicago",
            CallbackMine = step.C % 2 == 0,
            SpeaksLanguage = step.C % 3 == 0 ? "ru" : "en",
            ThenNext = step.A % 3 == 0,
        });
        run.Say($"caller {caller.Number} records {outcome.Key} for claim {claimId}, call {recorded.Value?.CallId}, next claim {recorded.Value?.NextClaimId}", recorded);
        if (recorded.Value is not { } done || run.Model.Calls.Exists(call => call.Id == done.CallId))
        {
            return;
        }

        run.Must(outcome.AtMaximum != AtMaximum.NotOffered || before.Count < outcome.MaxPerCampaign, $"{outcome.Key} was recorded more often than it is offered, call {done.CallId}");
        run.Model.Calls.Add(new ModelCall(done, claim, outcome));
        caller.Calls.Add(done.CallId);
        if (outcome.SuppressEverywhere)
        {
            run.Model.Stops[$"call:{done.CallId}"] = [.. await run.NumbersOfAsync(claim.ContactId)];
        }
    }

    // What brings people back is walked most; what ends them, often enough.
    private static int Outcome(int choice)
    {
        string[] often = [OutcomeKeys.NoAnswer, OutcomeKeys.NoAnswer, OutcomeKeys.Busy, OutcomeKeys.Busy, OutcomeKeys.Callback, OutcomeKeys.WrongNumber, OutcomeKeys.LeftMessage, OutcomeKeys.DoNotCall, OutcomeKeys.SomeoneElse];
        var all = OutcomeSet.Default.Keys.ToList();
        return choice % 2 == 0 ? all.IndexOf(often[choice / 2 % often.Length]) : choice / 2 % all.Count;
    }

    private async Task WithdrawAsync(ModelCaller caller, Guid callId)
    {
        var withdrawn = await run.World.Get<WithdrawCall>().ExecuteAsync(caller.Actor, callId, CancellationToken.None);
        run.Say($"caller {caller.Number} takes back call {callId}, reopened {withdrawn.Value?.Reopened}", withdrawn);
        if (withdrawn.IsDone)
        {
            var call = run.Model.Calls.Find(known => known.Id == callId)!;
            call.Withdrawn = true;
            run.Model.Stops.Remove($"call:{callId}");
        }
    }

    private async Task SkipAsync(ModelCaller caller, Guid claimId, SkipReason reason)
    {
        var skipped = await run.World.Get<SkipContact>().ExecuteAsync(caller.Actor, claimId, reason, CancellationToken.None);
        run.Say($"caller {caller.Number} passes on claim {claimId}", skipped);
        if (skipped.IsDone && run.Model.Claims.GetValueOrDefault(claimId) is { } claim)
        {
            run.Model.Skips.Add((caller.Actor.VolunteerId, claim.Campaign.Id, claim.ContactId));
        }
    }
}
