using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reviews;

/// <summary>Puts recorded calls and held people into a scene, row by row, where a test is about reading them.</summary>
public static class ReviewsWorld
{
    /// <summary>A call that ended at the present moment of the world's clock.</summary>
    public static async Task<Guid> RecordedCallAsync(
        this CallingScene scene,
        Guid entryId,
        string outcome,
        Actor? organizer = null,
        CallTexts? texts = null,
        IReadOnlyDictionary<string, string>? choices = null,
        IReadOnlyDictionary<string, string>? typed = null,
        DateTime? at = null,
        bool withdrawn = false,
        bool late = false,
        Guid? callId = null,
        DateTime? callbackAt = null)
    {
        var world = scene.World;
        var id = callId ?? world.NewId();
        var entry = await scene.EntryAsync(entryId);
        var outcomeId = await scene.OutcomeIdAsync(outcome);
        var ended = at ?? world.Now;
        await world.WriteAsync(db =>
        {
            var claimId = world.NewId();
            db.Claims.Add(new Claim
            {
                Id = claimId,
                EntryId = entryId,
                ListId = entry.ListId,
                CampaignId = scene.CampaignId,
                BookId = scene.BookId,
                ContactId = entry.ContactId,
                OrganizerId = (organizer ?? scene.Coordinator).VolunteerId,
                Kind = ClaimKind.Calling,
                TakenAt = ended.AddMinutes(-4),
                RevealedAt = ended.AddMinutes(-3),
                ExpiresAt = ended.AddMinutes(40),
                EndedAt = ended,
                EndedBy = ClaimEnd.Recorded,
                SealedDraft = texts is null ? null : world.Sealer.SealJson(scene.BookId, Places.ClaimDraft(claimId), new CallDraft { NoteToCallers = texts.NoteToCallers }),
            });
            db.Calls.Add(new Call
            {
                Id = id,
                EntryId = entryId,
                ListId = entry.ListId,
                CampaignId = scene.CampaignId,
                BookId = scene.BookId,
                ContactId = entry.ContactId,
                OrganizerId = (organizer ?? scene.Coordinator).VolunteerId,
                ClaimId = claimId,
                OutcomeId = outcomeId,
                SubmissionToken = Guid.NewGuid(),
                StartedAt = ended.AddMinutes(-3),
                EndedAt = ended,
                Language = "he",
                ScriptVersionId = scene.ScriptVersionId,
                SealedTexts = texts is null ? null : world.Sealer.SealJson(scene.BookId, Places.CallTexts(id), texts),
                WithdrawnAt = withdrawn ? ended.AddMinutes(1) : null,
                Late = late,
                CallbackAt = callbackAt,
            });
            foreach (var (step, choice) in choices ?? new Dictionary<string, string>())
            {
                db.Answers.Add(new Answer { Id = world.NewId(), CallId = id, StepId = step, ChoiceId = choice });
            }

            foreach (var (step, text) in typed ?? new Dictionary<string, string>())
            {
                var answerId = world.NewId();
                db.Answers.Add(new Answer { Id = answerId, CallId = id, StepId = step, SealedText = world.Sealer.Seal(scene.BookId, Places.AnswerText(answerId), text) });
            }
        });
        return id;
    }

    /// <summary>One waiting person with these names.</summary>
    public static async Task<Guid> PersonAsync(this CallingScene scene, params ContactName[] names)
    {
        var entryId = (await scene.ContactsAsync(1)).Single();
        await scene.NameAsync(entryId, names);
        return entryId;
    }

    public static async Task NameAsync(this CallingScene scene, Guid entryId, params ContactName[] names)
    {
        var contactId = (await scene.EntryAsync(entryId)).ContactId;
        await using var db = await scene.World.OpenDbAsync();
        var contact = await db.Contacts.SingleAsync(contact => contact.Id == contactId);
        contact.SealedDetails = scene.World.Sealer.SealJson(scene.BookId, Places.ContactDetails(contactId), new ContactDetails { Names = names });
        await db.SaveChangesAsync();
    }

    /// <summary>Somebody who waits for a coordinator, with the call that led there.</summary>
    public static async Task<Guid> HeldPersonAsync(this CallingScene scene, string outcome = OutcomeKeys.NotSafe, CoordinatorNeed need = CoordinatorNeed.InTurn, string? message = null)
    {
        var entryId = await scene.PersonAsync(new ContactName("Dana", "Levi", null));
        await scene.RecordedCallAsync(entryId, outcome, texts: message is null ? null : new CallTexts { MessageToCoordinator = message });
        var world = scene.World;
        await scene.ChangeEntryAsync(entryId, entry =>
        {
            entry.State = EntryState.Held;
            entry.HeldFor = need;
            entry.LastCallAt = world.Now;
            entry.Attempts++;
            entry.Version++;
        });
        await world.WriteAsync(db => db.Tallies.AddRange(
            new Tally { Id = world.NewId(), ListId = scene.ListId, Key = "state:Waiting", N = -1 },
            new Tally { Id = world.NewId(), ListId = scene.ListId, Key = "state:Held", N = 1 }));
        return entryId;
    }

    /// <summary>Another coordinator of the scene's book.</summary>
    public static async Task<Actor> CoordinatorAsync(this CallingScene scene)
    {
        var actor = await scene.World.VolunteerAsync("Amir" + Guid.NewGuid().ToString("N")[..8], Roles.Organizer, Roles.Coordinator);
        await scene.World.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = actor.VolunteerId, AddedAt = scene.World.Now }));
        return actor;
    }

    /// <summary>Another coordinator of the scene's book, who also calls in its campaign.</summary>
    public static async Task<Actor> CallingCoordinatorAsync(this CallingScene scene)
    {
        var actor = await scene.OrganizerAsync(name: "Ella");
        await scene.World.WriteAsync(db =>
        {
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = actor.VolunteerId, RoleId = Roles.CoordinatorId });
            db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = actor.VolunteerId, AddedAt = scene.World.Now });
        });
        return actor;
    }

    /// <summary>The review a call was picked for.</summary>
    public static Task<Guid> ReviewOfAsync(this CallingScene scene, Guid callId) =>
        scene.World.ReadAsync(db => db.Reviews.Where(review => review.CallId == callId).Select(review => review.Id).SingleAsync());

    public static Task<Result> CorrectAsync(this CallingScene scene, Actor actor, Guid review, string outcome, string reason = "Heard otherwise.") =>
        scene.World.Get<CorrectCall>().ExecuteAsync(actor, new CorrectionRequest(review, outcome, reason), CancellationToken.None);

    /// <summary>The counter of a list as it stands.</summary>
    public static Task<int> TallyAsync(this CallingScene scene, EntryState state) =>
        scene.World.ReadAsync(db => db.Tallies.Where(tally => tally.ListId == scene.ListId && tally.Key == "state:" + state).SumAsync(tally => tally.N));

    public static Task<List<AuditEntry>> AuditedAsync(this World world, string action) =>
        world.ReadAsync(db => db.AuditEntries.AsNoTracking().Where(entry => entry.Action == action).OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync());
}
