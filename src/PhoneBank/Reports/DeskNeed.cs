namespace PhoneBank.Reports;

/// <summary>Something that waits for a coordinator, the most pressing kind first.</summary>
public enum DeskNeedKind
{
    /// <summary>An organizer was threatened, or could be heard.</summary>
    HelpUrgent,

    /// <summary>Somebody is held who cannot wait.</summary>
    HeldNow,

    /// <summary>An organizer asked a coordinator for help.</summary>
    HelpAsked,

    /// <summary>People wait to be admitted.</summary>
    WaitingRoom,

    /// <summary>Promised callbacks whose time has passed.</summary>
    MissedCallbacks,
    HeldInTurn,

    /// <summary>Calls wait to be looked at.</summary>
    CallsToReview,

    /// <summary>Numbers were shown and nobody has said what happened.</summary>
    Unreported,

    /// <summary>Somebody was shown numbers and recorded no call, far more often than happens.</summary>
    UnusualNumbers,

    /// <summary>Somebody looked at more people than anybody can talk to.</summary>
    UnusualBreadth,

    /// <summary>Somebody passes people on as often as is allowed.</summary>
    UnusualSkips,

    /// <summary>A list that is being called has hardly anybody left.</summary>
    ListRunningDry,

    /// <summary>At the present pace a list has nobody left to be called within half an hour.</summary>
    ListSoonDry,

    /// <summary>An import was checked and waits for a yes.</summary>
    ImportWaiting,

    /// <summary>Another coordinator took ids of an at-risk book out of it within the last week.</summary>
    ExportedByOther,

    /// <summary>Another coordinator asked within the last week to take names and numbers out of a book, and nobody has ended it.</summary>
    NamesAskedByOther,

    /// <summary>The recovery sheet of the key was never confirmed.</summary>
    RecoverySheet,
}

/// <param name="Count">How many; of what is counted for the page at most <see cref="MostCounted"/>.</param>
/// <param name="SubjectId">The campaign, list, import or organizer it is about, when it is one.</param>
/// <param name="Name">Of the list or organizer; null when it is about several.</param>
/// <param name="SinceLocal">When the oldest of them began to wait.</param>
/// <param name="IsMore">There are more than <paramref name="Count"/>.</param>
public sealed record DeskNeed(DeskNeedKind Kind, int Count, Guid? SubjectId = null, string? Name = null, DateTime? SinceLocal = null, bool IsMore = false)
{
    /// <summary>Nobody decides differently by how many more there are; the database is not asked.</summary>
    public const int MostCounted = 100;
}
