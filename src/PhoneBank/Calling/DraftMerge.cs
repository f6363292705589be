using PhoneBank.Scripts;

namespace PhoneBank.Calling;

/// <summary>Brings together what two tabs saved. What was chosen is the newer tab's; what was typed is kept from both.</summary>
internal static class DraftMerge
{
    public static CallDraft Merge(CallDraft kept, CallDraft stale, ScriptDocument? script)
    {
        var answers = new Dictionary<string, string>(kept.Answers, StringComparer.Ordinal);
        foreach (var (step, text) in stale.Answers)
        {
            var typed = script?.Find(step)?.Question?.Kind == QuestionKind.Text;
            answers[step] = !answers.TryGetValue(step, out var other) ? text : typed ? Append(other, text)! : other;
        }

        return kept with
        {
            Answers = answers,
            AnswersAside = stale.AnswersAside.Concat(kept.AnswersAside).Where(aside => !answers.ContainsKey(aside.Key))
                .GroupBy(aside => aside.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal),
            NoteToCallers = Append(kept.NoteToCallers, stale.NoteToCallers),
            MessageToCoordinator = Append(kept.MessageToCoordinator, stale.MessageToCoordinator),
            Reason = Append(kept.Reason, stale.Reason),
            OutcomeKey = kept.OutcomeKey ?? stale.OutcomeKey,
            CallbackLocal = kept.CallbackLocal ?? stale.CallbackLocal,
            CallbackDate = kept.CallbackDate ?? stale.CallbackDate,
            CallbackTime = kept.CallbackTime ?? stale.CallbackTime,
            CallbackMine = kept.CallbackMine || (kept.CallbackLocal is null && stale.CallbackMine),
            CallbackZone = kept.CallbackZone ?? stale.CallbackZone,
            Language = kept.Language ?? stale.Language,
            AddressForm = kept.AddressForm ?? stale.AddressForm,
            ScriptVersionId = kept.ScriptVersionId ?? stale.ScriptVersionId,
            SpeaksLanguage = kept.SpeaksLanguage ?? stale.SpeaksLanguage,
            AsksReview = kept.AsksReview || stale.AsksReview,
            StopAfter = kept.StopAfter || stale.StopAfter,
        };
    }

    private static string? Append(string? kept, string? stale)
    {
        if (string.IsNullOrWhiteSpace(stale) || kept?.Contains(stale, StringComparison.Ordinal) == true)
        {
            return kept;
        }

        return string.IsNullOrWhiteSpace(kept) || stale.Contains(kept, StringComparison.Ordinal) ? stale : kept + "\n" + stale;
    }
}
