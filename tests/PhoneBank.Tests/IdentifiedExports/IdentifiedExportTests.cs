using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.IdentifiedExports;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reports;
using PhoneBank.Tests.Reviews;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.IdentifiedExports;

public sealed class IdentifiedExportTests
{
    [Theory, OnBothDatabases]
    public async Task The_file_opens_with_OpenSSL_and_the_passphrase_shown_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Careful);
        var entry = await desk.Scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"), new ContactName("=Omer", "Levi", null));
        await desk.Scene.RecordedCallAsync(entry, OutcomeKeys.Talked);
        var never = await desk.Scene.PersonAsync(new ContactName("Ruth", "Bar", "A-18"));
        var stopped = await desk.Scene.PersonAsync(new ContactName("Gil", "Gal", "A-19"));
        var stoppedContact = (await desk.Scene.EntryAsync(stopped)).ContactId;
        await world.WriteAsync(db =>
        {
            foreach (var phone in db.ContactPhones.Where(phone => phone.ContactId == stoppedContact))
            {
                phone.Suppressed = true;
            }
        });

        var id = (await desk.AskAsync()).Required;
        var made = (await desk.MakeAsync(id)).Required;
        Assert.Equal((id, 4), (made.RequestId, made.Rows));
        Assert.Matches("^[a-z2-9]{4}(-[a-z2-9]{4}){4}$", made.Passphrase);
        var file = (await desk.FetchAsync(id)).Required;
        Assert.Null(await IdentifiedDesk.OpenWithOpenSslAsync(file, "wrong"));
        var rows = CsvFile.Table((await IdentifiedDesk.OpenWithOpenSslAsync(file, made.Passphrase))!);

        var phones = await world.ReadAsync(db => db.ContactPhones.AsNoTracking().ToListAsync());
        string NumberOf(Guid contactId) => phones.Where(phone => phone.ContactId == contactId).Select(phone => world.Sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber)).Single();
        var (first, second) = (NumberOf((await desk.Scene.EntryAsync(entry)).ContactId), NumberOf((await desk.Scene.EntryAsync(never)).ContactId));
        Assert.Equal(
            [("'=Omer", "'" + first, "", "talked"), ("Dana", "'" + first, "A-17", "talked"), ("Gil", "", "A-19", ""), ("Ruth", "'" + second, "A-18", "")],
            rows.Select(row => (row["first_name"], row["phone"], row["external_id"], row["outcome"])).OrderBy(row => row.Item1, StringComparer.Ordinal));

        // Neither the passphrase nor a name is left anywhere.
        var onDisk = desk.OnDisk();
        Assert.NotEmpty(onDisk);
        Assert.All(onDisk, path => Assert.Equal(-1, File.ReadAllBytes(path).AsSpan().IndexOf("Salted__"u8)));
        Assert.All(await world.AuditedAsync(AuditAction.IdentifiedExport), audited => Assert.DoesNotContain(made.Passphrase, audited.Detail));
        Assert.Equal(["asked", "fetched"], (await world.AuditedAsync(AuditAction.IdentifiedExport)).Select(audited => audited.Detail).Order());
        Assert.Equal(["Identified: begun", "Identified: rows 4"], (await world.AuditedAsync(AuditAction.Exported)).Select(audited => audited.Detail).Order());
        var past = Assert.Single((await world.Get<ExportsQuery>().ExecuteAsync(desk.Noa, CancellationToken.None)).Past);
        Assert.Equal((ExportKind.Identified, 4, true, "Court asked"), (past.Kind, past.Rows, past.Finished, past.Reason));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_alone_can_be_asked_for(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        await desk.Scene.PersonAsync(new ContactName("Dana", "Levi", null));
        var other = await desk.Scene.ListAsync(name: "March");
        await desk.Scene.NameAsync((await desk.Scene.ContactsAsync(1, other)).Single(), new ContactName("Ruth", "Bar", null));

        var id = (await desk.AskAsync(listId: other)).Required;
        var made = (await desk.MakeAsync(id)).Required;
        var plain = await IdentifiedDesk.OpenWithOpenSslAsync((await desk.FetchAsync(id)).Required, made.Passphrase);
        Assert.Equal("Ruth", Assert.Single(CsvFile.Table(plain!))["first_name"]);
    }

    [Theory, OnBothDatabases]
    public async Task Asking_needs_a_reason_ones_passphrase_and_a_campaign_of_ones_book(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var theirs = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var organizer = await desk.Scene.OrganizerAsync();
        await desk.GiveWordsAsync(organizer);

        Assert.IsType<IdentifiedReasonNeeded>((await desk.AskAsync(reason: "  ")).Error);
        Assert.IsType<PassphraseNotRight>((await desk.AskAsync(words: null)).Error);
        Assert.IsType<PassphraseNotRight>((await desk.AskAsync(words: "lemon lemon lemon lemon lemon")).Error);
        Assert.IsType<NotFound>((await desk.AskAsync(campaignId: theirs.Scene.CampaignId)).Error);
        Assert.IsType<NotFound>((await desk.AskAsync(listId: theirs.Scene.ListId)).Error);
        Assert.IsType<NotFound>((await desk.AskAsync(organizer)).Error);
        Assert.Empty(await world.ReadAsync(db => db.IdentifiedRequests.ToListAsync()));

        // One that is open is enough; a day has its most, also when they were ended.
        var first = (await desk.AskAsync()).Required;
        Assert.IsType<IdentifiedStillOpen>((await desk.AskAsync()).Error);
        await desk.EndAsync(desk.Noa, first);
        for (var i = 1; i < IdentifiedRules.MostInDay; i++)
        {
            await desk.EndAsync(desk.Noa, (await desk.AskAsync()).Required);
        }

        Assert.IsType<TooManyIdentified>((await desk.AskAsync()).Error);
        world.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        Assert.True((await desk.AskAsync()).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Wrong_passphrases_lock_the_account_for_a_while_at_every_step(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var id = (await desk.AskAsync()).Required;
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<PassphraseNotRight>((await desk.MakeAsync(id, words: "wrong")).Error);
        }

        Assert.IsType<PassphraseNotRight>((await desk.MakeAsync(id)).Error);
        Assert.Empty(desk.OnDisk());
        Assert.Equal(6, (await world.AuditedAsync(AuditAction.SignInFailed)).Count);
        world.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.True((await desk.MakeAsync(id)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_suspended_coordinator_gets_nothing_any_more(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var id = (await desk.AskAsync()).Required;
        var made = await desk.MakeAsync(id);
        Assert.True(made.IsDone);
        await world.WriteAsync(db => db.Users.Single(volunteer => volunteer.Id == desk.Noa.VolunteerId).Status = VolunteerStatus.Suspended);

        Assert.IsType<NotFound>((await desk.FetchAsync(id)).Error);
        Assert.IsType<NotFound>((await desk.MakeAsync(id)).Error);
        Assert.IsType<NotFound>((await desk.AskAsync()).Error);
        Assert.Empty(await world.Get<IdentifiedExportsQuery>().ExecuteAsync(desk.Noa, CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task The_file_is_made_once_only_by_whoever_asked_and_only_in_time(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Careful);
        var other = await desk.OtherAsync();
        var stranger = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Careful);
        var id = (await desk.AskAsync()).Required;
        Assert.Equal(IdentifiedState.Ready, await desk.StateAsync(id, other));
        foreach (var actor in new[] { other, stranger.Noa })
        {
            Assert.IsType<NotFound>((await desk.MakeAsync(id, actor)).Error);
            Assert.IsType<NotFound>((await desk.FetchAsync(id, actor)).Error);
        }

        Assert.IsType<NotFound>((await desk.EndAsync(stranger.Noa, id)).Error);
        Assert.IsType<IdentifiedFileGone>((await desk.FetchAsync(id)).Error);
        Assert.True((await desk.MakeAsync(id)).IsDone);
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(id)).Error);
        Assert.IsType<NotFound>((await desk.FetchAsync(id, other)).Error);

        world.Time.Advance(TimeSpan.FromDays(2));
        var late = (await desk.AskAsync()).Required;
        world.Time.Advance(IdentifiedRules.ReadyFor);
        Assert.Equal(IdentifiedState.Lapsed, await desk.StateAsync(late));
        Assert.IsType<IdentifiedNotReady>((await desk.MakeAsync(late)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Two_taps_at_once_make_one_file(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var asked = await Task.WhenAll(desk.AskAsync(), desk.AskAsync());
        var id = Assert.Single(asked, result => result.IsDone).Value;
        var made = await Task.WhenAll(desk.MakeAsync(id), desk.MakeAsync(id));
        Assert.Single(made, result => result.IsDone);
        Assert.IsType<IdentifiedNotReady>(Assert.Single(made, result => !result.IsDone).Error);
        Assert.True((await desk.FetchAsync(id)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task The_file_is_gone_after_half_an_hour_and_what_a_crash_left_with_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var id = (await desk.AskAsync()).Required;
        await desk.MakeAsync(id);
        world.Time.Advance(IdentifiedRules.FileLife - TimeSpan.FromSeconds(1));
        await desk.SweepAsync();
        Assert.True((await desk.FetchAsync(id)).IsDone);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<IdentifiedFileGone>((await desk.FetchAsync(id)).Error);
        await desk.SweepAsync();
        Assert.Empty(desk.OnDisk());
        Assert.Equal(IdentifiedState.Gone, await desk.StateAsync(id));

        // The application died in the middle: a piece is there, of a request that says nothing of a whole file.
        var orphan = Directory.CreateDirectory(Path.Combine(world.Folder.Path, "exports", "spool", Guid.NewGuid().ToString("N")));
        await File.WriteAllTextAsync(Path.Combine(orphan.FullName, "000000.sealed"), "x");
        await desk.SweepAsync();
        Assert.Empty(desk.OnDisk());
    }

    [Theory, OnBothDatabases]
    public async Task Every_coordinator_of_the_book_is_told_and_can_put_an_end_to_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var other = await desk.OtherAsync();
        var stranger = await IdentifiedDesk.OpenAsync(world, ProtectionLevel.Supporters);
        var id = (await desk.AskAsync()).Required;
        Assert.True(await IsToldAsync(other));
        Assert.False(await IsToldAsync(desk.Noa));
        Assert.False(await IsToldAsync(stranger.Noa));
        await desk.MakeAsync(id);
        Assert.True(await IsToldAsync(other));

        Assert.True((await desk.EndAsync(other, id)).IsDone);
        Assert.True((await desk.EndAsync(other, id)).IsDone);
        Assert.Empty(desk.OnDisk());
        Assert.IsType<IdentifiedFileGone>((await desk.FetchAsync(id)).Error);
        Assert.Equal(IdentifiedState.Ended, await desk.StateAsync(id));
        Assert.False(await IsToldAsync(other));
        Assert.Equal(["asked", "ended"], (await world.AuditedAsync(AuditAction.IdentifiedExport)).Select(audited => audited.Detail).Order());

        async Task<bool> IsToldAsync(Actor actor) => (await world.Get<DeskHome>().ExecuteAsync(actor, CancellationToken.None)).Needs.Any(need => need.Kind == DeskNeedKind.NamesAskedByOther);
    }
}
