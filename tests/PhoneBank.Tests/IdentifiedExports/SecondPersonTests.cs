using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.IdentifiedExports;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.IdentifiedExports;

/// <summary>Who else has to agree, how long that may take, and what a second file of a day waits for.</summary>
public sealed class SecondPersonTests
{
    [Theory, OnBothDatabases]
    public async Task Of_an_at_risk_book_a_second_coordinator_agrees_within_half_an_hour(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.AtRisk);
        var (amir, lea) = (await desk.OtherAsync(), await desk.OtherAsync());
        var stranger = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.AtRisk);
        var organizer = await desk.Scene.OrganizerAsync();
        var id = (await desk.AskAsync()).Required;
        Assert.Equal(IdentifiedState.WaitsForApproval, await desk.StateAsync(id));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(id)).Error);
        Assert.IsType<OwnIdentifiedRequest>((await desk.ApproveAsync(desk.Noa, id)).Error);
        Assert.IsType<PassphraseNotRight>((await desk.ApproveAsync(amir, id, "wrong")).Error);
        Assert.IsType<NotFound>((await desk.ApproveAsync(stranger.Noa, id)).Error);
        Assert.IsType<NotFound>((await desk.ApproveAsync(organizer, id)).Error);
        Assert.Equal(IdentifiedState.WaitsForApproval, await desk.StateAsync(id));

        world.Time.Advance(IdentifiedRules.ApprovalWithin);
        Assert.True((await desk.ApproveAsync(amir, id)).IsDone);
        Assert.True((await desk.ApproveAsync(amir, id)).IsDone);
        Assert.IsType<NothingToApprove>((await desk.ApproveAsync(lea, id)).Error);
        Assert.Equal(IdentifiedState.Ready, await desk.StateAsync(id));
        Assert.True((await desk.MakeAsync(id)).IsDone);
        Assert.Equal(["approved", "asked"], (await world.AuditedAsync(AuditAction.IdentifiedExport)).Select(audited => audited.Detail).Order());

        // Both passphrases are new for the second file of the day: it does not wait.
        var second = (await desk.AskAsync()).Required;
        Assert.True((await desk.ApproveAsync(lea, second)).IsDone);
        Assert.True((await desk.MakeAsync(second)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Too_late_or_ended_nobody_can_agree_any_more(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.AtRisk);
        var (amir, lea) = (await desk.OtherAsync(), await desk.OtherAsync());
        var late = (await desk.AskAsync()).Required;
        world.Time.Advance(IdentifiedRules.ApprovalWithin + TimeSpan.FromSeconds(1));
        Assert.Equal(IdentifiedState.NotApproved, await desk.StateAsync(late));
        Assert.IsType<NothingToApprove>((await desk.ApproveAsync(amir, late)).Error);
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(late)).Error);

        var ended = (await desk.AskAsync()).Required;
        Assert.True((await desk.EndAsync(lea, ended)).IsDone);
        Assert.IsType<NothingToApprove>((await desk.ApproveAsync(amir, ended)).Error);
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(ended)).Error);

        var agreed = (await desk.AskAsync()).Required;
        Assert.True((await desk.ApproveAsync(amir, agreed)).IsDone);
        Assert.True((await desk.EndAsync(amir, agreed)).IsDone);
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(agreed)).Error);
        Assert.Empty(desk.OnDisk());
        Assert.Equal(0, await world.ReadAsync(db => db.Exports.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task With_fewer_than_three_coordinators_a_day_passes_in_which_the_other_can_end_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.AtRisk);
        var amir = await desk.OtherAsync();
        var id = (await desk.AskAsync()).Required;
        Assert.Equal(IdentifiedState.Waits, await desk.StateAsync(id));
        Assert.IsType<NothingToApprove>((await desk.ApproveAsync(amir, id)).Error);
        world.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(id)).Error);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await desk.MakeAsync(id)).IsDone);

        world.Time.Advance(TimeSpan.FromDays(2));
        var ended = (await desk.AskAsync()).Required;
        Assert.True((await desk.EndAsync(amir, ended)).IsDone);
        world.Time.Advance(TimeSpan.FromHours(24));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(ended)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Where_nobody_else_has_to_agree_the_second_file_of_a_day_waits_an_hour(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Careful);
        var amir = await desk.OtherAsync();

        // Two coordinators, both asked before either had made one: the second sees the first.
        var (first, second) = ((await desk.AskAsync()).Required, (await desk.AskAsync(amir)).Required);
        Assert.True((await desk.MakeAsync(first)).IsDone);
        Assert.Equal(IdentifiedState.Waits, await desk.StateAsync(second));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(second, amir)).Error);
        world.Time.Advance(IdentifiedRules.SecondWaits - TimeSpan.FromSeconds(1));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(second, amir)).Error);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await desk.MakeAsync(second, amir)).IsDone);

        world.Time.Advance(IdentifiedRules.SecondWithin + TimeSpan.FromSeconds(1));
        Assert.True((await desk.MakeAsync((await desk.AskAsync()).Required)).IsDone);
    }
}
