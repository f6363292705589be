using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Scripts;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reports;

public sealed class ExportTests
{
    [Theory, OnBothDatabases]
    public async Task The_pseudonymous_file_says_what_came_of_each_call_and_nothing_about_who(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync(name: "Mia");
        var dana = await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"));
        var omer = await scene.PersonAsync(new ContactName("Omer", "Katz", "A-18"));
        await scene.RecordedCallAsync(dana, OutcomeKeys.NoAnswer, mia, at: world.Now.AddDays(-1));
        var texts = new CallTexts { NoteToCallers = "Prefers evenings", MessageToCoordinator = "Asked for a veteran", Reason = "Noise" };
        await scene.RecordedCallAsync(
            dana, OutcomeKeys.Talked, mia, texts, new Dictionary<string, string> { ["comes"] = "maybe" }, new Dictionary<string, string> { ["word"] = "with a friend" });
        await scene.RecordedCallAsync(omer, OutcomeKeys.Busy, mia);
        await scene.RecordedCallAsync(omer, OutcomeKeys.Talked, mia, withdrawn: true);

        var (file, counts) = await CallsAsync(scene);
        Assert.Equal(["person", "date", "outcome", "language", "list", "attempt", "q_opening", "q_comes"], CsvFile.Read(file)[0]);
        var rows = CsvFile.Table(file);
        Assert.Equal(new ExportCounts(3, 0), counts);
        Assert.Equal(3, rows.Count);
        Assert.Equal(("2026-11-22", "no_answer", "1", ""), (rows[0]["date"], rows[0]["outcome"], rows[0]["attempt"], rows[0]["q_comes"]));
        var talked = Assert.Single(rows, row => row["outcome"] == "talked");
        Assert.Equal(("2026-11-23", "2", "maybe", "he", "Families in the north"), (talked["date"], talked["attempt"], talked["q_comes"], talked["language"], talked["list"]));
        Assert.Equal(rows[0]["person"], talked["person"]);
        Assert.NotEqual(talked["person"], Assert.Single(rows, row => row["outcome"] == "busy")["person"]);

        var text = Encoding.UTF8.GetString(file);
        var ids = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync());
        Assert.All(
            ["Dana", "Levi", "Omer", "Katz", "A-17", "Mia", "veteran", "evenings", "Noise", "friend", "+972", "97250", .. ids.SelectMany(id => new[] { id.ToString(), id.ToString("N") })],
            secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnBothDatabases]
    public async Task A_workbook_holds_the_same_cells(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "-17")), OutcomeKeys.Talked);
        var request = new ExportRequest { CampaignId = scene.CampaignId, Language = "he", Format = ExportFormat.Xlsx };
        var opened = (await world.Get<ExportResults>().ExecuteAsync(scene.Coordinator, request, CancellationToken.None)).Required;

        var (file, counts) = await ResultsAsync(scene, request);
        var (csv, _) = await ResultsAsync(scene, request with { Format = ExportFormat.Csv });
        Assert.Equal(("phonebank-results-2026-11-23.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 1), (opened.FileName, opened.ContentType, counts.Rows));
        Assert.Equal(CsvFile.Read(csv), Assert.Single(WorkbookFile.Read(file)));
        Assert.Contains("'-17", CsvFile.Read(csv)[1]);
    }

    [Theory, OnBothDatabases]
    public async Task A_person_has_one_pseudonym_in_a_file_and_another_in_the_next(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var entries = await world.ReadAsync(db => db.Entries.Select(entry => entry.Id).ToListAsync());
        foreach (var entry in entries)
        {
            await scene.RecordedCallAsync(entry, OutcomeKeys.NoAnswer, at: world.Now.AddHours(-5));
            await scene.RecordedCallAsync(entry, OutcomeKeys.Talked);
        }

        var first = CsvFile.Table((await CallsAsync(scene)).File).GroupBy(row => row["person"]).ToList();
        var second = CsvFile.Table((await CallsAsync(scene)).File).GroupBy(row => row["person"]).ToList();
        Assert.All(first.Concat(second), person => Assert.Equal(["no_answer", "talked"], person.Select(row => row["outcome"]).Order()));
        Assert.Equal((3, 3), (first.Count, second.Count));
        Assert.Empty(first.Select(person => person.Key).Intersect(second.Select(person => person.Key)));
        Assert.All(first, person => Assert.Matches("^p[a-z2-9]{16}$", person.Key));
    }

    [Theory, OnBothDatabases]
    public async Task The_results_have_a_row_for_each_external_id_with_the_last_outcome_and_the_last_answers(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(change: campaign => campaign.Languages = "he");
        var family = await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"), new ContactName("Omer", "Levi", "A-18"), new ContactName("Gil", "Levi", null));
        var withoutId = await scene.PersonAsync(new ContactName("Ruth", "Bar", null), new ContactName("Eli", "Bar", " "));
        var never = await scene.PersonAsync(new ContactName("Yael", "Gal", "A-20"));
        var takenBack = await scene.PersonAsync(new ContactName("Noam", "Gal", "A-21"));
        await scene.RecordedCallAsync(family, OutcomeKeys.Callback, choices: new Dictionary<string, string> { ["comes"] = "yes" }, at: world.Now.AddDays(-2));
        await scene.RecordedCallAsync(family, OutcomeKeys.Talked);
        await scene.RecordedCallAsync(withoutId, OutcomeKeys.Talked);
        await scene.RecordedCallAsync(takenBack, OutcomeKeys.Talked, withdrawn: true);
        Assert.NotEqual(never, takenBack);

        var (file, counts) = await ResultsAsync(scene, new ExportRequest { CampaignId = scene.CampaignId, Language = "en" });
        Assert.Equal(["external_id", "outcome", "outcome_label", "date", "attempts", "q_opening", "q_comes"], CsvFile.Read(file)[0]);
        Assert.Equal(new ExportCounts(2, 1), counts);
        var label = OutcomeSet.Default.Find(OutcomeKeys.Talked)!.Texts["en"].Label;
        Assert.Equal(
            [["A-17", "talked", label, "2026-11-23", "2", "", "yes"], ["A-18", "talked", label, "2026-11-23", "2", "", "yes"]],
            CsvFile.Read(file).Skip(1));
        var text = Encoding.UTF8.GetString(file);
        Assert.All(["Dana", "Levi", "Omer", "Ruth", "97250"], secret => Assert.DoesNotContain(secret, text));
    }

    [Theory, OnBothDatabases]
    public async Task Cells_from_outside_cannot_become_formulas(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        scene.ListId = await scene.ListAsync(name: "=HYPERLINK(\"http://x\")");
        string[] ids = ["=1+1", "+17", "-17", "@cmd", "|x", "\uFF1D1", "A,\"17\"", "\"=1"];
        var entry = await scene.PersonAsync([.. ids.Select(id => new ContactName("Dana", "Levi", id))]);
        await scene.RecordedCallAsync(entry, OutcomeKeys.Talked);

        var results = CsvFile.Table((await ResultsAsync(scene)).File).ConvertAll(row => row["external_id"]);
        Assert.Equal(["'=1+1", "'+17", "'-17", "'@cmd", "'|x", "'\uFF1D1", "A,\"17\"", "'\"=1"], results);
        Assert.Equal("'=HYPERLINK(\"http://x\")", CsvFile.Table((await CallsAsync(scene)).File).Single()["list"]);
    }

    [Theory, OnBothDatabases]
    public async Task Questions_of_every_version_have_their_column(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var version = world.NewId();
        var script = ScriptBuilder.Script(ScriptBuilder.Opening(), ScriptBuilder.Ask("brings", ScriptBuilder.Choice("food"), ScriptBuilder.Choice("friends")), ScriptBuilder.Close());
        await world.WriteAsync(db => db.ScriptVersions.Add(new ScriptVersion
        {
            Id = version,
            CampaignId = scene.CampaignId,
            Number = 2,
            SealedDocument = world.Sealer.Seal(Places.ScriptDocument(version), Encoding.UTF8.GetString(script.ToUtf8())),
            CreatedAt = world.Now,
            CreatedBy = scene.Coordinator.VolunteerId,
        }));
        var entry = await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"));
        await scene.RecordedCallAsync(entry, OutcomeKeys.Callback, choices: new Dictionary<string, string> { ["comes"] = "no" }, at: world.Now.AddHours(-2));
        await scene.RecordedCallAsync(entry, OutcomeKeys.Talked, choices: new Dictionary<string, string> { ["brings"] = "food" });

        var row = CsvFile.Table((await ResultsAsync(scene)).File).Single();
        Assert.Equal(["q_opening", "q_brings", "q_comes"], row.Keys.Where(column => column.StartsWith("q_", StringComparison.Ordinal)));
        Assert.Equal(("food", "no"), (row["q_brings"], row["q_comes"]));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_alone_can_be_exported(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var other = await scene.ListAsync(name: "March volunteers");
        var here = await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17"));
        var there = (await scene.ContactsAsync(1, other)).Single();
        await scene.NameAsync(there, new ContactName("Omer", "Katz", "B-1"));
        await scene.RecordedCallAsync(here, OutcomeKeys.Talked);
        await scene.RecordedCallAsync(there, OutcomeKeys.Busy);

        var request = new ExportRequest { CampaignId = scene.CampaignId, ListId = other };
        Assert.Equal("B-1", CsvFile.Table((await ResultsAsync(scene, request)).File).Single()["external_id"]);
        Assert.Equal(("busy", "March volunteers"), CsvFile.Table((await CallsAsync(scene, request)).File).Select(row => (row["outcome"], row["list"])).Single());
    }

    [Theory, OnBothDatabases]
    public async Task A_file_has_no_most_rows(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entries = await scene.ContactsAsync(1201);
        var outcome = await scene.OutcomeIdAsync(OutcomeKeys.NoAnswer);
        var contacts = await world.ReadAsync(db => db.Entries.ToDictionaryAsync(entry => entry.Id, entry => entry.ContactId));
        foreach (var chunk in entries.Chunk(400))
        {
            // All of one moment: pages are told apart by the id alone.
            await world.WriteAsync(db => db.Calls.AddRange(chunk.Select(entry => new Call
            {
                Id = Guid.NewGuid(),
                EntryId = entry,
                ListId = scene.ListId,
                CampaignId = scene.CampaignId,
                BookId = scene.BookId,
                ContactId = contacts[entry],
                OutcomeId = outcome,
                SubmissionToken = Guid.NewGuid(),
                StartedAt = world.Now,
                EndedAt = world.Now,
                Language = "he",
            })));
        }

        var (file, counts) = await CallsAsync(scene);
        Assert.Equal(1201, counts.Rows);
        Assert.Equal(1201, CsvFile.Table(file).Select(row => row["person"]).Distinct().Count());
        Assert.Equal(new ExportCounts(0, 1201), (await ResultsAsync(scene)).Counts);
    }

    [Theory, OnBothDatabases]
    public async Task Every_export_is_recorded_with_its_kind_and_counts_and_shown_to_all_coordinators(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        var other = await world.VolunteerAsync("Lea", Roles.Coordinator);
        await world.WriteAsync(db => db.BookMembers.Add(new BookMember { BookId = scene.BookId, VolunteerId = other.VolunteerId, AddedAt = world.Now }));
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17")), OutcomeKeys.Talked);
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Omer", "Katz", null)), OutcomeKeys.Talked);
        await CallsAsync(scene, afterOpening: () => world.Time.Advance(TimeSpan.FromSeconds(1)));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await ResultsAsync(scene, new ExportRequest { CampaignId = scene.CampaignId, Reason = " Handing back to the registry " }, () => world.Time.Advance(TimeSpan.FromSeconds(1)));

        var audited = await world.AuditedAsync(AuditAction.Exported);
        Assert.Equal(["Pseudonymous: begun", "Pseudonymous: rows 2", "Results: begun", "Results: rows 1, left out 1"], audited.Select(entry => entry.Detail!));
        Assert.All(audited, entry => Assert.Equal((scene.Coordinator.VolunteerId, scene.BookId), (entry.ActorId, entry.ScopeId)));
        var past = (await world.Get<ExportsQuery>().ExecuteAsync(other, CancellationToken.None)).Past;
        Assert.Equal(
            [(ExportKind.Results, "Handing back to the registry", 1, 1, true), (ExportKind.Pseudonymous, null, 2, 0, true)],
            past.Select(export => (export.Kind, export.Reason, export.Rows, export.LeftOut, export.Finished)));
        Assert.Contains((await world.Get<DeskHome>().ExecuteAsync(other, CancellationToken.None)).Needs, need => need.Kind == DeskNeedKind.ExportedByOther);
        Assert.DoesNotContain((await world.Get<DeskHome>().ExecuteAsync(scene.Coordinator, CancellationToken.None)).Needs, need => need.Kind == DeskNeedKind.ExportedByOther);
    }

    [Theory, OnBothDatabases]
    public async Task An_export_that_breaks_off_is_recorded_too(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        await scene.RecordedCallAsync(await world.ReadAsync(db => db.Entries.Select(entry => entry.Id).SingleAsync()), OutcomeKeys.Talked);
        var export = (await world.Get<ExportCalls>().ExecuteAsync(scene.Coordinator, new ExportRequest { CampaignId = scene.CampaignId }, CancellationToken.None)).Required;
        world.Time.Advance(TimeSpan.FromSeconds(1));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export.WriteAsync(Stream.Null, gone.Token));

        Assert.True((await world.ReadAsync(db => db.Exports.SingleAsync())).BrokenOff);
        Assert.EndsWith("broken off", (await world.AuditedAsync(AuditAction.Exported))[^1].Detail);
    }

    [Theory, OnBothDatabases]
    public async Task Results_of_an_at_risk_book_need_a_reason(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.AtRisk);
        var request = new ExportRequest { CampaignId = scene.CampaignId, Reason = "  " };
        Assert.IsType<ReasonNeeded>((await world.Get<ExportResults>().ExecuteAsync(scene.Coordinator, request, CancellationToken.None)).Error);
        Assert.Empty(await world.AuditedAsync(AuditAction.Exported));
        Assert.True((await world.Get<ExportCalls>().ExecuteAsync(scene.Coordinator, request, CancellationToken.None)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_exports_from_a_book_that_is_not_theirs(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mine = await world.CallingSceneAsync();
        var theirs = await world.CallingSceneAsync();
        var organizer = await theirs.OrganizerAsync();
        var missing = new ExportRequest { CampaignId = Guid.NewGuid() };
        foreach (var (actor, request) in new[]
        {
            (mine.Coordinator, missing),
            (mine.Coordinator, new ExportRequest { CampaignId = theirs.CampaignId }),
            (mine.Coordinator, new ExportRequest { CampaignId = mine.CampaignId, ListId = theirs.ListId }),
            (organizer, new ExportRequest { CampaignId = theirs.CampaignId }),
        })
        {
            Assert.IsType<NotFound>((await world.Get<ExportCalls>().ExecuteAsync(actor, request, CancellationToken.None)).Error);
            Assert.IsType<NotFound>((await world.Get<ExportResults>().ExecuteAsync(actor, request, CancellationToken.None)).Error);
        }

        Assert.Empty((await world.Get<ExportsQuery>().ExecuteAsync(organizer, CancellationToken.None)).Campaigns);
        Assert.Equal(mine.CampaignId, Assert.Single((await world.Get<ExportsQuery>().ExecuteAsync(mine.Coordinator, CancellationToken.None)).Campaigns).Id);
    }

    private static async Task<(byte[] File, ExportCounts Counts)> CallsAsync(CallingScene scene, ExportRequest? request = null, Action? afterOpening = null) =>
        await WriteAsync(await scene.World.Get<ExportCalls>().ExecuteAsync(scene.Coordinator, request ?? new ExportRequest { CampaignId = scene.CampaignId }, CancellationToken.None), afterOpening);

    private static async Task<(byte[] File, ExportCounts Counts)> ResultsAsync(CallingScene scene, ExportRequest? request = null, Action? afterOpening = null) =>
        await WriteAsync(await scene.World.Get<ExportResults>().ExecuteAsync(scene.Coordinator, request ?? new ExportRequest { CampaignId = scene.CampaignId }, CancellationToken.None), afterOpening);

    private static async Task<(byte[] File, ExportCounts Counts)> WriteAsync(Result<OpenedExport> opened, Action? afterOpening)
    {
        afterOpening?.Invoke();
        using var stream = new MemoryStream();
        var counts = await opened.Required.WriteAsync(stream, CancellationToken.None);
        return (stream.ToArray(), counts);
    }
}
