namespace PhoneBank.Calling;

/// <summary>One attempt at calling a contact. Never changed after it is recorded; a correction or withdrawal is kept beside it.</summary>
public sealed class Call
{
    public Guid Id { get; init; }

    public Guid EntryId { get; init; }

    public Guid ListId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid BookId { get; init; }

    public Guid ContactId { get; init; }

    /// <summary>Null once the link between caller and contact is cut.</summary>
    public Guid? OrganizerId { get; set; }

    public Guid ClaimId { get; init; }

    public Guid? PhoneId { get; init; }

    public Guid OutcomeId { get; init; }

    /// <summary>Made by the page; the same token twice is the same call.</summary>
    public Guid SubmissionToken { get; init; }

    /// <summary>UTC, when the number was shown.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>UTC, when the outcome was recorded.</summary>
    public DateTime EndedAt { get; init; }

    /// <summary>BCP-47 tag of the language the script was read in.</summary>
    public string Language { get; init; } = "";

    public Guid? ScriptVersionId { get; init; }

    /// <summary>Sealed <see cref="CallTexts"/> under the book's key; null when nothing was typed.</summary>
    public byte[]? SealedTexts { get; set; }

    /// <summary>Recorded after the claim had lapsed.</summary>
    public bool Late { get; init; }

    /// <summary>Somebody else had recorded a call for the entry meanwhile; a coordinator judges.</summary>
    public bool Conflicting { get; init; }

    /// <summary>UTC, of the promised callback.</summary>
    public DateTime? CallbackAt { get; init; }

    public DateTime? WithdrawnAt { get; set; }

    /// <summary>What the entry was before, so that a withdrawal can put it back: JSON of states and times, no content.</summary>
    public string Before { get; init; } = "";

    /// <summary>UTC. Who struck out the notes is in the audit log.</summary>
    public DateTime? TextsStruckOutAt { get; set; }
}

/// <summary>The free texts of a call, with different readers.</summary>
public sealed record CallTexts
{
    /// <summary>For whoever calls this person next.</summary>
    public string? NoteToCallers { get; init; }

    /// <summary>For coordinators only.</summary>
    public string? MessageToCoordinator { get; init; }

    /// <summary>Why, where the outcome asks for it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What was chosen or typed for a script question in a call.</summary>
public sealed class Answer
{
    public Guid Id { get; init; }

    public Guid CallId { get; init; }

    /// <summary>The step of the script version that asked.</summary>
    public string StepId { get; init; } = "";

    /// <summary>The chosen choice; null for typed answers.</summary>
    public string? ChoiceId { get; init; }

    /// <summary>Typed text or date or pledge, sealed under the book's key.</summary>
    public byte[]? SealedText { get; set; }
}
