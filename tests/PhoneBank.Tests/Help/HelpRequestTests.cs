using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Help;

public sealed class HelpRequestTests
{
    [Theory, OnBothDatabases]
    public async Task A_threat_reaches_the_coordinators_with_the_person_who_is_open(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        var sent = (await AskAsync(world, mia, HelpKind.Threatened, "  He knows my street. ")).Required;

        Assert.Equal((HelpKind.Threatened, 1, 0), (sent.Kind, sent.Coordinators, sent.OnShift));
        var request = Assert.Single(await RequestsAsync(world));
        Assert.Equal((mia.VolunteerId, scene.CampaignId, claim.EntryId), (request.OrganizerId, request.CampaignId, request.EntryId));
        Assert.Equal("He knows my street.", world.Sealer.Open(Places.HelpText(request.Id), request.SealedText!));
        var entry = Assert.Single(await world.AuditedAsync(AuditAction.HelpAsked));
        Assert.Equal((request.Id, (Guid?)scene.CampaignId, "Threatened"), (entry.SubjectId, entry.ScopeId, entry.Detail));
        Assert.Contains(new Signal(Signal.HelpAsked, scene.CampaignId), told);

        var row = Assert.Single(await OpenAsync(world, scene.Coordinator));
        Assert.True(row.IsUrgent && row.HasText);
        Assert.Matches(@"^\w+( S\.)?$", row.Person);
        Assert.DoesNotContain("Surname", row.Person, StringComparison.Ordinal);
        Assert.StartsWith("Mia", row.Organizer, StringComparison.Ordinal);
        Assert.Equal("He knows my street.", (await world.Get<ReadHelpText>().ExecuteAsync(scene.Coordinator, request.Id, CancellationToken.None)).Required);
        Assert.Equal(request.Id, Assert.Single(await world.AuditedAsync(AuditAction.CallViewed)).SubjectId);
    }

