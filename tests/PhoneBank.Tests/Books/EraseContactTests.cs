using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Books;

/// <summary>Who is erased is gone from every table; what was counted stays, and nobody calls again.</summary>
public sealed class EraseContactTests
{
    private const string Number = "+972501111222";

    [Theory, OnBothDatabases]
    public async Task Nothing_leads_to_an_erased_person_any_more_and_counts_stay(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var second = await scene.AnotherCampaignAsync();
        await scene.ContactsAsync(1, e164: [Number, "+972501111223"]);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with
        {
            NoteToCallers = "Try later",
            Answers = new Dictionary<string, string> { ["comes"] = "maybe", ["word"] = "Something typed" },
        });
        var contact = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        await second.EntryForAsync(contact.Id);
        await world.WriteAsync(db => db.Books.Single().People = 1);
        var ids = await IdsOfAsync(world, contact.Id);
        var sealedNow = await SealedAsync(world);

        Assert.True((await EraseAsync(scene, contact.Id)).IsDone);

        Assert.Empty(await RowsWithAsync(world, ids));
        Assert.Empty((await SealedAsync(world)).Intersect(sealedNow));
        var call = await world.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync());
        Assert.Equal((recorded.CallId, (Guid?)null, (Guid?)null, (byte[]?)null), (call.Id, call.OrganizerId, call.PhoneId, call.SealedTexts));
        Assert.Equal("maybe", (await world.ReadAsync(db => db.Answers.AsNoTracking().SingleAsync())).ChoiceId);
        Assert.Equal(0, await world.ReadAsync(db => db.Books.Select(book => book.People).SingleAsync()));
        var told = Assert.Single(await world.AuditedAsync(AuditAction.ContactErased));
        Assert.Equal((contact.Id, scene.BookId), (told.SubjectId!.Value, told.ScopeId!.Value));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task The_file_forgets_what_was_erased(DatabaseKind kind)
    {
        if (kind != DatabaseKind.Sqlite)
        {
            return;
        }

        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var contact = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        Assert.NotEqual(0, await FoundInFilesAsync(world, contact.SealedDetails[^24..]));

        Assert.True((await EraseAsync(scene, contact.Id)).IsDone);
        Assert.Equal(0, await FoundInFilesAsync(world, contact.SealedDetails[^24..]));
    }

    [Theory, OnBothDatabases]
    public async Task A_later_import_leaves_an_erased_number_out_unless_it_was_not_wished(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (never, again) = (await scene.AddAsync("Dana", "Levi", "050-1111222"), await scene.AddAsync("Yael", "Mizrahi", "050-1111223"));
        Assert.True((await EraseAsync(scene, never, neverAgain: true)).IsDone);
        Assert.True((await EraseAsync(scene, again, neverAgain: false)).IsDone);
        Assert.Equal(0, await world.ReadAsync(db => db.Contacts.CountAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.StopListEntries.CountAsync()));

        const string People = "first name,last name,phone\nDana,Levi,050-1111222\nYael,Mizrahi,050-1111223\n";
        var done = (await world.Get<ImportNow>().FromTextAsync(scene.Coordinator, scene.BookId, People, null, null, CancellationToken.None)).Required;
        Assert.Equal(1, done.Counts.New);
        var there = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        Assert.Equal("Yael", world.DetailsOf(there).Names[0].First);
    }

    [Theory, OnBothDatabases]
    public async Task While_somebody_is_in_a_call_with_a_person_nothing_is_erased_and_a_mere_look_is_ended(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        var contactId = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync());
        var claim = await scene.CallAsync(mia);
        Assert.IsType<PersonIsInCall>((await EraseAsync(scene, contactId)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(46));
        await scene.SweepAsync();
        Assert.IsType<PersonIsInCall>((await EraseAsync(scene, contactId)).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.StopListEntries.CountAsync()));

        Assert.True((await world.Get<ReportNotCalled>().ExecuteAsync(mia, claim.Id, CancellationToken.None)).IsDone);
        var looking = await scene.ClaimAsync(mia);
        Assert.True((await EraseAsync(scene, contactId)).IsDone);
        Assert.IsType<ClaimLost>((await scene.RevealAsync(mia, looking.Id)).Error);
        Assert.IsType<NoOpenCall>((await scene.ViewAsync(mia)).Error);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Only_coordinators_of_the_book_erase(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, other) = (await world.CallingSceneAsync(contacts: 1), await world.CallingSceneAsync());
        var mia = await scene.OrganizerAsync();
        var contactId = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync());
        var erase = world.Get<EraseContact>();
        Assert.IsType<NotFound>((await erase.ExecuteAsync(mia, scene.BookId, contactId, true, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await erase.ExecuteAsync(other.Coordinator, scene.BookId, contactId, true, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await erase.ExecuteAsync(other.Coordinator, other.BookId, contactId, true, CancellationToken.None)).Error);
        Assert.Equal(1, await world.ReadAsync(db => db.Contacts.CountAsync()));
        Assert.Equal(0, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
    }

    private static Task<Result> EraseAsync(CallingScene scene, Guid contactId, bool neverAgain = true) =>
        scene.World.Get<EraseContact>().ExecuteAsync(scene.Coordinator, scene.BookId, contactId, neverAgain, CancellationToken.None);

    private static async Task<HashSet<Guid>> IdsOfAsync(World world, Guid contactId) =>
    [
        contactId,
        .. await world.ReadAsync(db => db.ContactPhones.Where(phone => phone.ContactId == contactId).Select(phone => phone.Id).ToListAsync()),
        .. await world.ReadAsync(db => db.Entries.Where(entry => entry.ContactId == contactId).Select(entry => entry.Id).ToListAsync()),
        .. await world.ReadAsync(db => db.Claims.Where(claim => claim.ContactId == contactId).Select(claim => claim.Id).ToListAsync()),
    ];

    /// <summary>Every row of every table, the audit log apart, in whose columns one of the ids stands.</summary>
    private static async Task<List<string>> RowsWithAsync(World world, HashSet<Guid> ids)
    {
        await using var db = await world.OpenDbAsync();
        var found = new List<string>();
        foreach (var type in db.Model.GetEntityTypes().Where(type => !type.IsOwned() && type.ClrType != typeof(AuditEntry)))
        {
            foreach (var row in await AllAsync(db, type.ClrType))
            {
                found.AddRange(type.GetProperties().Where(property => property.PropertyInfo?.GetValue(row) is Guid id && ids.Contains(id)).Select(property => $"{type.GetTableName()}.{property.Name}"));
            }
        }

        return found;
    }

    // What was sealed about the person and her or his calls, as it lies in the tables.
    private static async Task<List<string>> SealedAsync(World world) =>
    [
        .. (await world.ReadAsync(db => db.Contacts.Select(contact => contact.SealedDetails).ToListAsync())).Select(Convert.ToHexString),
        .. (await world.ReadAsync(db => db.ContactPhones.Select(phone => phone.SealedNumber).ToListAsync())).Select(Convert.ToHexString),
        .. (await world.ReadAsync(db => db.Calls.Where(call => call.SealedTexts != null).Select(call => call.SealedTexts!).ToListAsync())).Select(Convert.ToHexString),
        .. (await world.ReadAsync(db => db.Answers.Where(answer => answer.SealedText != null).Select(answer => answer.SealedText!).ToListAsync())).Select(Convert.ToHexString),
    ];

    private static async Task<List<object>> AllAsync(PhoneBankDb db, Type type)
    {
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type).Invoke(db, null)!;
        return await set.AsNoTracking().ToListAsync();
    }

    private static async Task<int> FoundInFilesAsync(World world, byte[] bytes)
    {
        var found = 0;
        foreach (var file in Directory.EnumerateFiles(world.Folder.Path, "test.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            found += memory.ToArray().AsSpan().IndexOf(bytes) >= 0 ? 1 : 0;
        }

        return found;
    }
}
