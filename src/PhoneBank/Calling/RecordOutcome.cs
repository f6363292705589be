using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What the caller says came of a call.</summary>
public sealed record RecordRequest
{
    public required Guid ClaimId { get; init; }

    /// <summary>Made with the page; the same token again gives the same answer and no second call.</summary>
    public required Guid SubmissionToken { get; init; }

    public required string OutcomeKey { get; init; }

    /// <summary>By step id of the script: the chosen choice's id, or what was typed (dates <c>yyyy-MM-dd</c>).</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    public string? NoteToCallers { get; init; }

    public string? MessageToCoordinator { get; init; }

    public string? Reason { get; init; }

    /// <summary>In the contact's zone.</summary>
    public DateOnly? CallbackDate { get; init; }

    /// <summary>In the contact's zone.</summary>
    public TimeOnly? CallbackTime { get; init; }

    /// <summary>The contact's zone, where it had to be asked (<see cref="Hours.ZoneNotKnown"/>).</summary>
    public string? CallbackZone { get; init; }

    /// <summary>The caller promises to call back in person; else anyone does.</summary>
    public bool CallbackMine { get; init; }

    /// <summary>The language the person speaks, where the outcome asks for it.</summary>
    public string? SpeaksLanguage { get; init; }

    /// <summary>The language the script was read in.</summary>
    public string? ScriptLanguage { get; init; }

    /// <summary>The script version that was read; null when there was none.</summary>
    public Guid? ScriptVersionId { get; init; }

    /// <summary>Claim the next person in the same act.</summary>
    public bool ThenNext { get; init; }

    /// <summary>Where the next person comes from; null for any list of the organizer.</summary>
    public Guid? NextCampaignId { get; init; }

    /// <inheritdoc cref="NextCampaignId"/>
    public Guid? NextListId { get; init; }
}

/// <summary>A recorded call.</summary>
/// <param name="UndoUntil">UTC. <see cref="WithdrawCall"/> works until then.</param>
/// <param name="Late">The claim had lapsed before.</param>
/// <param name="Conflicting">Somebody else had recorded a call meanwhile; both are kept.</param>
/// <param name="NextClaimId">The next person, when asked for and there is one.</param>
/// <param name="NextRefusal">Why there is no next person, when asked for.</param>
public sealed record Recorded(Guid CallId, Guid CampaignId, string OutcomeKey, DateTime EndedAt, DateTime UndoUntil, bool Late, bool Conflicting, Guid? NextClaimId, Error? NextRefusal);

/// <summary>
/// Records what came of a call, exactly once for each submission token, with everything the outcome causes, and claims the
/// next person when asked. A lapsed claim is recorded late; when somebody else recorded a call meanwhile both are kept.
/// Refuses with <see cref="ClaimLost"/>, <see cref="OutcomeNotOffered"/>, <see cref="CallbackTimeMissing"/>, <see cref="CallbackNotPossible"/>,
/// <see cref="ReasonMissing"/>, <see cref="LanguageMissing"/>, <see cref="TextTooLong"/>, <see cref="AnswerNotInScript"/>,
/// <see cref="LooksLikeCardNumber"/>, <see cref="NotAllowed"/>; then nothing is changed and the draft stays.
/// </summary>
public sealed class RecordOutcome
{
    /// <summary>Characters of a note, message, reason or typed answer.</summary>
    public const int MostText = 2000;

    public static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(10);

    public Task<Result<Recorded>> ExecuteAsync(Actor actor, RecordRequest request, CancellationToken ct) => throw new NotSupportedException();
}
