using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Demo;

/// <summary>What the demo holds, and that it keeps to the rules like everything else.</summary>
public sealed partial class DemoOrganizationTests(DemoWorlds worlds) : IClassFixture<DemoWorlds>
{
    [Theory, OnBothDatabases]
    public async Task Everybody_who_is_printed_can_sign_in_with_the_phrase(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var volunteers = await world.ReadAsync(db => db.Users.AsNoTracking().ToListAsync());
        Assert.Equal(DemoLogIns.All.Select(logIn => logIn.Name).Order(), volunteers.Select(volunteer => volunteer.UserName!).Order());
        foreach (var volunteer in volunteers)
        {
            Assert.Equal(VolunteerStatus.Active, volunteer.Status);
            Assert.Equal(PasswordVerificationResult.Success, world.Get<IPasswordHasher<Volunteer>>().VerifyHashedPassword(volunteer, volunteer.PasswordHash!, DemoLogIns.Phrase));
        }

        foreach (var logIn in DemoLogIns.All)
        {
            var volunteer = volunteers.Single(candidate => candidate.UserName == logIn.Name);
            Assert.Equal(logIn.DisplayName, world.Sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName));
            Assert.Equal(logIn.SpeaksAs, volunteer.SpeaksAs);
            Assert.Equal(logIn.IsCoordinator, await world.ReadAsync(db => db.IsInRoleAsync(new Actor(volunteer.Id), Roles.CoordinatorId, default)));
            Assert.Equal(logIn.IsAdministrator, await world.ReadAsync(db => db.IsInRoleAsync(new Actor(volunteer.Id), Roles.AdministratorId, default)));
            Assert.True(await world.ReadAsync(db => db.IsInRoleAsync(new Actor(volunteer.Id), Roles.OrganizerId, default)));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Both_coordinators_have_all_three_books_and_their_open_campaigns(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        foreach (var logIn in DemoLogIns.All.Where(logIn => logIn.IsCoordinator))
        {
            var actor = await ActorAsync(world, logIn);
            Assert.Equal([ProtectionLevel.AtRisk, ProtectionLevel.Careful, ProtectionLevel.Supporters], (await world.ReadAsync(db => db.BooksOf(actor).Select(book => book.Level).ToListAsync())).OrderDescending());
            Assert.All(await world.ReadAsync(db => db.CampaignsOf(actor).ToListAsync()), campaign => Assert.Equal(CampaignState.Open, campaign.State));
            Assert.Equal(3, await world.ReadAsync(db => db.CampaignsOf(actor).CountAsync()));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Every_number_belongs_to_nobody(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var phones = await world.ReadAsync(db => db.ContactPhones.AsNoTracking().ToListAsync());
        Assert.InRange(phones.Count, 340, 420);
        Assert.All(phones, phone => Assert.Matches(BelongsToNobody(), world.Sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber)));
    }

    [Theory, OnBothDatabases]
    public async Task Every_list_has_people_and_is_handed_to_somebody(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        foreach (var list in await world.ReadAsync(db => db.CallLists.AsNoTracking().ToListAsync()))
        {
            Assert.Equal(CallListState.Open, list.State);
            Assert.InRange(await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == list.Id)), 10, 200);
            Assert.True(await world.ReadAsync(db => db.Entries.AnyAsync(entry => entry.ListId == list.Id && entry.State == EntryState.Waiting)));
            Assert.True(await world.ReadAsync(db => db.Assignments.AnyAsync(assignment => assignment.ListId == list.Id && assignment.TakenBackAt == null)));
        }
    }

