using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Scripts;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>Puts a book, an open campaign and people to call into a world.</summary>
public static class CallingWorld
{
    /// <summary>
    /// A coordinator, a book of this level, an open campaign with the default outcomes and a small script, and one list
    /// handed to everyone, with so many contacts (Hebrew, Israel, one number each).
    /// </summary>
    public static async Task<CallingScene> CallingSceneAsync(
        this World world, int contacts = 0, ProtectionLevel level = ProtectionLevel.Careful, Action<Campaign>? change = null)
    {
        var coordinator = await world.VolunteerAsync("Noa" + Guid.NewGuid().ToString("N")[..8], Roles.Organizer, Roles.Coordinator);
        var bookId = world.NewId();
        await world.WriteAsync(db =>
        {
            db.DataKeys.Add(world.Get<KeyRing>().Make(bookId));
            db.Books.Add(new Book
            {
                Id = bookId,
                SealedName = world.Sealer.Seal(Places.BookName(bookId), "Reservists"),
                Level = level,
                DefaultCountry = "IL",
                CreatedAt = world.Now,
                CreatedBy = coordinator.VolunteerId,
            });
            db.BookMembers.Add(new BookMember { BookId = bookId, VolunteerId = coordinator.VolunteerId, AddedAt = world.Now });
        });
        return await CampaignAsync(world, bookId, coordinator, contacts, change);
    }

    /// <summary>A second open campaign on the same book.</summary>
    public static Task<CallingScene> AnotherCampaignAsync(this CallingScene scene, int contacts = 0, Action<Campaign>? change = null) =>
        CampaignAsync(scene.World, scene.BookId, scene.Coordinator, contacts, change);

    public static Guid NewId(this World world) => world.Get<TimeProvider>().NewId();

    private static async Task<CallingScene> CampaignAsync(World world, Guid bookId, Actor coordinator, int contacts, Action<Campaign>? change)
    {
        var campaignId = world.NewId();
        var scriptId = world.NewId();
        await world.WriteAsync(db =>
        {
            var campaign = new Campaign
            {
                Id = campaignId,
                BookId = bookId,
                SealedName = world.Sealer.Seal(Places.CampaignName(campaignId), "Thursday meeting"),
                SealedGoal = world.Sealer.Seal(Places.CampaignGoal(campaignId), "Invite people"),
                SealedOrganization = world.Sealer.Seal(Places.CampaignOrganization(campaignId), "Open Hand"),
                State = CampaignState.Open,
                Languages = "he,en",
                NotesToNextCallers = true,
                ScriptVersionId = scriptId,
                CreatedAt = world.Now,
                CreatedBy = coordinator.VolunteerId,
                OpenedAt = world.Now,
            };
            change?.Invoke(campaign);
            db.Campaigns.Add(campaign);
            db.ScriptVersions.Add(new ScriptVersion
            {
                Id = scriptId,
                CampaignId = campaignId,
                Number = 1,
                SealedDocument = world.Sealer.SealJson(Places.ScriptDocument(scriptId), Script),
                CreatedAt = world.Now,
                CreatedBy = coordinator.VolunteerId,
            });
            db.Outcomes.AddRange(OutcomeSet.Default.Outcomes.Select((definition, position) => new Outcome
            {
                Id = world.NewId(),
                CampaignId = campaignId,
                Key = definition.Key,
                Group = definition.Group,
                Position = position,
                Definition = definition,
            }));
        });
        var scene = new CallingScene(world, bookId, campaignId, scriptId, coordinator);
        scene.ListId = await scene.ListAsync();
        await scene.AssignAsync(scene.ListId);
        await scene.ContactsAsync(contacts);
        return scene;
    }

    /// <summary>Asks whether one comes (yes, maybe, no), for a word, and for a day.</summary>
    public static ScriptDocument Script { get; } = ScriptBuilder.Script(
        ScriptBuilder.Opening(),
        ScriptBuilder.Ask("comes", ScriptBuilder.Choice("yes"), ScriptBuilder.Choice("maybe"), ScriptBuilder.Choice("no")),
        ScriptBuilder.Ask("word") with { Question = new() { Kind = QuestionKind.Text } },
        ScriptBuilder.Ask("day") with { Question = new() { Kind = QuestionKind.Date } },
        ScriptBuilder.Close());
}

