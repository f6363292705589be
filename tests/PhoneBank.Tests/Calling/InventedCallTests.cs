using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

public sealed class InventedCallTests
{
    private static readonly InventedPerson Tal = new("Tal", "A flatmate", "Practice", "Thursday", "our group");

    [Theory, OnBothDatabases]
    public async Task It_has_the_script_and_outcomes_of_ones_own_strictest_campaign_and_leaves_no_trace(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var careful = await world.CallingSceneAsync();
        var atRisk = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        var mia = await careful.OrganizerAsync();
        await atRisk.AdmitAsync(mia);
        var viewed = (await world.Get<InventedCall>().ExecuteAsync(mia, Tal, CallStage.Viewing, default)).Required;
        Assert.True(viewed is { IsPractice: true, Number: null, FirstName: "Tal", Level: ProtectionLevel.AtRisk, Stage: CallStage.Viewing, Organization: "Open Hand" });
        var called = (await world.Get<InventedCall>().ExecuteAsync(mia, Tal, CallStage.Calling, default)).Required;
        Assert.StartsWith("+4420794600", called.Number!.E164, StringComparison.Ordinal);
        Assert.Equal(CallingWorld.Script.Steps.Select(step => step.Id), called.Script!.Steps.Select(step => step.Id));
        Assert.DoesNotContain(called.Outcomes, outcome => outcome.Key == OutcomeKeys.LeftMessage);
        Assert.Contains(called.Outcomes, outcome => outcome.Key == OutcomeKeys.Talked);

        Assert.Equal(0, await world.ReadAsync(db => db.Claims.CountAsync()) + await world.ReadAsync(db => db.Reveals.CountAsync()) + await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Equal(0, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.ActorId == mia.VolunteerId)));
        Assert.IsType<ClaimLost>((await world.Get<RevealNumber>().ExecuteAsync(mia, InventedCall.ClaimId, null, default)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Who_waits_gets_the_built_in_script_in_ones_own_language_and_never_the_campaigns(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync("ru,he");
        await world.WriteAsync(db => db.CampaignMembers.Single(member => member.VolunteerId == mia.VolunteerId).AdmittedAt = null);
        var view = (await world.Get<InventedCall>().ExecuteAsync(mia, Tal, CallStage.Calling, default)).Required;
        Assert.Equal(("ru", "Thursday", "our group"), (view.CallLanguage, view.CampaignName, view.Organization));
        Assert.Equal(["opening", "listen", "meeting", "goodbye"], view.Script!.Steps.Select(step => step.Id));
        Assert.Equal(["ar", "en", "he", "ru"], view.ScriptLanguages.Order(StringComparer.Ordinal));
        Assert.Equal(VoicemailWish.No, view.Voicemail);

        await world.WriteAsync(db => db.Users.Single(user => user.Id == mia.VolunteerId).Status = VolunteerStatus.Suspended);
        Assert.IsType<NotAllowed>((await world.Get<InventedCall>().ExecuteAsync(mia, Tal, CallStage.Viewing, default)).Error);
    }
}
