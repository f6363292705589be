using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Imports;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Reports;

/// <summary>The results go back into the systems the lists came from: with their heads, their words, and the ids they gave.</summary>
public sealed class ResultsFormTests
{
    // Outcome; then the word in VAN, in Zetkin, in Action Network.
    private static readonly (string Outcome, string Van, string Zetkin, string ActionNetwork)[] Expected =
    [
        (OutcomeKeys.NoAnswer, "Not Home", "No pickup", "not-home"),
        (OutcomeKeys.Busy, "Busy", "Line busy", "busy"),
        (OutcomeKeys.LeftMessage, "Left Message", "Left message", "left-message"),
        (OutcomeKeys.WrongNumber, "Wrong Number", "Wrong number", "wrong-number"),
        (OutcomeKeys.NotInService, "Disconnected", "Wrong number", "disconnected"),
        (OutcomeKeys.SomeoneElse, "Not Home", "No pickup", "not-home"),
        (OutcomeKeys.Talked, "Canvassed", "Successful", "success"),
        (OutcomeKeys.Callback, "Not Home", "Call back", "call-back"),
        (OutcomeKeys.FollowUp, "Canvassed", "Successful", "success"),
        (OutcomeKeys.OtherLanguage, "Language Barrier", "Not available", "language-barrier"),
        (OutcomeKeys.NotInterested, "Refused", "Refused", "refused"),
        (OutcomeKeys.DoNotCall, "Do Not Call", "Do not call", "do-not-call"),
        (OutcomeKeys.NotSafe, "Refused", "Refused", "refused"),
        (OutcomeKeys.Hostile, "Refused", "Refused", "refused"),
        (OutcomeKeys.Distress, "Refused", "Refused", "refused"),
        (OutcomeKeys.Under18, "Refused", "Refused", "refused"),
        (OutcomeKeys.Died, "Deceased", "Deceased", "deceased"),
    ];

    [Theory, OnBothDatabases]
    public async Task Every_outcome_is_said_in_the_words_of_the_system_beside_our_own_key(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        Assert.Equal(OutcomeSet.Default.Keys.Order(), Expected.Select(row => row.Outcome).Order());
        foreach (var (row, i) in Expected.Select((row, i) => (row, i)))
        {
            await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", Id(i))), row.Outcome);
        }

        foreach (var (form, system, word) in new (ResultsForm, OtherSystem, Func<(string Outcome, string Van, string Zetkin, string ActionNetwork), string>)[]
        {
            (ResultsForm.Van, OtherSystem.Van, row => row.Van),
            (ResultsForm.VanMyCampaign, OtherSystem.VanMyCampaign, row => row.Van),
            (ResultsForm.Zetkin, OtherSystem.Zetkin, row => row.Zetkin),
            (ResultsForm.ZetkinExternalId, OtherSystem.ZetkinExternalId, row => row.Zetkin),
            (ResultsForm.ActionNetwork, OtherSystem.ActionNetwork, row => row.ActionNetwork),
        })
        {
            var (file, counts, _) = await ExportAsync(scene, form);
            Assert.Equal(new ExportCounts(Expected.Length, 0), counts);
            Assert.Equal(
                Expected.Select((row, i) => (Id(i), row.Outcome, word(row), new DateOnly(2026, 11, 23))).Order(),
                system.Read(file).Select(row => (row.Id, row.Outcome, row.Result, row.Day)).Order());
            Assert.All(["Dana", "Levi", "97250", "+972"], secret => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(file)));
        }

