using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.FollowUps;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.FollowUps;

/// <summary>Short words for what coordinators and organizers do with promises.</summary>
public static class FollowUpScene
{
    /// <summary>Calls the next person, who promises this and is called Dana Levi; the promises of that call.</summary>
    public static async Task<IReadOnlyList<FollowUp>> PromisedAsync(this CallingScene scene, Actor organizer, string? day = null, string? amount = null)
    {
        var claim = await scene.CallAsync(organizer);
        await scene.NameAsync(claim.EntryId, new ContactName("Dana", "Levi", "A-17"));
        var recorded = (await scene.PromiseAsync(organizer, claim.Id, day, amount)).Required;
        return await scene.World.ReadAsync(db => db.FollowUps.AsNoTracking().Where(promise => promise.CallId == recorded.CallId).OrderByDescending(promise => promise.StepId).ToListAsync());
    }

    public static async Task<Guid> PledgedAsync(this CallingScene scene, Actor organizer, string amount) => (await scene.PromisedAsync(organizer, amount: amount))[0].Id;

    public static async Task<Guid> PromisedDayAsync(this CallingScene scene, Actor organizer, string day = PromisingScene.Unlimited) => (await scene.PromisedAsync(organizer, day))[0].Id;

    /// <summary>So many promises of one recorded call, as might be written in many calls.</summary>
    public static async Task ManyPromisesAsync(this CallingScene scene, int count, Func<int, string?> day, Func<int, DateTime> at)
    {
        var entryId = (await scene.ContactsAsync(1))[0];
        var callId = await scene.RecordedCallAsync(entryId, OutcomeKeys.FollowUp);
        var entry = await scene.EntryAsync(entryId);
        await scene.World.WriteAsync(db => db.FollowUps.AddRange(Enumerable.Range(0, count).Select(n => new FollowUp
        {
            Id = scene.World.NewId(),
            Kind = day(n) is null ? FollowUpKind.Talk : FollowUpKind.Event,
            CallId = callId,
            CampaignId = scene.CampaignId,
            EntryId = entryId,
            ContactId = entry.ContactId,
            BookId = scene.BookId,
            Day = day(n),
            At = at(n),
        })));
    }

    public static async Task<Actor> SecondCoordinatorAsync(this CallingScene scene, string name = "Amir")
    {
        var coordinator = await scene.World.VolunteerAsync(name, Roles.Organizer, Roles.Coordinator);
        await scene.World.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = coordinator.VolunteerId, AddedAt = scene.World.Now }));
        return coordinator;
    }

    public static Task<Page<FollowUpLine>> FollowUpsAsync(this CallingScene scene, FollowUpFilter? filter = null, string? after = null, Actor? actor = null) =>
        scene.World.Get<FollowUpsQuery>().ExecuteAsync(actor ?? scene.Coordinator, filter ?? new FollowUpFilter(), after, CancellationToken.None);

    public static async Task<FollowUpLine> LineAsync(this CallingScene scene, Guid id, Actor? actor = null) =>
        (await scene.World.Get<FollowUpsQuery>().OneAsync(actor ?? scene.Coordinator, id, CancellationToken.None)).Required.Line;

    public static Task<PledgeTotalsView> TotalsAsync(this CallingScene scene, FollowUpFilter? filter = null, Actor? actor = null) =>
        scene.World.Get<FollowUpsQuery>().TotalsAsync(actor ?? scene.Coordinator, filter ?? new FollowUpFilter(), CancellationToken.None);

    public static Task<Result<OpenedFollowUp>> OpenPromiseAsync(this CallingScene scene, Guid id, Actor? actor = null) =>
        scene.World.Get<OpenFollowUp>().ExecuteAsync(actor ?? scene.Coordinator, id, CancellationToken.None);

    public static Task<Result> CloseAsync(this CallingScene scene, Guid id, FollowUpEnd end = FollowUpEnd.Kept, PledgeAmount? paid = null, Actor? actor = null) =>
        scene.World.Get<CloseFollowUp>().ExecuteAsync(actor ?? scene.Coordinator, new FollowUpClosing(id, end, paid), CancellationToken.None);

    public static Task<Result> ReopenAsync(this CallingScene scene, Guid id, Actor? actor = null) =>
        scene.World.Get<ReopenFollowUp>().ExecuteAsync(actor ?? scene.Coordinator, id, CancellationToken.None);

    public static Task<Result> TakeAsync(this CallingScene scene, Guid id, Actor? actor = null, bool mine = true) =>
        scene.World.Get<TakeFollowUp>().ExecuteAsync(actor ?? scene.Coordinator, id, mine, CancellationToken.None);

    public static Task<IReadOnlyList<MyFollowUp>> MyFollowUpsAsync(this CallingScene scene, Actor actor) =>
        scene.World.Get<MyFollowUps>().ExecuteAsync(actor, CancellationToken.None);
}