    [Theory, OnBothDatabases]
    public async Task No_number_was_shown_outside_the_hours_of_the_one_called(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var reveals = await world.ReadAsync(db => (
            from reveal in db.Reveals
            join contact in db.Contacts on reveal.ContactId equals contact.Id
            join hours in db.HoursClasses on contact.HoursClassId equals hours.Id
            join claim in db.Claims on reveal.ClaimId equals claim.Id
            join campaign in db.Campaigns on claim.CampaignId equals campaign.Id
            select new { reveal.At, hours.Key, campaign.Hours }).ToListAsync());
        Assert.InRange(reveals.Count, 50, 90);
        foreach (var reveal in reveals)
        {
            Assert.True(HoursClassKey.TryParse(reveal.Key, out var key));
            var state = new CallingHours().At(key, new CampaignHours(reveal.Hours.Length == 0 ? WeeklyWindows.Always : WeeklyWindows.Parse(reveal.Hours), []), reveal.At);
            Assert.True(state.IsInWindow, $"{reveal.Key} at {reveal.At:u}");
        }
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_holds_two_people_and_nobody_is_held_twice(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var open = await world.ReadAsync(db => db.Claims.AsNoTracking().Where(claim => claim.EndedAt == null).ToListAsync());
        Assert.Distinct(open.Select(claim => claim.EntryId));
        Assert.Distinct(open.Select(claim => claim.OrganizerId));
        Assert.Equal(
            (await world.ReadAsync(db => db.Entries.Where(entry => entry.State == EntryState.Claimed).Select(entry => entry.Id).ToListAsync())).Order(),
            open.Select(claim => claim.EntryId).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Counters_are_what_a_recount_gives(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var counted = (await world.ReadAsync(db => db.Tallies.AsNoTracking().ToListAsync()))
            .GroupBy(tally => (tally.ListId, tally.Key)).Select(group => (group.Key.ListId, group.Key.Key, N: group.Sum(tally => tally.N))).Where(count => count.N != 0);
        var states = (await world.ReadAsync(db => db.Entries.AsNoTracking().ToListAsync()))
            .GroupBy(entry => (entry.ListId, entry.State)).Select(group => (group.Key.ListId, Key: $"state:{group.Key.State}", N: group.Count()));
        Assert.Equal(states.Order(), counted.Where(count => count.Key.StartsWith("state:", StringComparison.Ordinal)).Order());

        var outcomes = (await world.ReadAsync(db => db.Calls.AsNoTracking().Where(call => call.WithdrawnAt == null).ToListAsync()))
            .GroupBy(call => (call.ListId, call.OutcomeId)).Select(group => (group.Key.ListId, group.Key.OutcomeId, N: group.Count()));
        Assert.Equal(
            outcomes.Order(),
            counted.Where(count => count.Key.StartsWith("outcome:", StringComparison.Ordinal)).Select(count => (count.ListId, Guid.Parse(count.Key["outcome:".Length..]), count.N)).Order());
    }

    [Theory, OnBothDatabases]
    public async Task There_is_something_of_everything_to_look_at(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var calls = await world.ReadAsync(db => db.Calls.AsNoTracking().ToListAsync());
        Assert.InRange(calls.Count, 50, 80);
        Assert.Equal(4, calls.Select(call => call.OrganizerId).Distinct().Count());
        Assert.True(calls.Select(call => call.EndedAt.Date).Distinct().Count() >= 5);
        Assert.Contains(calls, call => call.EndedAt.Date == world.Now.Date);
        Assert.Contains(calls, call => call.SealedTexts is not null);
        Assert.InRange(await world.ReadAsync(db => db.Calls.Join(db.Outcomes, call => call.OutcomeId, outcome => outcome.Id, (_, outcome) => outcome.Key).Distinct().CountAsync()), 10, 17);
        Assert.Contains(await world.ReadAsync(db => db.Answers.ToListAsync()), answer => answer.SealedText is not null);

        Assert.Equal(
            [CoordinatorNeed.InTurn, CoordinatorNeed.Now],
            (await world.ReadAsync(db => db.Entries.Where(entry => entry.State == EntryState.Held).Select(entry => entry.HeldFor!.Value).ToListAsync())).OrderByDescending(need => need.ToString() == "InTurn"));
        Assert.Equal(2, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Scheduled && entry.CallbackAt > world.Now && entry.CallbackAt < world.Now.Date.AddDays(1))));
        Assert.Equal(1, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Unreported)));
        Assert.Equal(1, await world.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));
        Assert.Contains(await world.ReadAsync(db => db.Invitations.ToListAsync()), invitation => invitation.IsOpen(world.Now));
        Assert.Equal(1, await world.ReadAsync(db => db.CampaignMembers.CountAsync(member => member.AdmittedAt == null)));
    }

    [Theory, OnBothDatabases]
    public async Task Each_organizer_finds_lists_and_what_is_open(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var pages = new Dictionary<DemoLogIn, MyListsView>();
        foreach (var logIn in DemoLogIns.Organizers)
        {
            pages[logIn] = await world.Get<MyLists>().ExecuteAsync(await ActorAsync(world, logIn), default);
            Assert.True(pages[logIn].Lists.Count >= 2);
            Assert.Contains(pages[logIn].Lists, list => list.CanPick);
            Assert.True(pages[logIn].CallsToday > 0);
        }

        Assert.True(Assert.Single(pages[DemoLogIns.Dana].Callbacks).IsDue);
        Assert.NotNull(pages[DemoLogIns.Layla].OpenClaim);
        Assert.Single(pages[DemoLogIns.Alexei].Unreported);
    }

    [Fact]
    public async Task At_every_hour_of_every_season_each_organizer_has_somebody_to_call()
    {
        var world = await worlds.OnAsync(DatabaseKind.Sqlite);
        var people = await world.ReadAsync(db => db.Entries.Where(entry => entry.Callable && entry.State == EntryState.Waiting && db.CallLists.Any(list => list.Id == entry.ListId && db.Campaigns.Any(campaign => campaign.Id == list.CampaignId && campaign.PickFromList)))
            .Join(db.HoursClasses, entry => entry.HoursClassId, hours => hours.Id, (entry, hours) => new { entry.Language, hours.Key }).ToListAsync());
        var classes = people.Select(person => person.Key).Distinct().Select(text => HoursClassKey.TryParse(text, out var key) ? key : throw new InvalidOperationException(text)).ToList();
        var campaign = new CampaignHours(WeeklyWindows.Always, []);
        foreach (var start in new DateTime[] { new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc), new(2027, 3, 14, 0, 0, 0, DateTimeKind.Utc), new(2027, 7, 4, 0, 0, 0, DateTimeKind.Utc) })
        {
            for (var at = start; at < start.AddDays(7); at = at.AddMinutes(30))
            {
                var open = new CallingHours().Open(classes, campaign, at).Open.Select(key => key.ToString()).ToHashSet();
                foreach (var logIn in DemoLogIns.Organizers)
                {
                    Assert.True(
                        people.Exists(person => open.Contains(person.Key) && (person.Language is null || logIn.Languages.Contains(LanguageTags.PrimaryOf(person.Language)))),
                        $"{logIn.Name} has nobody to call at {at:u}");
                }
            }
        }
    }

    [Theory]
    [InlineData("2026-11-27T22:30:00Z")] // Shabbat in Israel, after midnight.
    [InlineData("2026-11-27T12:15:00Z")] // Friday afternoon.
    [InlineData("2026-11-28T22:10:00Z")] // The first minutes of Sunday in Israel.
    [InlineData("2027-03-26T05:45:00Z")] // The night in which Israel's clocks go forward.
    [InlineData("2027-07-01T18:20:00Z")] // A summer evening.
    public async Task Whenever_it_is_opened_somebody_can_be_called(string opened)
    {
        await using var world = await DemoWorlds.MakeAsync(DatabaseKind.Sqlite, DateTimeOffset.Parse(opened, System.Globalization.CultureInfo.InvariantCulture));
        foreach (var logIn in DemoLogIns.Organizers)
        {
            var actor = await ActorAsync(world, logIn);
            var claimed = await world.Get<ClaimNextContact>().ExecuteAsync(actor, null, null, default);
            Assert.True(claimed.IsDone, $"{logIn.Name}: {claimed.Error}");
            Assert.True((await world.Get<RevealNumber>().ExecuteAsync(actor, claimed.Value.ClaimId, null, default)).IsDone);
        }

        Assert.Equal(1, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Unreported)));
        Assert.Equal(2, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Held)));
        Assert.InRange(await world.ReadAsync(db => db.Calls.CountAsync(call => call.CallbackAt >= world.Now)), 1, 2);
    }

    private static async Task<Actor> ActorAsync(World world, DemoLogIn logIn) =>
        new(await world.ReadAsync(db => db.Users.Where(volunteer => volunteer.UserName == logIn.Name).Select(volunteer => volunteer.Id).SingleAsync()));

    // 050-1; 555-01xx; 07700 900xxx; 020 91xxxxxx; 01 99 00; 030 23125; (02) and (08) 5550.
    [GeneratedRegex(@"^(\+972501\d{6}|\+1[2-9]\d{2}55501\d{2}|\+447700900\d{3}|\+3532091\d{5}|\+3319900\d{4}|\+493023125\d{3}|\+61[28]5550\d{4})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BelongsToNobody();
}
