using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.FollowUps;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Scripts;

namespace PhoneBank.Tests.FollowUps;

/// <summary>A campaign whose script asks for a day (the 26th with so many places, the 27th with any number, the 20th is over) and an amount.</summary>
public static class PromisingScene
{
    public const string Limited = "2026-11-26";
    public const string Unlimited = "2026-11-27";
    public const string Past = "2026-11-20";

    public static ScriptDocument Script(int places) => ScriptBuilder.Script(
        ScriptBuilder.Opening("I call from {organization}. Is it safe to talk?"),
        ScriptBuilder.Ask("comes", ScriptBuilder.Choice("yes", "day"), ScriptBuilder.Choice("no", "bye")),
        ScriptBuilder.Ask("day") with
        {
            Question = new() { Kind = QuestionKind.Date, Days = [new ScriptDay { Date = Limited, Time = "19:00", Places = places }, new ScriptDay { Date = Unlimited }, new ScriptDay { Date = Past, Places = 5 }] },
        },
        ScriptBuilder.Ask("amount") with { Question = new() { Kind = QuestionKind.Pledge } },
        ScriptBuilder.Close());

    public static async Task<CallingScene> PromisingSceneAsync(this World world, int contacts = 1, int places = 2)
    {
        var scene = await world.CallingSceneAsync(contacts);
        await using var db = await world.OpenDbAsync();
        var version = await db.ScriptVersions.SingleAsync(candidate => candidate.Id == scene.ScriptVersionId);
        db.Entry(version).Property(stored => stored.SealedDocument).CurrentValue = world.Sealer.SealJson(Places.ScriptDocument(version.Id), Script(places));
        await db.SaveChangesAsync();
        return scene;
    }

    public static MatchTerms Terms(long hundredths, string currency = "ILS", string wording = "A friend doubles it.") =>
        new(new PledgeAmount(hundredths, currency), ScriptBuilder.Texts(("he", new ScriptText(wording))));

    public static Task<Result<Guid>> OpenMatchAsync(this CallingScene scene, MatchTerms terms) =>
        scene.World.Get<OpenMatchPool>().ExecuteAsync(scene.Coordinator, scene.CampaignId, terms, CancellationToken.None);

    public static Task<Result<Recorded>> PromiseAsync(this CallingScene scene, Actor actor, Guid claimId, string? day = null, string? amount = null, string outcome = "follow_up", string comes = "yes") =>
        scene.RecordAsync(actor, claimId, outcome, request => request with
        {
            Answers = new Dictionary<string, string> { ["opening"] = "yes", ["comes"] = comes, ["day"] = day ?? "", ["amount"] = amount ?? "" },
            Reason = "x",
        });

    public static Task<List<FollowUp>> FollowUpsAsync(this World world) => world.ReadAsync(db => db.FollowUps.AsNoTracking().OrderBy(promise => promise.At).ThenByDescending(promise => promise.StepId).ToListAsync());

    public static Task<MatchPool> PoolAsync(this World world, Guid id) => world.ReadAsync(db => db.MatchPools.AsNoTracking().SingleAsync(pool => pool.Id == id));
}