/// <summary>One open campaign on a book, and short words for what tests do in it.</summary>
public sealed class CallingScene(World world, Guid bookId, Guid campaignId, Guid scriptVersionId, Actor coordinator)
{
    private static int _lastNumber;

    public World World => world;

    /// <summary>The same campaign seen from another node, or after a restart.</summary>
    public CallingScene On(World node) => new(node, bookId, campaignId, scriptVersionId, coordinator) { ListId = ListId };

    /// <summary>A promised callback, as a call would leave it.</summary>
    /// <param name="forWhom">Null: anyone's.</param>
    public Task ScheduleAsync(Guid entryId, DateTime at, Actor? forWhom) => world.WriteAsync(db =>
    {
        var entry = db.Entries.Single(candidate => candidate.Id == entryId);
        (entry.State, entry.CallbackAt, entry.CallbackFor, entry.Pass) = (EntryState.Scheduled, at, forWhom?.VolunteerId, 1);
        db.Tallies.Add(new Tally { Id = world.NewId(), ListId = entry.ListId, Key = "state:Waiting", N = -1 });
        db.Tallies.Add(new Tally { Id = world.NewId(), ListId = entry.ListId, Key = "state:Scheduled", N = 1 });
    });

    public Guid BookId => bookId;

    public Guid CampaignId => campaignId;

    public Guid ScriptVersionId => scriptVersionId;

    public Actor Coordinator => coordinator;

    /// <summary>The list that is assigned to everyone.</summary>
    public Guid ListId { get; set; }

    /// <summary>An admitted organizer who calls in these languages.</summary>
    public async Task<Actor> OrganizerAsync(string languages = "he", string freeCountries = "", string name = "Mia")
    {
        var actor = await world.VolunteerAsync(name + Guid.NewGuid().ToString("N")[..8], Roles.Organizer);
        await AdmitAsync(actor);
        await using var db = await world.OpenDbAsync();
        var volunteer = await db.Users.SingleAsync(user => user.Id == actor.VolunteerId);
        volunteer.CallLanguages = languages;
        volunteer.FreeCountries = freeCountries;
        await db.SaveChangesAsync();
        return actor;
    }