    [Theory, OnBothDatabases]
    public async Task One_token_is_one_request_however_often_and_at_once_it_is_sent(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var token = Guid.NewGuid();

        var sent = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(world, mia, HelpKind.Question, "May I say where we meet?", token)));

        Assert.Single(sent.Select(one => one.Required.RequestId).Distinct());
        Assert.Single(await RequestsAsync(world));
        Assert.Single(await world.AuditedAsync(AuditAction.HelpAsked));
        var other = await scene.OrganizerAsync();
        Assert.IsType<NotAllowed>((await AskAsync(world, other, HelpKind.Question, "And I?", token)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_without_words_is_asked_once_while_it_waits(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var first = (await AskAsync(world, mia, HelpKind.Overheard)).Required;
        Assert.Equal(first.RequestId, (await AskAsync(world, mia, HelpKind.Overheard)).Required.RequestId);
        world.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.NotEqual(first.RequestId, (await AskAsync(world, mia, HelpKind.Overheard)).Required.RequestId);
        var more = (await AskAsync(world, mia, HelpKind.MoreNumbers)).Required;
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(more.RequestId, (await AskAsync(world, mia, HelpKind.MoreNumbers)).Required.RequestId);
    }

    [Theory, OnBothDatabases]
    public async Task A_question_needs_words_and_not_too_many_and_a_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        Assert.IsType<HelpTextMissing>((await AskAsync(world, mia, HelpKind.Question, "  ")).Error);
        Assert.Equal(new HelpTextTooLong(1000), (await AskAsync(world, mia, HelpKind.Threatened, new string('a', 1001))).Error);
        Assert.IsType<InvalidField>((await AskAsync(world, mia, HelpKind.CalledBack)).Error);
        Assert.IsType<NobodyToAsk>((await AskAsync(world, await world.VolunteerAsync("Ben", Roles.Organizer), HelpKind.Threatened)).Error);
        Assert.True((await world.Get<SuspendVolunteer>().ExecuteAsync(scene.Coordinator, mia.VolunteerId, CancellationToken.None)).IsDone);
        Assert.IsType<NotAllowed>((await AskAsync(world, mia, HelpKind.Threatened)).Error);
        Assert.Empty(await RequestsAsync(world));
    }

    [Theory, OnBothDatabases]
    public async Task Without_an_open_call_it_goes_to_the_campaign_of_the_last_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        var other = await world.CallingSceneAsync();
        await other.AdmitAsync(mia);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked, request => request with { ThenNext = false });

        Assert.True((await AskAsync(world, mia, HelpKind.Threatened)).IsDone);
        Assert.Equal((scene.CampaignId, (Guid?)null), Assert.Single((await RequestsAsync(world)).Select(request => (request.CampaignId, request.EntryId))));

        await world.Get<AskForHelp>().ExecuteAsync(mia, new HelpAsk { Token = Guid.NewGuid(), Kind = HelpKind.Overheard, CampaignId = other.CampaignId }, CancellationToken.None);
        Assert.Contains(await RequestsAsync(world), request => request.CampaignId == other.CampaignId);
        Assert.Single(await OpenAsync(world, scene.Coordinator));
        Assert.Single(await OpenAsync(world, other.Coordinator));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_coordinators_who_take_it_at_once_one_wins_and_the_other_sees_who(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var amir = await SecondCoordinatorAsync(world, scene);
        var id = (await AskAsync(world, mia, HelpKind.Question, "Where?")).Required.RequestId;

        var results = await Task.WhenAll(TakeAsync(world, scene.Coordinator, id), TakeAsync(world, amir, id));

        Assert.Single(results, result => result.IsDone);
        Assert.Single(results, result => result.Error is HelpAlreadyTaken);
        var (winner, loser) = results[0].IsDone ? (scene.Coordinator, amir) : (amir, scene.Coordinator);
        Assert.True((await TakeAsync(world, winner, id)).IsDone);
        Assert.True(Assert.Single(await OpenAsync(world, winner)).TakenByMe);
        var seen = Assert.Single(await OpenAsync(world, loser));
        Assert.False(seen.TakenByMe);
        Assert.StartsWith(winner == amir ? "Amir" : "Noa", seen.TakenBy, StringComparison.Ordinal);
        Assert.Single(await world.AuditedAsync(AuditAction.HelpTaken));
    }

    [Theory, OnBothDatabases]
    public async Task Closing_destroys_the_text_and_empties_the_page(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var id = (await AskAsync(world, mia, HelpKind.Question, "Where?")).Required.RequestId;

        Assert.True((await CloseAsync(world, scene.Coordinator, id)).IsDone);
        Assert.True((await CloseAsync(world, scene.Coordinator, id)).IsDone);

        var request = Assert.Single(await RequestsAsync(world));
        Assert.Null(request.SealedText);
        Assert.Equal((scene.Coordinator.VolunteerId, world.Now), (request.ClosedBy, request.ClosedAt));
        Assert.Single(await world.AuditedAsync(AuditAction.HelpClosed));
        Assert.Empty(await OpenAsync(world, scene.Coordinator));
        Assert.IsType<HelpAlreadyClosed>((await TakeAsync(world, scene.Coordinator, id)).Error);
        Assert.IsType<NotFound>((await world.Get<ReadHelpText>().ExecuteAsync(scene.Coordinator, id, CancellationToken.None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Only_coordinators_of_the_book_see_and_decide(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var stranger = (await world.CallingSceneAsync()).Coordinator;
        var administrator = await world.VolunteerAsync("Gil", Roles.Administrator);
        var id = (await AskAsync(world, mia, HelpKind.Threatened, "Text")).Required.RequestId;
        foreach (var actor in new[] { stranger, mia, administrator })
        {
            Assert.Empty(await OpenAsync(world, actor));
            Assert.Equal(0, (await world.Get<OpenHelp>().CountAsync(actor, CancellationToken.None)).Open);
            Assert.IsType<NotFound>((await TakeAsync(world, actor, id)).Error);
            Assert.IsType<NotFound>((await CloseAsync(world, actor, id)).Error);
            Assert.IsType<NotFound>((await world.Get<LetGoOn>().ExecuteAsync(actor, id, CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await world.Get<ReadHelpText>().ExecuteAsync(actor, id, CancellationToken.None)).Error);
        }

        Assert.Equal(new HelpCount(1, 1, 1), await world.Get<OpenHelp>().CountAsync(scene.Coordinator, CancellationToken.None));
        Assert.Null(Assert.Single(await RequestsAsync(world)).TakenAt);
    }

    [Theory, OnBothDatabases]
    public async Task The_urgent_come_first_then_the_longest_waiting(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await AskAsync(world, mia, HelpKind.Question, "First");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(world, mia, HelpKind.MoreNumbers);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(world, mia, HelpKind.Overheard);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(world, mia, HelpKind.Threatened);
        Assert.Equal([HelpKind.Overheard, HelpKind.Threatened, HelpKind.Question, HelpKind.MoreNumbers], (await OpenAsync(world, scene.Coordinator)).Select(row => row.Kind));
        Assert.Equal(new HelpCount(4, 2, 2), await world.Get<OpenHelp>().CountAsync(scene.Coordinator, CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task Let_them_go_on_extends_the_budget_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var rules = LevelRules.Of(ProtectionLevel.AtRisk);
        var scene = await world.CallingSceneAsync(contacts: rules.RevealsPerHour + 1, ProtectionLevel.AtRisk);
        var mia = await scene.OrganizerAsync();
        await scene.KnowAsync(mia);
        for (var n = 0; n < rules.RevealsPerHour; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked, request => request with { ThenNext = false });
        }

        Assert.IsType<RevealBudgetSpent>((await scene.NextAsync(mia)).Error);
        var id = (await AskAsync(world, mia, HelpKind.MoreNumbers)).Required.RequestId;
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Get<LetGoOn>().ExecuteAsync(scene.Coordinator, id, CancellationToken.None)));

        Assert.Single(results, result => result.IsDone);
        Assert.Equal(2, results.Count(result => result.Error is HelpAlreadyClosed));
        Assert.Equal(1, await world.ReadAsync(db => db.BudgetExtensions.CountAsync()));
        Assert.True((await scene.NextAsync(mia)).IsDone);
        Assert.Empty(await OpenAsync(world, scene.Coordinator));
        Assert.Single(await world.AuditedAsync(AuditAction.BudgetExtended));
    }

    [Theory, OnBothDatabases]
    public async Task On_shift_is_who_has_a_desk_page_open_or_had_ten_minutes_ago(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await SecondCoordinatorAsync(world, scene);
        var page = world.Get<DeskPresence>().Open(scene.Coordinator.VolunteerId);
        Assert.Equal((2, 1), Numbers((await AskAsync(world, mia, HelpKind.Question, "1")).Required));
        page.Dispose();
        page.Dispose();
        world.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal((2, 1), Numbers((await AskAsync(world, mia, HelpKind.Question, "2")).Required));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((2, 0), Numbers((await AskAsync(world, mia, HelpKind.Question, "3")).Required));
    }

    private static (int Coordinators, int OnShift) Numbers(HelpSent sent) => (sent.Coordinators, sent.OnShift);

    private static async Task<Actor> SecondCoordinatorAsync(World world, CallingScene scene)
    {
        var amir = await world.VolunteerAsync("Amir", Roles.Coordinator);
        await world.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = amir.VolunteerId, AddedAt = world.Now }));
        return amir;
    }

    private static Task<Result<HelpSent>> AskAsync(World world, Actor actor, HelpKind kind, string? text = null, Guid? token = null) =>
        world.Get<AskForHelp>().ExecuteAsync(actor, new HelpAsk { Token = token ?? Guid.NewGuid(), Kind = kind, Text = text }, CancellationToken.None);

    private static Task<Result> TakeAsync(World world, Actor actor, Guid id) => world.Get<TakeHelpRequest>().ExecuteAsync(actor, id, CancellationToken.None);

    private static Task<Result> CloseAsync(World world, Actor actor, Guid id) => world.Get<CloseHelpRequest>().ExecuteAsync(actor, id, CancellationToken.None);

    private static Task<IReadOnlyList<HelpRow>> OpenAsync(World world, Actor actor) => world.Get<OpenHelp>().ExecuteAsync(actor, CancellationToken.None);

    private static Task<List<HelpRequest>> RequestsAsync(World world) => world.ReadAsync(db => db.HelpRequests.AsNoTracking().ToListAsync());
}
