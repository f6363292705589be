using PhoneBank.Scripts;

namespace PhoneBank.Tests.Scripts;

/// <summary>Small sound scripts for tests to spoil.</summary>
internal static class ScriptBuilder
{
    public static ScriptTexts English(string text) => new([new("en", text)]);

    public static ScriptTexts Texts(params (string Language, ScriptText Text)[] texts) =>
        new(texts.Select(pair => new KeyValuePair<string, ScriptText>(pair.Language, pair.Text)));

    public static ScriptChoice Choice(string id, string? next = null, string? outcome = null) =>
        new() { Id = id, Labels = English(id), NextStepId = next, SuggestsOutcome = outcome };

    public static ScriptStep Say(string id, string text = "Some words.", string? next = null) =>
        new() { Id = id, Kind = StepKind.Say, Texts = English(text), NextStepId = next };

    public static ScriptStep Close(string id = "bye") => new() { Id = id, Kind = StepKind.Close, Texts = English("Good-bye.") };

    public static ScriptStep Ask(string id, params ScriptChoice[] choices) =>
        new() { Id = id, Kind = StepKind.Ask, Texts = English("Which?"), Question = new() { Kind = QuestionKind.Choice, Choices = choices } };

    public static ScriptStep Opening(string text = "Is it safe to talk?", string? outcome = null) =>
        Ask("opening", Choice("yes", outcome: outcome), Choice("no", "bye", "not_safe")) with { Kind = StepKind.Safety, Texts = English(text) };

    public static ScriptDocument Script(params ScriptStep[] steps) => new() { Steps = steps };

    public static ScriptDocument Sound() => Script(Opening(outcome: "talked"), Say("news"), Close());
}
