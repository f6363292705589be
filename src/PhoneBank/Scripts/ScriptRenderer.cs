namespace PhoneBank.Scripts;

/// <summary>A text ready to be read: filled, with the language it really stands in. Its formatting is still plain marks.</summary>
/// <param name="FellBack">It stands in another language than the one asked for.</param>
public sealed record RenderedText(string Text, string Language, TextDirection Direction, bool FellBack);

/// <summary>One answer to choose, and the step it leads to (null: the conversation ends).</summary>
public sealed record RenderedChoice(string Id, RenderedText Label, string? NextStepId, string? SuggestsOutcome);

/// <summary>One day to choose; <paramref name="Date"/> as it is answered, <paramref name="Label"/> null when nothing is said of it.</summary>
public sealed record RenderedDay(string Date, string? Time, int? Places, RenderedText? Label);

/// <summary>What a step asks.</summary>
public sealed record RenderedQuestion(QuestionKind Kind, IReadOnlyList<RenderedChoice> Choices)
{
    public IReadOnlyList<RenderedDay> Days { get; init; } = [];
}

/// <summary>One step as it is read on a call, with the step that follows when no choice says otherwise (null: the conversation ends).</summary>
public sealed record RenderedStep(string Id, StepKind Kind, RenderedText Text, RenderedQuestion? Question, string? NextStepId);

/// <summary>A script as it is read on one call. <paramref name="Steps"/> is the conversation; voicemails stand apart and may be missing.</summary>
/// <param name="FellBack">At least one text stands in another language than the one asked for.</param>
public sealed record RenderedScript(
    string Language,
    IReadOnlyList<RenderedStep> Steps,
    RenderedStep? Voicemail,
    RenderedStep? VoicemailNamed,
    IReadOnlyList<RenderedText> NeverSay,
    bool FellBack);

/// <summary>Turns a script into what one organizer reads to one person.</summary>
public static class ScriptRenderer
{
    public static RenderedScript Render(ScriptDocument script, string language, string mainLanguage, AddressForm form, MergeValues values)
    {
        var fellBack = false;

        RenderedText Text(ScriptTexts texts)
        {
            if (texts.Pick(language, mainLanguage) is not { } picked)
            {
                fellBack = true;
                return new RenderedText("", LanguageTags.Normalize(language), LanguageTags.DirectionOf(language), FellBack: true);
            }

            fellBack |= picked.FellBack;
            return new RenderedText(
                MergeFields.Fill(picked.Text.For(form), picked.Language, values),
                picked.Language,
                LanguageTags.DirectionOf(picked.Language),
                picked.FellBack);
        }

        RenderedStep Step(ScriptStep step)
        {
            var question = step.Question is null
                ? null
                : new RenderedQuestion(
                    step.Question.Kind,
                    [.. step.Question.Choices.Select(choice => new RenderedChoice(choice.Id, Text(choice.Labels), script.NextIdOf(step, choice), choice.SuggestsOutcome))])
                {
                    Days = [.. step.Question.Days.Select(day => new RenderedDay(day.Date, day.Time, day.Places, day.Labels.Languages.Any() ? Text(day.Labels) : null))],
                };
            return new RenderedStep(step.Id, step.Kind, Text(step.Texts), question, script.NextIdOf(step));
        }

        RenderedStep? First(StepKind kind) => script.Steps.FirstOrDefault(step => step.Kind == kind) is { } step ? Step(step) : null;

        IReadOnlyList<RenderedStep> steps = [.. script.Conversation.Select(Step)];
        var voicemail = First(StepKind.Voicemail);
        var voicemailNamed = First(StepKind.VoicemailNamed);
        IReadOnlyList<RenderedText> neverSay = [.. script.NeverSay.Select(Text)];
        return new RenderedScript(LanguageTags.Normalize(language), steps, voicemail, voicemailNamed, neverSay, fellBack);
    }
}
