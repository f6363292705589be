using System.Globalization;

namespace PhoneBank.Scripts;

/// <summary>Reads a script as its callers will and names what would go wrong on a call.</summary>
public static class ScriptCheck
{
    /// <param name="languages">The languages the campaign calls in; the main language always counts as one.</param>
    /// <param name="outcomeKeys">The outcomes the campaign has.</param>
    /// <returns>Everything found, in the order of the steps; empty for a script that can be used as it is.</returns>
    public static IReadOnlyList<ScriptFinding> Run(
        ScriptDocument script,
        IReadOnlyCollection<string> languages,
        string mainLanguage,
        IReadOnlyCollection<string> outcomeKeys)
    {
        var opening = script.Conversation.FirstOrDefault();
        if (opening is null)
        {
            return [new ScriptFinding.Empty()];
        }

        var flow = new ScriptFlow(script);
        return
        [
            .. Ids(script),
            .. Opening(script, opening),
            .. Voicemails(script),
            .. Branches(script, outcomeKeys),
            .. Ways(script, flow, opening),
            .. Outcomes(flow, opening),
            .. Texts(script, languages, mainLanguage),
            .. NeverSaid.In(script),
        ];
    }

    private static IEnumerable<ScriptFinding> Ids(ScriptDocument script) =>
        Repeated(script.Steps.Select(step => step.Id)).Select(id => new ScriptFinding.DuplicateId(id))
            .Concat(script.Steps.SelectMany(step =>
                Repeated(step.Choices.Select(choice => choice.Id)).Select(id => new ScriptFinding.DuplicateId(step.Id, id))));

    private static IEnumerable<ScriptFinding> Opening(ScriptDocument script, ScriptStep opening)
    {
        if (opening.Kind != StepKind.Safety || opening.Question is not { Kind: QuestionKind.Choice, Choices.Count: > 1 })
        {
            yield return new ScriptFinding.NoOpeningSafetyStep(opening.Id);
        }

        if (script.AsksForMoney)
        {
            if (!EveryWording(opening.Texts).All(wording => Uses(wording, MergeFields.Organization)))
            {
                yield return new ScriptFinding.MoneyOpeningHidesOrganization(opening.Id);
            }
        }
        else if (NamesTopic(opening.Texts))
        {
            yield return new ScriptFinding.OpeningNamesTopic(opening.Id);
        }
    }

    private static IEnumerable<ScriptFinding> Voicemails(ScriptDocument script) =>
        script.Steps.Where(step => step.Kind == StepKind.Voicemail && NamesTopic(step.Texts))
            .Select(step => new ScriptFinding.VoicemailNamesTopic(step.Id));

    private static IEnumerable<ScriptFinding> Branches(ScriptDocument script, IReadOnlyCollection<string> outcomeKeys)
    {
        foreach (var step in script.Steps)
        {
            if (step.Kind == StepKind.Ask && step.Question is null)
            {
                yield return new ScriptFinding.NoQuestion(step.Id);
            }

            if (step.Question is { Kind: QuestionKind.Choice, Choices.Count: 0 })
            {
                yield return new ScriptFinding.NoChoices(step.Id);
            }

            foreach (var finding in Days(step))
            {
                yield return finding;
            }

            foreach (var choice in step.Choices)
            {
                if (choice.SuggestsOutcome is { } outcome && !outcomeKeys.Contains(outcome))
                {
                    yield return new ScriptFinding.UnknownOutcome(step.Id, choice.Id, outcome);
                }
            }
        }
    }

    private static IEnumerable<ScriptFinding> Days(ScriptStep step)
    {
        if (step.Question is not { Kind: QuestionKind.Date } question)
        {
            yield break;
        }

        if (question.Days.Any(day => !DateOnly.TryParseExact(day.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || day.Places < 1))
        {
            yield return new ScriptFinding.DayNotReadable(step.Id);
        }

        foreach (var twice in Repeated(question.Days.Select(day => day.Date).Where(date => date.Length > 0)))
        {
            yield return new ScriptFinding.DayTwice(step.Id, twice);
        }
    }

    private static IEnumerable<ScriptFinding> Ways(ScriptDocument script, ScriptFlow flow, ScriptStep opening)
    {
        var reached = flow.From(opening);
        foreach (var step in script.Conversation)
        {
            foreach (var (choice, next) in flow.WaysOut(step))
            {
                if ((next is null or ScriptTree.Nowhere) && step.Kind != StepKind.Close)
                {
                    yield return new ScriptFinding.DeadEnd(step.Id, choice?.Id);
                }
                else if (next is not null && flow.Step(next) is null)
                {
                    yield return new ScriptFinding.UnknownNextStep(step.Id, next, choice?.Id);
                }
            }

            if (!reached.Contains(step))
            {
                yield return new ScriptFinding.UnreachableStep(step.Id);
            }

            if (flow.After(step).Contains(step))
            {
                yield return new ScriptFinding.Loop(step.Id, NeverEnds: !flow.After(step).Any(flow.Ends));
            }
        }
    }

    private static IEnumerable<ScriptFinding> Outcomes(ScriptFlow flow, ScriptStep opening) =>
        flow.From(opening, choice => choice.SuggestsOutcome is null)
            .Where(step => step.Kind == StepKind.Close)
            .Select(step => new ScriptFinding.NoOutcome(step.Id));

    private static IEnumerable<ScriptFinding> Texts(ScriptDocument script, IReadOnlyCollection<string> languages, string mainLanguage)
    {
        var main = LanguageTags.Normalize(mainLanguage);
        IReadOnlyList<string> wanted = [.. languages.Select(LanguageTags.Normalize).Prepend(main).Distinct()];
        foreach (var (step, choice, texts) in Places(script))
        {
            foreach (var language in wanted.Where(language => texts.Find(language) is null))
            {
                yield return new ScriptFinding.MissingText(step, language, language == main, choice);
            }

            foreach (var (language, text) in texts.ByLanguage)
            {
                foreach (var finding in text.Wordings.SelectMany(wording => Fields(step, language, wording)).Distinct())
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<ScriptFinding> Fields(string? step, string language, string wording)
    {
        foreach (var (name, isKnown, otherwise) in MergeFields.In(wording))
        {
            if (!isKnown)
            {
                yield return new ScriptFinding.UnknownMergeField(step, language, name);
            }
            else if (otherwise is null && name is (MergeFields.FirstName or MergeFields.Cover or MergeFields.Match or MergeFields.MatchLeft or MergeFields.DonationAddress))
            {
                yield return new ScriptFinding.NoFallback(step, language, name);
            }
        }

        if (MergeFields.HasStrayBrace(wording))
        {
            yield return new ScriptFinding.UnknownMergeField(step, language, "");
        }
    }

    private static IEnumerable<(string? Step, string? Choice, ScriptTexts Texts)> Places(ScriptDocument script)
    {
        foreach (var step in script.Steps)
        {
            yield return (step.Id, null, step.Texts);
            foreach (var choice in step.Choices)
            {
                yield return (step.Id, choice.Id, choice.Labels);
            }
        }

        foreach (var line in script.NeverSay)
        {
            yield return (null, null, line);
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<string> EveryWording(ScriptTexts texts) => texts.ByLanguage.Values.SelectMany(text => text.Wordings);

    private static bool NamesTopic(ScriptTexts texts) =>
        EveryWording(texts).Any(wording => Uses(wording, MergeFields.Organization) || Uses(wording, MergeFields.Campaign));

    private static bool Uses(string wording, string field) => MergeFields.In(wording).Any(use => use.Name == field);
}
