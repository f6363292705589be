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
            NoteToCallers = Append(kept.NoteToCallers, stale.NoteToCallers),
            MessageToCoordinator = Append(kept.MessageToCoordinator, stale.MessageToCoordinator),
            Reason = Append(kept.Reason, stale.Reason),
            OutcomeKey = kept.OutcomeKey ?? stale.OutcomeKey,
            CallbackLocal = kept.CallbackLocal ?? stale.CallbackLocal,
            CallbackMine = kept.CallbackMine || (kept.CallbackLocal is null && stale.CallbackMine),
            CallbackZone = kept.CallbackZone ?? stale.CallbackZone,
            Language = kept.Language ?? stale.Language,
            SpeaksLanguage = kept.SpeaksLanguage ?? stale.SpeaksLanguage,
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