        static string Id(int i) => (101 + i).ToString(CultureInfo.InvariantCulture);
    }

    [Theory, OnBothDatabases]
    public async Task A_campaigns_own_outcomes_have_a_result_by_what_they_do(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        OutcomeDefinition[] own =
        [
            new() { Key = "fax", Group = OutcomeGroup.NotReached, NumberIsBad = true },
            new() { Key = "ill", Group = OutcomeGroup.Reached, Reached = true, RestsInBookDays = 30 },
            new() { Key = "line_cut", Group = OutcomeGroup.NotReached, RetryAfterMinutes = 60 },
            new() { Key = "pledged", Group = OutcomeGroup.Reached, Reached = true, EndsEntry = true },
        ];
        await world.WriteAsync(db => db.Outcomes.AddRange(own.Select((outcome, i) => new Outcome
        {
            Id = world.NewId(),
            CampaignId = scene.CampaignId,
            Key = outcome.Key,
            Group = outcome.Group,
            Position = 100 + i,
            Definition = outcome,
        })));
        foreach (var (outcome, i) in own.Select((outcome, i) => (outcome, i)))
        {
            await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", (i + 1).ToString(CultureInfo.InvariantCulture))), outcome.Key);
        }

        var rows = OtherSystem.Van.Read((await ExportAsync(scene, ResultsForm.Van)).File);
        Assert.Equal([("fax", "Wrong Number"), ("ill", "Refused"), ("line_cut", "Not Home"), ("pledged", "Canvassed")], rows.Select(row => (row.Outcome, row.Result)).Order());
    }

    [Theory, OnBothDatabases]
    public async Task In_VAN_whoever_answered_is_canvassed_unless_the_last_call_said_what_VAN_acts_on(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var yes = new Dictionary<string, string> { ["comes"] = "yes" };
        foreach (var (id, last) in new[] { ("1", OutcomeKeys.NoAnswer), ("2", OutcomeKeys.NotInterested), ("3", OutcomeKeys.Died), ("4", OutcomeKeys.NotInService), ("5", OutcomeKeys.DoNotCall) })
        {
            var entry = await scene.PersonAsync(new ContactName("Dana", "Levi", id));
            await scene.RecordedCallAsync(entry, OutcomeKeys.Callback, choices: yes, at: world.Now.AddDays(-1));
            await scene.RecordedCallAsync(entry, last);
        }

        Assert.Equal(
            [("1", "Canvassed", 1), ("2", "Canvassed", 1), ("3", "Deceased", 0), ("4", "Disconnected", 0), ("5", "Do Not Call", 0)],
            OtherSystem.Van.Read((await ExportAsync(scene, ResultsForm.Van)).File).Select(row => (row.Id, row.Result, row.Answers.Count)).Order());
        Assert.All(OtherSystem.Zetkin.Read((await ExportAsync(scene, ResultsForm.Zetkin)).File), row => Assert.Equal("yes", row.Answers["q_comes"]));
    }

    [Theory, OnBothDatabases]
    public async Task Ids_that_system_cannot_have_given_are_left_out_and_counted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        string?[][] people = [["17", "A-18"], ["0"], ["99999999999"], ["-5"], [new string('x', 97)], [null], ["21"]];
        foreach (var ids in people)
        {
            var entry = await scene.PersonAsync([.. ids.Select(id => new ContactName("Dana", "Levi", id))]);
            await scene.RecordedCallAsync(entry, OutcomeKeys.Talked);
        }

        foreach (var (form, system) in new[] { (ResultsForm.Van, OtherSystem.Van), (ResultsForm.Zetkin, OtherSystem.Zetkin) })
        {
            var (file, counts, _) = await ExportAsync(scene, form);
            Assert.Equal(["17", "21"], system.Read(file).Select(row => row.Id).Order());
            Assert.Equal(new ExportCounts(2, 6), counts);
        }

        Assert.Equal(new ExportCounts(6, 2), (await ExportAsync(scene, ResultsForm.ZetkinExternalId)).Counts);
        Assert.Equal(new ExportCounts(7, 1), (await ExportAsync(scene, ResultsForm.ActionNetwork)).Counts);
        Assert.Equal(new ExportCounts(7, 1), (await ExportAsync(scene, ResultsForm.Own)).Counts);
        Assert.Contains("Results for Van: rows 2, left out 6", (await world.AuditedAsync(AuditAction.Exported)).Select(entry => entry.Detail));
    }

    [Theory, OnBothDatabases]
    public async Task Our_own_import_knows_the_file_as_that_systems_and_finds_the_same_people(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var desk = new ImportDesk(world, scene.Coordinator, scene.BookId);
        string[] ids = ["71", "72", "73"];
        await desk.ImportAsync("first name,last name,phone,id\n" + string.Concat(ids.Select(id => $"Dana,Levi,050-10019{id},{id}\n")));
        foreach (var contactId in await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync()))
        {
            await scene.RecordedCallAsync(await scene.EntryForAsync(contactId), OutcomeKeys.Talked, choices: new Dictionary<string, string> { ["comes"] = "yes" });
        }

        var number = 0;
        foreach (var (form, name) in new[]
        {
            (ResultsForm.Van, "VAN"), (ResultsForm.VanMyCampaign, null), (ResultsForm.Zetkin, "Zetkin"), (ResultsForm.ZetkinExternalId, "Zetkin"), (ResultsForm.ActionNetwork, "Action Network"),
        })
        {
            var rows = CsvFile.Read((await ExportAsync(scene, form)).File);
            Assert.Equal(ids, rows.Skip(1).Select(row => row[0]).Order());
            if (name is not null)
            {
                Assert.Equal(name, SystemOf(rows[0][0]));
            }

            // As the other system gives its people out again: with their names, and a number that nobody here has yet.
            var text = string.Join('\n', rows.Select((row, i) => string.Join(
                ',', [.. row, .. i == 0 ? ["first name", "last name", "phone"] : new[] { "Dana", "Levi", string.Create(CultureInfo.InvariantCulture, $"050-100{2000 + number++}") }])));
            var importId = (await desk.StartAsync(text)).Required;
            var columns = (await desk.ViewAsync(importId)).Plan.Columns.Select(column => column.Meaning).ToList();
            Assert.Equal(0, columns.IndexOf(ColumnMeaning.ExternalId));
            Assert.All(columns.Skip(1).SkipLast(3), meaning => Assert.True(meaning is ColumnMeaning.Ignore or ColumnMeaning.Tags, $"{form}: {meaning}"));
            var counts = (await desk.CheckAsync(importId)).Required;
            Assert.Equal((form, ids.Length, ids.Length, 0), (form, counts.Rows, counts.Duplicate, counts.New));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_workbook_and_the_names_of_the_files_follow_the_form(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "17")), OutcomeKeys.Talked);
        var csv = await ExportAsync(scene, ResultsForm.Van);
        var workbook = await ExportAsync(scene, ResultsForm.Van, ExportFormat.Xlsx);
        Assert.Equal(CsvFile.Read(csv.File), Assert.Single(WorkbookFile.Read(workbook.File)));
        Assert.Equal(("phonebank-results-van-2026-11-23.csv", "phonebank-results-van-2026-11-23.xlsx"), (csv.Name, workbook.Name));
        Assert.Equal("phonebank-results-action-network-2026-11-23.csv", (await ExportAsync(scene, ResultsForm.ActionNetwork)).Name);
        Assert.Equal("phonebank-results-zetkin-2026-11-23.csv", (await ExportAsync(scene, ResultsForm.ZetkinExternalId)).Name);
    }

    /// <summary>The one system whose own export, as we know it, has this head.</summary>
    private static string SystemOf(string head) =>
        (string)Assert.Single(KnownExportsTests.Exports, export => ((string)export[1]).Split('\n')[0].Split(',', '\t').Contains(head))[0];

    private static async Task<(byte[] File, ExportCounts Counts, string Name)> ExportAsync(CallingScene scene, ResultsForm form, ExportFormat format = ExportFormat.Csv)
    {
        var request = new ExportRequest { CampaignId = scene.CampaignId, Form = form, Format = format, Language = "en" };
        var opened = (await scene.World.Get<ExportResults>().ExecuteAsync(scene.Coordinator, request, CancellationToken.None)).Required;
        using var stream = new MemoryStream();
        var counts = await opened.WriteAsync(stream, CancellationToken.None);
        return (stream.ToArray(), counts, opened.FileName);
    }
}
