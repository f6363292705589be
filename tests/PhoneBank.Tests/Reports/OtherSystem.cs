using System.Globalization;

namespace PhoneBank.Tests.Reports;

/// <summary>What a row of results said when another system had read it.</summary>
public sealed record ReadResult(string Id, string Result, DateOnly Day, string Outcome, IReadOnlyDictionary<string, string> Answers);

/// <summary>
/// The importers of other systems, as far as their public documents tell (docs/exports.md links each): which columns they need, which ids
/// and words they take. Whatever they would stop at fails the test that reads with them.
/// </summary>
public sealed record OtherSystem(string IdHead, string DateHead, string ResultHead, string OutcomeHead)
{
    public static readonly OtherSystem Zetkin = new("Zetkin ID", "PhoneBank date", "Tags", "PhoneBank outcome")
    {
        TakesId = IsDigits,

        // The names of its states of a call, then the tags a group makes for what it has no state for.
        Words = ["Successful", "No pickup", "Line busy", "Call back", "Not available", "Left message", "Wrong number", "Refused", "Do not call", "Deceased"],
    };

    public static readonly OtherSystem ZetkinExternalId = Zetkin with { IdHead = "External ID", TakesId = id => id.Length <= 96 };

    public static readonly OtherSystem ActionNetwork = new("uuid", "phonebank_date", "phonebank_result", "phonebank_outcome")
    {
        Words = ["success", "not-home", "call-back", "busy", "left-message", "wrong-number", "disconnected", "language-barrier", "refused", "do-not-call", "deceased"],
    };

    public static readonly OtherSystem Van = new("Voter File VANID", "Date Contacted", "Canvass Result", "PhoneBank Outcome")
    {
        TakesId = IsDigits,
        Words = ["Canvassed", "Not Home", "Busy", "Refused", "Moved", "Left Message", "Wrong Number", "Disconnected", "Language Barrier", "Deceased", "Do Not Call", "Hostile"],
        Constants = new Dictionary<string, string> { ["Contact Type"] = "Phone" },
        AnsweredWord = "Canvassed",
    };

    public static readonly OtherSystem VanMyCampaign = Van with { IdHead = "My Campaign VANID" };

    public Func<string, bool> TakesId { get; init; } = id => id.Length > 0;

    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Columns that say the same in every row.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>The one word beside which answers may stand; null when any may.</summary>
    public string? AnsweredWord { get; init; }

    public IReadOnlyList<ReadResult> Read(byte[] file)
    {
        var head = CsvFile.Read(file)[0];
        string[] needed = [IdHead, DateHead, ResultHead, OutcomeHead, .. Constants.Keys];
        Assert.Equal(IdHead, head[0]);
        Assert.Equal(head.Length, head.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(needed.Order(), head.Where(column => !column.StartsWith("q_", StringComparison.Ordinal)).Order());
        return CsvFile.Table(file).ConvertAll(ReadRow);
    }

    private static bool IsDigits(string id) => id.Length > 0 && id.All(char.IsAsciiDigit);

    private ReadResult ReadRow(Dictionary<string, string> row)
    {
        Assert.True(TakesId(row[IdHead]), "The importer stops at this id: " + row[IdHead]);
        Assert.Contains(row[ResultHead], Words);
        Assert.All(Constants, constant => Assert.Equal(constant.Value, row[constant.Key]));
        var answers = row.Where(cell => cell.Key.StartsWith("q_", StringComparison.Ordinal) && cell.Value.Length > 0).ToDictionary(cell => cell.Key, cell => cell.Value);
        Assert.True(answers.Count == 0 || AnsweredWord is null || row[ResultHead] == AnsweredWord, "The importer takes a result or answers.");
        return new ReadResult(row[IdHead], row[ResultHead], DateOnly.ParseExact(row[DateHead], "yyyy-MM-dd", CultureInfo.InvariantCulture), row[OutcomeHead], answers);
    }
}
