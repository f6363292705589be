using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Help;

/// <summary>A word for the coordinators about somebody who called back.</summary>
public sealed class LeaveWordTests
{
    [Theory, OnBothDatabases]
    public async Task A_word_is_kept_once_sealed_for_the_coordinators_of_the_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var word = Word(scene) with { Number = "050-123-4567", Words = "Wants to know where to come." };
        Assert.Equal(Result.Done, await LeaveAsync(world, mia, word));
        Assert.Equal(Result.Done, await LeaveAsync(world, mia, word));

        var request = Assert.Single(await world.ReadAsync(db => db.HelpRequests.AsNoTracking().ToListAsync()));
        Assert.Equal((HelpKind.CalledBack, mia.VolunteerId, scene.CampaignId, null), (request.Kind, request.OrganizerId, request.CampaignId, request.EntryId));
        Assert.Equal("+972 50 123 4567\nWants to know where to come.", world.Sealer.Open(Places.HelpText(request.Id), request.SealedText!));
        var audit = Assert.Single(await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.HelpAsked).ToListAsync()));
        Assert.Equal((request.Id, scene.CampaignId, "CalledBack"), (audit.SubjectId, audit.ScopeId, audit.Detail));
    }

    [Theory, OnBothDatabases]
    public async Task The_answer_is_the_same_whether_the_number_is_unknown_known_to_others_or_on_the_stop_list(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: ["+972501234567"]);
        await scene.ContactsAsync(1, e164: ["+972501234568"]);
        var mia = await scene.OrganizerAsync();
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, "+972501234568", "IL", CancellationToken.None);

        foreach (var number in new[] { "+972501234567", "+972501234568", "+972501234569", "not a number" })
        {
            Assert.Equal(Result.Done, await LeaveAsync(world, mia, Word(scene) with { Number = number }));
        }

        Assert.All(await world.ReadAsync(db => db.HelpRequests.AsNoTracking().ToListAsync()), request => Assert.Null(request.EntryId));
    }

    [Theory, OnBothDatabases]
    public async Task An_entry_is_named_only_by_whom_its_number_was_shown_to(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked);

        Assert.IsType<NotFound>((await LeaveAsync(world, tom, Word(scene) with { EntryId = claim.EntryId })).Error);
        Assert.Equal(Result.Done, await LeaveAsync(world, mia, Word(scene) with { EntryId = claim.EntryId }));
        var request = Assert.Single(await world.ReadAsync(db => db.HelpRequests.AsNoTracking().ToListAsync()));
        Assert.Equal((claim.EntryId, null), (request.EntryId, request.SealedText));
    }

    [Theory, OnBothDatabases]
    public async Task A_word_is_refused_when_it_is_empty_too_long_for_a_strange_campaign_or_one_too_many(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var strange = await scene.AnotherCampaignAsync();
        var mia = await scene.OrganizerAsync();
        Assert.IsType<WordIsEmpty>((await LeaveAsync(world, mia, Word(scene) with { Number = " ", Words = "\n" })).Error);
        Assert.Equal(new WordTooLong(LeaveWord.MostText), (await LeaveAsync(world, mia, Word(scene) with { Words = new string('x', LeaveWord.MostText + 1) })).Error);
        Assert.IsType<NotFound>((await LeaveAsync(world, mia, Word(strange) with { Words = "Hello" })).Error);

        var first = world.Now;
        for (var n = 0; n < LeaveWord.MostPerHour; n++)
        {
            Assert.True((await LeaveAsync(world, mia, Word(scene) with { Words = "Called back" })).IsDone);
        }

        Assert.Equal(new TooManyWords(first.AddHours(1)), (await LeaveAsync(world, mia, Word(scene) with { Words = "Called back" })).Error);
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await LeaveAsync(world, mia, Word(scene) with { Words = "Called back" })).IsDone);
    }

    private static WordToLeave Word(CallingScene scene) => new() { Token = Guid.NewGuid(), CampaignId = scene.CampaignId };

    private static Task<Result> LeaveAsync(World world, Actor actor, WordToLeave word) => world.Get<LeaveWord>().ExecuteAsync(actor, word, CancellationToken.None);
}