    /// <summary>None of this organizer's calls on the book waits for a coordinator, as if they were a coordinator's own.</summary>
    public Task KnowAsync(Actor actor) => world.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = bookId, VolunteerId = actor.VolunteerId, AddedAt = world.Now }));

    public async Task<IReadOnlyList<Actor>> OrganizersAsync(int count)
    {
        var actors = new List<Actor>();
        for (var n = 0; n < count; n++)
        {
            actors.Add(await OrganizerAsync());
        }

        return actors;
    }

    public Task AdmitAsync(Actor actor) => world.WriteAsync(db => db.CampaignMembers.Add(new CampaignMember
    {
        Id = world.NewId(),
        CampaignId = campaignId,
        VolunteerId = actor.VolunteerId,
        JoinedAt = world.Now,
        AdmittedAt = world.Now,
    }));

    public async Task<Guid> ListAsync(int priority = 0, CallListState state = CallListState.Open, string name = "Families in the north")
    {
        var id = world.NewId();
        await world.WriteAsync(db => db.CallLists.Add(new CallList
        {
            Id = id,
            CampaignId = campaignId,
            SealedName = world.Sealer.Seal(Places.CallListName(id), name),
            Priority = priority,
            State = state,
            CreatedAt = world.Now,
            CreatedBy = coordinator.VolunteerId,
        }));
        return id;
    }

    /// <summary>Hands a list to one organizer, a team, or (with neither) everyone.</summary>
    public async Task<Guid> AssignAsync(Guid listId, Actor? to = null, Guid? teamId = null, int? maximum = null)
    {
        var id = world.NewId();
        await world.WriteAsync(db => db.Assignments.Add(new Assignment
        {
            Id = id,
            ListId = listId,
            VolunteerId = to?.VolunteerId,
            TeamId = teamId,
            Maximum = maximum,
            CreatedAt = world.Now,
            CreatedBy = coordinator.VolunteerId,
        }));
        return id;
    }

    public async Task<Guid> TeamAsync(params Actor[] members)
    {
        var id = world.NewId();
        await world.WriteAsync(db =>
        {
            db.Teams.Add(new Team { Id = id, CampaignId = campaignId, SealedName = world.Sealer.Seal(Places.TeamName(id), "North"), CreatedAt = world.Now });
            db.TeamMembers.AddRange(members.Select(member => new TeamMember { TeamId = id, VolunteerId = member.VolunteerId }));
        });
        return id;
    }

    /// <summary>Invented people, waiting in a list; their entries' ids in order.</summary>
    /// <param name="e164">Their numbers; null invents so many Israeli ones as <paramref name="phones"/> says.</param>
    public async Task<IReadOnlyList<Guid>> ContactsAsync(
        int count, Guid? listId = null, string? language = "he", string? country = "IL", string? zone = "Asia/Jerusalem", int phones = 1, SafeContactCard? card = null, string[]? e164 = null)
    {
        if (count == 0)
        {
            return [];
        }

        var safeHours = card?.SafeHours is { } hours ? WeeklyWindows.Parse(hours) : null;
        var classId = await world.Get<HoursClasses>().IdOfAsync(HoursClassKey.For(zone, country, safeHours, "Asia/Jerusalem"), CancellationToken.None);
        var entries = new List<Guid>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(500))
        {
            await world.WriteAsync(db =>
            {
                foreach (var _ in chunk)
                {
                    var id = world.NewId();
                    var number = Interlocked.Increment(ref _lastNumber);
                    db.Contacts.Add(new Contact
                    {
                        Id = id,
                        BookId = bookId,
                        SealedDetails = world.Sealer.SealJson(bookId, Places.ContactDetails(id), new ContactDetails { Names = [new ContactName(FirstNames[number % FirstNames.Length], "Surname" + number, null)], Card = card }),
                        Language = language,
                        Country = country,
                        TimeZone = zone,
                        HoursClassId = classId,
                        CallablePhones = e164?.Length ?? phones,
                        CreatedAt = world.Now,
                        UpdatedAt = world.Now,
                    });
                    foreach (var (text, position) in (e164 ?? [.. Enumerable.Range(0, phones).Select(_ => NewNumber())]).Select((text, position) => (text, position)))
                    {
                        var phoneId = world.NewId();
                        db.ContactPhones.Add(new ContactPhone
                        {
                            Id = phoneId,
                            ContactId = id,
                            BookId = bookId,
                            Position = position,
                            SealedNumber = world.Sealer.Seal(bookId, Places.PhoneNumber(phoneId), text),
                            BlindIndex = world.Sealer.PhoneIndex(bookId, text),
                            Country = country,
                            Kind = PhoneKind.Mobile,
                        });
                        db.PhoneKeys.Add(new PhoneKey { BookId = bookId, BlindIndex = world.Sealer.PhoneIndex(bookId, text), PhoneId = phoneId });
                    }

                    entries.Add(AddEntry(db, id, listId ?? ListId, language, country, classId));
                }

                db.Tallies.Add(new Tally { Id = world.NewId(), ListId = listId ?? ListId, Key = "state:Waiting", N = chunk.Length });
            });
        }

        return entries;
    }

    /// <summary>Puts somebody who is in the book already into this campaign too.</summary>
    public async Task<Guid> EntryForAsync(Guid contactId)
    {
        await using var db = await world.OpenDbAsync();
        var contact = await db.Contacts.SingleAsync(candidate => candidate.Id == contactId);
        var entryId = AddEntry(db, contactId, ListId, contact.Language, contact.Country, contact.HoursClassId);
        db.Tallies.Add(new Tally { Id = world.NewId(), ListId = ListId, Key = "state:Waiting", N = 1 });
        await db.SaveChangesAsync();
        return entryId;
    }

    private Guid AddEntry(PhoneBankDb db, Guid contactId, Guid listId, string? language, string? country, Guid classId)
    {
        var id = world.NewId();
        db.Entries.Add(new Entry
        {
            Id = id,
            CampaignId = campaignId,
            ListId = listId,
            ContactId = contactId,
            ReadyAt = DateTime.UnixEpoch,
            RandomKey = Random.Shared.Next(),
            Language = language,
            Country = country,
            HoursClassId = classId,
        });
        return id;
    }

    /// <summary>A number of a range that was never given out: 050-1xxxxxx.</summary>
    public static string NewNumber() => "+97250" + (1_000_000 + Interlocked.Increment(ref _lastNumber)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public Task<Result<ClaimTaken>> NextAsync(Actor actor, Guid? listId = null) =>
        world.Get<ClaimNextContact>().ExecuteAsync(actor, campaignId, listId, CancellationToken.None);

    /// <summary>The next person's claim; fails the test when there is none.</summary>
    public async Task<Claim> ClaimAsync(Actor actor, Guid? listId = null) => await ClaimAsync((await NextAsync(actor, listId)).Required.ClaimId);

    public Task<Claim> ClaimAsync(Guid claimId) => world.ReadAsync(db => db.Claims.AsNoTracking().SingleAsync(claim => claim.Id == claimId));

    public Task<Result<ShownNumber>> RevealAsync(Actor actor, Guid claimId, Guid? phoneId = null) =>
        world.Get<RevealNumber>().ExecuteAsync(actor, claimId, phoneId, CancellationToken.None);

    /// <summary>The next person with the number shown.</summary>
    public async Task<Claim> CallAsync(Actor actor, Guid? listId = null)
    {
        var claim = await ClaimAsync(actor, listId);
        _ = (await RevealAsync(actor, claim.Id)).Required;
        return await ClaimAsync(claim.Id);
    }

    public Task<Result<Recorded>> RecordAsync(Actor actor, Guid claimId, string outcomeKey, Func<RecordRequest, RecordRequest>? change = null)
    {
        var request = new RecordRequest { ClaimId = claimId, SubmissionToken = Guid.NewGuid(), OutcomeKey = outcomeKey, ScriptVersionId = scriptVersionId, ScriptLanguage = "he" };
        return world.Get<RecordOutcome>().ExecuteAsync(actor, change?.Invoke(request) ?? request, CancellationToken.None);
    }

    /// <summary>Claims, shows the number and records, in one go.</summary>
    public async Task<Recorded> CallAndRecordAsync(Actor actor, string outcomeKey, Func<RecordRequest, RecordRequest>? change = null) =>
        (await RecordAsync(actor, (await CallAsync(actor)).Id, outcomeKey, change)).Required;

    public Task<Result<CallView>> ViewAsync(Actor actor, Guid? claimId = null) => world.Get<CurrentCall>().ExecuteAsync(actor, claimId, CancellationToken.None);

    public Task<Swept> SweepAsync() => world.Get<SweepLapsedClaims>().ExecuteAsync(CancellationToken.None);

    public Task<Entry> EntryAsync(Guid entryId) => world.ReadAsync(db => db.Entries.AsNoTracking().SingleAsync(entry => entry.Id == entryId));

    public Task<Guid> OutcomeIdAsync(string key) => world.ReadAsync(db => db.Outcomes.Where(outcome => outcome.CampaignId == campaignId && outcome.Key == key).Select(outcome => outcome.Id).SingleAsync());

    /// <summary>Changes one row of the campaign, as a coordinator would.</summary>
    public async Task ChangeCampaignAsync(Action<Campaign> change)
    {
        await using var db = await world.OpenDbAsync();
        change(await db.Campaigns.SingleAsync(campaign => campaign.Id == campaignId));
        await db.SaveChangesAsync();
        world.Get<Signals>().Publish(new Signal(Signal.CampaignChanged, campaignId));
    }

    public async Task ChangeEntryAsync(Guid entryId, Action<Entry> change)
    {
        await using var db = await world.OpenDbAsync();
        change(await db.Entries.SingleAsync(entry => entry.Id == entryId));
        await db.SaveChangesAsync();
    }

    private static readonly string[] FirstNames = ["Avi", "Dana", "Ruth", "Daniel", "Yael", "Omer", "Tamar", "Noam", "Michal", "Eitan"];
}
