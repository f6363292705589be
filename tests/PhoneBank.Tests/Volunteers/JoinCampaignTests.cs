using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class JoinCampaignTests
{
    [Theory, OnBothDatabases]
    public async Task Who_joins_a_supporters_campaign_is_an_admitted_organizer(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var joined = (await world.Get<JoinCampaign>().WithNewAccountAsync(new JoinPass(invitation.Token, null), Mia, default)).Required;

        Assert.True(joined.Admitted);
        Assert.Equal("Mia", joined.LogInName);
        var mia = new Actor(joined.VolunteerId);
        Assert.Equal([campaign], await world.ReadAsync(db => db.CallingCampaignsOf(mia).Select(found => found.Id).ToListAsync()));
        Assert.Equal([Roles.OrganizerId], await world.ReadAsync(db => db.UserRoles.Where(role => role.UserId == mia.VolunteerId).Select(role => role.RoleId).ToListAsync()));
        Assert.Equal(invitation.Id, (await world.ReadAsync(db => db.Users.SingleAsync(volunteer => volunteer.Id == mia.VolunteerId))).InvitationId);
        var people = (await world.Get<CampaignPeople>().ExecuteAsync(noa, campaign, default)).Required;
        Assert.Equal(("Mia", MembershipState.Admitted), (people.Rows.Single().Name, people.Rows.Single().State));
        Assert.Contains(AuditAction.Joined, await world.ReadAsync(db => db.AuditEntries.Select(entry => entry.Action).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task An_at_risk_campaign_has_a_waiting_room(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa, ProtectionLevel.AtRisk);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var ids = new List<Guid>();
        foreach (var name in new[] { "Mia", "Dan", "Lea" })
        {
            var joined = (await world.Get<JoinCampaign>().WithNewAccountAsync(new JoinPass(invitation.Token, null), Mia with { DisplayName = name }, default)).Required;
            Assert.False(joined.Admitted);
            ids.Add(joined.VolunteerId);
        }

        Assert.Empty(await world.ReadAsync(db => db.CallingCampaignsOf(new Actor(ids[0])).ToListAsync()));
        Assert.Equal(1, (await world.Get<MyStandingQuery>().ExecuteAsync(new Actor(ids[0]), default)).Required.Waiting);

        Assert.Equal(1, (await world.Get<AdmitVolunteers>().ExecuteAsync(noa, campaign, [ids[0]], default)).Required);
        Assert.True((await world.Get<RemoveFromCampaign>().ExecuteAsync(noa, campaign, ids[1], default)).IsDone);
        Assert.Equal(1, (await world.Get<AdmitVolunteers>().ExecuteAsync(noa, campaign, null, default)).Required);

        foreach (var (id, reaches) in ids.Zip([true, false, true]))
        {
            Assert.Equal(reaches, await world.ReadAsync(db => db.CallingCampaignsOf(new Actor(id)).AnyAsync()));
        }

        // Who was taken out and comes again by a link waits for a yes.
        var again = (await world.Get<JoinCampaign>().ExecuteAsync(new Actor(ids[1]), new JoinPass(invitation.Token, null), default)).Required;
        Assert.False(again.Admitted);
    }

    [Theory, OnBothDatabases]
    public async Task A_link_for_25_lets_in_exactly_25_of_100_who_come_at_once(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(MaxUses: 25), default)).Required;

        // Half of them have the same name, so that proposing log-in names is tried as well.
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() =>
            world.Get<JoinCampaign>().WithNewAccountAsync(new JoinPass(invitation.Token, null), Mia with { DisplayName = n % 2 == 0 ? "Mia" : "Guest " + n }, default))));

        Assert.Equal(25, results.Count(result => result.IsDone));
        Assert.All(results.Where(result => !result.IsDone), result => Assert.IsType<InvitationNotOpen>(result.Error));
        Assert.Equal(25, await world.ReadAsync(db => db.CampaignMembers.CountAsync()));
        Assert.Equal(26, await world.ReadAsync(db => db.Users.CountAsync()));
        Assert.Equal(25, (await world.ReadAsync(db => db.Invitations.SingleAsync())).Uses);
    }

    [Theory, OnBothDatabases]
    public async Task Unknown_ended_revoked_and_used_up_invitations_are_refused_in_the_same_words(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var closed = await world.JoinableCampaignAsync(noa);
        var make = world.Get<MakeInvitation>();
        var join = world.Get<JoinCampaign>();
        var ended = (await make.ExecuteAsync(noa, campaign, new InvitationTerms(TimeSpan.FromHours(1)), default)).Required;
        var revoked = (await make.ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var usedUp = (await make.ExecuteAsync(noa, campaign, new InvitationTerms(MaxUses: 1), default)).Required;
        var toClosed = (await make.ExecuteAsync(noa, closed, new InvitationTerms(), default)).Required;
        Assert.True((await join.WithNewAccountAsync(new JoinPass(usedUp.Token, null), Mia, default)).IsDone);
        Assert.Equal(0, (await world.Get<RevokeInvitation>().ExecuteAsync(noa, revoked.Id, suspendWhoJoined: false, default)).Required);
        await world.WriteAsync(db => db.Campaigns.Single(found => found.Id == closed).State = CampaignState.Closed);
        world.Time.Advance(TimeSpan.FromHours(1));

        foreach (var token in new[] { "never-was-one", ended.Token, revoked.Token, usedUp.Token, toClosed.Token, "" })
        {
            Assert.Equal(new InvitationNotOpen(), (await join.WithNewAccountAsync(new JoinPass(token, null), Mia with { DisplayName = "Dan" }, default)).Error);
            Assert.Equal(new InvitationNotOpen(), (await join.ExecuteAsync(noa, new JoinPass(token, null), default)).Error);
        }

        Assert.Equal(2, await world.ReadAsync(db => db.Users.CountAsync()));
        Assert.IsType<CampaignTakesNobody>((await make.ExecuteAsync(noa, closed, new InvitationTerms(), default)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task The_typed_code_works_while_the_join_page_is_open_and_dies_after_twenty_wrong_tries(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var (join, keep) = (world.Get<JoinCampaign>(), world.Get<KeepJoinCodeOpen>());
        Task<Result<Joined>> TypeAsync(string code) => join.WithNewAccountAsync(new JoinPass(null, code), Mia, default);

        var code = (await keep.ExecuteAsync(noa, invitation.Id, default)).Required;
        Assert.Equal(8, code.Length);
        Assert.True((await TypeAsync(ShortCode.Group(code).ToLowerInvariant())).IsDone);

        world.Time.Advance(KeepJoinCodeOpen.Lasts);
        Assert.IsType<InvitationNotOpen>((await TypeAsync(code)).Error);
        Assert.Equal(code, (await keep.ExecuteAsync(noa, invitation.Id, default)).Required);
        Assert.True((await TypeAsync(code)).IsDone);

        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<InvitationNotOpen>((await TypeAsync("AAAA" + i)).Error);
        }

        Assert.IsType<InvitationNotOpen>((await TypeAsync(code)).Error);
        Assert.IsType<InvitationNotOpen>((await keep.ExecuteAsync(noa, invitation.Id, default)).Error);
        Assert.True((await join.WithNewAccountAsync(new JoinPass(invitation.Token, null), Mia, default)).IsDone);
        Assert.True((await world.Get<CampaignInvitations>().ExecuteAsync(noa, campaign, default)).Required.Invitations.Single().CodeIsDead);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_signed_in_just_joins_and_twice_costs_one_use(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var mia = await world.VolunteerAsync("Mia", Roles.Organizer);
        var campaign = await world.JoinableCampaignAsync(noa, ProtectionLevel.Careful);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var pass = new JoinPass(invitation.Token, null);

        Assert.True((await world.Get<JoinCampaign>().ExecuteAsync(mia, pass, default)).Required.Admitted);
        Assert.True((await world.Get<JoinCampaign>().ExecuteAsync(mia, pass, default)).Required.Admitted);
        Assert.Equal(1, (await world.ReadAsync(db => db.Invitations.SingleAsync())).Uses);
        Assert.Equal(1, await world.ReadAsync(db => db.CampaignMembers.CountAsync()));
        await world.Get<SuspendVolunteer>().ExecuteAsync(noa, mia.VolunteerId, default);
        Assert.IsType<NotAllowed>((await world.Get<JoinCampaign>().ExecuteAsync(mia, pass, default)).Error);
    }

    [Fact]
    public async Task Neither_token_nor_code_is_in_the_database_and_they_survive_a_reload()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var made = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var other = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var code = (await world.Get<KeepJoinCodeOpen>().ExecuteAsync(noa, made.Id, default)).Required;

        Assert.Matches("^[A-Za-z0-9_-]{27}$", made.Token);
        Assert.NotEqual(made.Token, other.Token);
        Assert.Equal($"https://calls.example/join#{made.Token}", made.Link(new Uri("https://calls.example/")));
        Assert.Contains(made.Token, (await world.Get<CampaignInvitations>().ExecuteAsync(noa, campaign, default)).Required.Invitations.Select(invitation => invitation.Token));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var bytes = string.Concat(Directory.GetFiles(world.Folder.Path).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("invitation-made", bytes);
        Assert.DoesNotContain(made.Token, bytes);
        Assert.DoesNotContain(code, bytes);
    }

    [Theory, OnBothDatabases]
    public async Task Revoking_may_suspend_everyone_who_came_by_the_link_and_nobody_else(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa);
        var bad = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var good = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var join = world.Get<JoinCampaign>();
        var byBad = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            byBad.Add((await join.WithNewAccountAsync(new JoinPass(bad.Token, null), Mia, default)).Required.VolunteerId);
        }

        var byGood = (await join.WithNewAccountAsync(new JoinPass(good.Token, null), Mia, default)).Required.VolunteerId;
        var revoked = new List<Guid?>();
        using var heard = world.Get<Signals>().Subscribe(signal =>
        {
            if (signal.Kind == Signal.AccessRevoked)
            {
                revoked.Add(signal.VolunteerId);
            }
        });

        Assert.Equal(3, (await world.Get<RevokeInvitation>().ExecuteAsync(noa, bad.Id, suspendWhoJoined: true, default)).Required);
        Assert.Equal(byBad.Order(), revoked.OfType<Guid>().Order());
        Assert.Equal(byBad.Order(), (await world.ReadAsync(db => db.Users.Where(volunteer => volunteer.Status == VolunteerStatus.Suspended).Select(volunteer => volunteer.Id).ToListAsync())).Order());
        Assert.False(await world.ReadAsync(db => db.CallingCampaignsOf(new Actor(byBad[0])).AnyAsync()));
        Assert.True(await world.ReadAsync(db => db.CallingCampaignsOf(new Actor(byGood)).AnyAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Coordinators_of_other_books_see_and_touch_nothing(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var campaign = await world.JoinableCampaignAsync(noa, ProtectionLevel.AtRisk);
        var invitation = (await world.Get<MakeInvitation>().ExecuteAsync(noa, campaign, new InvitationTerms(), default)).Required;
        var mia = (await world.Get<JoinCampaign>().WithNewAccountAsync(new JoinPass(invitation.Token, null), Mia, default)).Required.VolunteerId;
        var stranger = await world.VolunteerAsync("Omar", Roles.Coordinator);
        await world.JoinableCampaignAsync(stranger);

        foreach (var actor in new[] { stranger, new Actor(mia), new Actor(Guid.CreateVersion7()) })
        {
            Assert.IsType<NotFound>((await world.Get<MakeInvitation>().ExecuteAsync(actor, campaign, new InvitationTerms(), default)).Error);
            Assert.IsType<NotFound>((await world.Get<CampaignInvitations>().ExecuteAsync(actor, campaign, default)).Error);
            Assert.IsType<NotFound>((await world.Get<KeepJoinCodeOpen>().ExecuteAsync(actor, invitation.Id, default)).Error);
            Assert.IsType<NotFound>((await world.Get<RevokeInvitation>().ExecuteAsync(actor, invitation.Id, true, default)).Error);
            Assert.IsType<NotFound>((await world.Get<CampaignPeople>().ExecuteAsync(actor, campaign, default)).Error);
            Assert.IsType<NotFound>((await world.Get<AdmitVolunteers>().ExecuteAsync(actor, campaign, null, default)).Error);
            Assert.IsType<NotFound>((await world.Get<RemoveFromCampaign>().ExecuteAsync(actor, campaign, mia, default)).Error);
        }

        Assert.IsType<NotFound>((await world.Get<SuspendVolunteer>().ExecuteAsync(stranger, mia, default)).Error);
        Assert.IsType<NotFound>((await world.Get<ReinstateVolunteer>().ExecuteAsync(stranger, mia, default)).Error);
        Assert.IsType<NotFound>((await world.Get<ResetVolunteer>().ExecuteAsync(stranger, mia, default)).Error);
        Assert.DoesNotContain((await world.Get<PeopleList>().ExecuteAsync(stranger, default)).Required.Rows, person => person.Id == mia);
        Assert.IsType<NotAllowed>((await world.Get<PeopleList>().ExecuteAsync(new Actor(mia), default)).Error);
    }

    private static NewAccount Mia => new() { DisplayName = "Mia", Password = "harbor lemon quiet copper sail", CallLanguages = ["he"], InterfaceLanguage = "he" };
}
