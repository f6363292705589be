using System.Collections.Frozen;
using System.Globalization;
using PhoneBank.Campaigns;

namespace PhoneBank.Reports;

/// <summary>What came of the calls to one person.</summary>
/// <param name="Label">The outcome's label in the language of whoever exports.</param>
/// <param name="Day">Of the last call, as <c>yyyy-mm-dd</c>.</param>
/// <param name="Answers">Chosen answers by step.</param>
internal sealed record PersonResult(OutcomeDefinition Outcome, string Label, string Day, int Attempts, IReadOnlyDictionary<string, string> Answers);

/// <summary>The columns of a results file in one form, questions apart, and how a person's result is said in them.</summary>
internal sealed class ResultsLayout
{
    private const int MostLettersOfZetkin = 96;

    private static readonly FrozenDictionary<CallResult, string> WordsOfVan = Words(
        (CallResult.Canvassed, "Canvassed"),
        (CallResult.NotHome, "Not Home"),
        (CallResult.CallBack, "Not Home"),
        (CallResult.Busy, "Busy"),
        (CallResult.LeftMessage, "Left Message"),
        (CallResult.WrongNumber, "Wrong Number"),
        (CallResult.Disconnected, "Disconnected"),
        (CallResult.LanguageBarrier, "Language Barrier"),
        (CallResult.Refused, "Refused"),
        (CallResult.DoNotCall, "Do Not Call"),
        (CallResult.Deceased, "Deceased"));

    // The last three are ours: Zetkin has no such state of a call, but a tag can be called anything.
    private static readonly FrozenDictionary<CallResult, string> WordsOfZetkin = Words(
        (CallResult.Canvassed, "Successful"),
        (CallResult.NotHome, "No pickup"),
        (CallResult.CallBack, "Call back"),
        (CallResult.Busy, "Line busy"),
        (CallResult.LeftMessage, "Left message"),
        (CallResult.WrongNumber, "Wrong number"),
        (CallResult.Disconnected, "Wrong number"),
        (CallResult.LanguageBarrier, "Not available"),
        (CallResult.Refused, "Refused"),
        (CallResult.DoNotCall, "Do not call"),
        (CallResult.Deceased, "Deceased"));

    // A status code as OSDI writes them, which Action Network's interface follows; the file puts it into a field of the group's own.
    private static readonly FrozenDictionary<CallResult, string> WordsOfActionNetwork = Words(
        (CallResult.Canvassed, "success"),
        (CallResult.NotHome, "not-home"),
        (CallResult.CallBack, "call-back"),
        (CallResult.Busy, "busy"),
        (CallResult.LeftMessage, "left-message"),
        (CallResult.WrongNumber, "wrong-number"),
        (CallResult.Disconnected, "disconnected"),
        (CallResult.LanguageBarrier, "language-barrier"),
        (CallResult.Refused, "refused"),
        (CallResult.DoNotCall, "do-not-call"),
        (CallResult.Deceased, "deceased"));

    private readonly Func<string, PersonResult, IEnumerable<string?>> _cells;

    private ResultsLayout(IReadOnlyList<string> head, Func<string, PersonResult, IEnumerable<string?>> cells)
    {
        Head = head;
        _cells = cells;
    }

    public IReadOnlyList<string> Head { get; }

    /// <summary>Whether the system can have given this id. One that it cannot have would stop its import of the whole file.</summary>
    public Func<string, bool> Fits { get; private init; } = _ => true;

    /// <summary>The answers that may stand in the same row as the result.</summary>
    public Func<PersonResult, IReadOnlyDictionary<string, string>> Answers { get; private init; } = result => result.Answers;

    public static ResultsLayout Of(ResultsForm form) => form switch
    {
        ResultsForm.Zetkin => OfZetkin("Zetkin ID", IsNumber),
        ResultsForm.ZetkinExternalId => OfZetkin("External ID", id => id.Length <= MostLettersOfZetkin),
        ResultsForm.ActionNetwork => new ResultsLayout(
            ["uuid", "phonebank_result", "phonebank_date", "phonebank_outcome"],
            (id, result) => [id, WordsOfActionNetwork[CallResults.Of(result.Outcome)], result.Day, result.Outcome.Key]),
        ResultsForm.Van => OfVan("Voter File VANID"),
        ResultsForm.VanMyCampaign => OfVan("My Campaign VANID"),
        _ => new ResultsLayout(
            ["external_id", "outcome", "outcome_label", "date", "attempts"],
            (id, result) => [id, result.Outcome.Key, result.Label, result.Day, result.Attempts.ToString(CultureInfo.InvariantCulture)]),
    };

    /// <summary>The cells of one external id's row, under <see cref="Head"/>.</summary>
    public IEnumerable<string?> Cells(string externalId, PersonResult result) => _cells(externalId, result);

    private static ResultsLayout OfZetkin(string idHead, Func<string, bool> fits) => new(
        [idHead, "Tags", "PhoneBank date", "PhoneBank outcome"],
        (id, result) => [id, WordsOfZetkin[CallResults.Of(result.Outcome)], result.Day, result.Outcome.Key])
    {
        Fits = fits,
    };

    private static ResultsLayout OfVan(string idHead) => new(
        [idHead, "Date Contacted", "Contact Type", "Canvass Result", "PhoneBank Outcome"],
        (id, result) => [id, result.Day, "Phone", WordsOfVan[ResultInVan(result)], result.Outcome.Key])
    {
        Fits = IsNumber,
        Answers = result => ResultInVan(result) == CallResult.Canvassed ? result.Answers : ClosedAnswers.None,
    };

    // VAN takes a result or answers, and whoever answered is canvassed. What it acts on by itself, for every committee, must not be hidden by that.
    private static CallResult ResultInVan(PersonResult result) => CallResults.Of(result.Outcome) switch
    {
        var acted and (CallResult.Deceased or CallResult.DoNotCall or CallResult.WrongNumber or CallResult.Disconnected) => acted,
        _ when result.Answers.Count > 0 => CallResult.Canvassed,
        var other => other,
    };

    private static bool IsNumber(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    private static FrozenDictionary<CallResult, string> Words(params IEnumerable<(CallResult Result, string Word)> words) => words.ToFrozenDictionary(pair => pair.Result, pair => pair.Word);
}
