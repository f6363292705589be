using PhoneBank.Calling;

namespace PhoneBank.Web.Calling;

/// <summary>Kinds of details that a warning was given about, as a form carries them: never what was found.</summary>
internal static class Findings
{
    public const string Field = "kept";

    private const int Most = 100;

    public static string Write(IEnumerable<NoteFinding> findings) => string.Join(' ', findings.Select(finding => $"{finding.Field}:{finding.Matter}"));

    public static IReadOnlyCollection<NoteFinding> Read(string? text) =>
    [
        .. (text ?? "").Split(' ', Most, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(':'))
            .Where(parts => parts.Length == 2 && Enum.TryParse<NoteMatter>(parts[1], out _))
            .Select(parts => new NoteFinding(parts[0], Enum.Parse<NoteMatter>(parts[1]))),
    ];

    /// <summary>The name of the form's field a finding is about.</summary>
    public static string FormField(string field) => field switch
    {
        nameof(RecordRequest.NoteToCallers) => "note",
        nameof(RecordRequest.MessageToCoordinator) => "message",
        nameof(RecordRequest.Reason) => "reason",
        _ => PostedCall.AnswerPrefix + field,
    };
}
