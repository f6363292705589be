using PhoneBank.Campaigns;
using PhoneBank.Scripts;

namespace PhoneBank.FollowUps;

/// <summary>What the answer at one step promises: to come on a day, or to give.</summary>
/// <param name="Places">How many may promise this day; null: any number.</param>
public sealed record Promise(string StepId, FollowUpKind Kind, string? Day, int? Places, PledgeAmount? Amount);

/// <summary>Finds what was promised in a call.</summary>
public static class Promises
{
    /// <summary>
    /// The promises among these checked answers (by step id). None when the outcome says that nobody was reached or that the person
    /// wants nothing more; none at a step that the other answers lead past. Where the outcome says that something was promised and no
    /// answer tells what, it is that somebody gets back to the person.
    /// </summary>
    public static IReadOnlyList<Promise> Of(ScriptDocument? script, IReadOnlyDictionary<string, string> answers, OutcomeDefinition outcome)
    {
        if (!MayPromise(outcome))
        {
            return [];
        }

        var answered = script is null ? [] : Answered(script, answers);
        return answered.Count == 0 && outcome.PromisesFollowUp ? [new Promise("", FollowUpKind.Talk, Day: null, Places: null, Amount: null)] : answered;
    }

    private static List<Promise> Answered(ScriptDocument script, IReadOnlyDictionary<string, string> answers)
    {
        var way = script.Path(answers);

        // Where a question before was left open (script off, a conversation that jumped), nothing says that the step was passed by.
        var isCutShort = way is [.., { Choices.Count: > 0 } last] && !answers.ContainsKey(last.Id);
        return [.. script.Conversation
            .Where(step => step.Question is not null && answers.ContainsKey(step.Id) && (isCutShort || way.Contains(step)))
            .Select(step => Of(step.Id, step.Question!, answers[step.Id]))
            .OfType<Promise>()];
    }

    /// <summary>Whether anything can be promised in a call with this outcome.</summary>
    public static bool MayPromise(OutcomeDefinition outcome) =>
        outcome is { Reached: true, Group: not OutcomeGroup.Care, SuppressEverywhere: false, EndsInBook: false, RestsInBookDays: null };

    private static Promise? Of(string stepId, ScriptQuestion question, string answer) => question.Kind switch
    {
        QuestionKind.Date => new Promise(stepId, FollowUpKind.Event, answer, question.Days.FirstOrDefault(day => day.Date == answer)?.Places, Amount: null),
        QuestionKind.Pledge when PledgeAmount.TryRead(answer, out var amount) => new Promise(stepId, FollowUpKind.Pledge, Day: null, Places: null, amount),
        _ => null,
    };
}
