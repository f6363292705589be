namespace PhoneBank.Books;

/// <summary>How much harm being on this book's list could do to somebody. It sets every default; a coordinator may tighten any of them.</summary>
public enum ProtectionLevel
{
    Supporters,
    Careful,
    AtRisk,
}

/// <summary>What happens when someone joins by a link.</summary>
public enum JoinAdmission
{
    AtOnce,
    AtOnceAndCoordinatorsAreTold,
    WaitingRoom,
}

/// <summary>What may be left on an answering machine when the safe-contact card is silent.</summary>
public enum VoicemailDefault
{
    No,
    YesUnnamed,
    YesNamed,
}

/// <summary>What becomes of a newcomer's first calls.</summary>
public enum NewcomerReview
{
    Sampled,
    FirstCallsWait,
}

/// <summary>Whether one practises before calling people.</summary>
public enum PracticeCall
{
    Offered,
    CompulsoryOnce,
}

/// <summary>What an export with names asks for.</summary>
public enum IdentifiedExport
{
    StepUp,
    StepUpAndNoticeToCoordinators,
    SecondCoordinator,
}

/// <summary>Who signs off a script.</summary>
public enum SignOff
{
    Self,
    SecondPerson,
}

/// <summary>Every figure that follows from a protection level.</summary>
public sealed record LevelRules
{
    /// <summary>Skips an organizer has in an hour, at every level.</summary>
    public const int SkipsPerHour = 6;

    /// <summary>Calls in a hundred that are looked at, at every level, once an organizer's first calls were.</summary>
    public const int ReviewPercent = 15;

    /// <summary>Calls after which an organizer is known well.</summary>
    public const int SeniorAfterCalls = 200;

    /// <summary>With fewer coordinators than this there is no second person to ask: the wait of <see cref="WaitWithoutSecondPerson"/> takes their place.</summary>
    public const int CoordinatorsForSecondPerson = 3;

    /// <summary>How long an act waits, open to cancelling by any coordinator, where a second person is wanted and there are too few.</summary>
    public static readonly TimeSpan WaitWithoutSecondPerson = TimeSpan.FromHours(24);

    private static readonly LevelRules Supporters = new()
    {
        Level = ProtectionLevel.Supporters,
        JoinAdmission = JoinAdmission.AtOnce,
        RevealsPerHour = 60,
        RevealsPerDay = 250,
        Voicemail = VoicemailDefault.YesNamed,
        CoverWordingOffered = false,
        NotesToNextCallers = true,
        NewcomerReview = NewcomerReview.Sampled,
        FirstCallsReviewed = 10,
        SeniorReviewPercent = 2,
        PracticeCall = PracticeCall.Offered,
        IdentifiedExport = IdentifiedExport.StepUp,
        SignOff = SignOff.Self,
        RetentionDays = 180,
    };

    private static readonly LevelRules Careful = new()
    {
        Level = ProtectionLevel.Careful,
        JoinAdmission = JoinAdmission.AtOnceAndCoordinatorsAreTold,
        RevealsPerHour = 50,
        RevealsPerDay = 150,
        ShareMinimum = 60,
        SharePercent = 20,
        Voicemail = VoicemailDefault.YesUnnamed,
        CoverWordingOffered = false,
        NotesToNextCallers = true,
        NewcomerReview = NewcomerReview.Sampled,
        FirstCallsReviewed = 20,
        SeniorReviewPercent = 2,
        PracticeCall = PracticeCall.Offered,
        IdentifiedExport = IdentifiedExport.StepUpAndNoticeToCoordinators,
        SignOff = SignOff.Self,
        RetentionDays = 90,
    };

    private static readonly LevelRules AtRisk = new()
    {
        Level = ProtectionLevel.AtRisk,
        JoinAdmission = JoinAdmission.WaitingRoom,
        RevealsPerHour = 20,
        RevealsPerDay = 60,
        ShareMinimum = 40,
        SharePercent = 5,
        Voicemail = VoicemailDefault.No,
        CoverWordingOffered = true,
        NotesToNextCallers = false,
        NewcomerReview = NewcomerReview.FirstCallsWait,
        NewcomerCallsToReview = 5,
        FirstCallsReviewed = 20,
        SeniorReviewPercent = 5,
        PracticeCall = PracticeCall.CompulsoryOnce,
        IdentifiedExport = IdentifiedExport.SecondCoordinator,
        SignOff = SignOff.SecondPerson,
        RetentionDays = 30,
    };

    public required ProtectionLevel Level { get; init; }

    public required JoinAdmission JoinAdmission { get; init; }

    /// <summary>Numbers one organizer may be shown in an hour.</summary>
    public required int RevealsPerHour { get; init; }

    /// <summary>Numbers one organizer may be shown in a day.</summary>
    public required int RevealsPerDay { get; init; }

    /// <summary>People one organizer may look at in an hour, called or not: one and a half times the reveals.</summary>
    public int ViewsPerHour => RevealsPerHour * 3 / 2;

    /// <summary>People one organizer may look at in a day, called or not: one and a half times the reveals.</summary>
    public int ViewsPerDay => RevealsPerDay * 3 / 2;

    /// <summary>People of a book one organizer may see in 7 days, however small the book. Null: no limit.</summary>
    public int? ShareMinimum { get; init; }

    /// <summary>Percent of a book one organizer may see in 7 days. Null: no limit.</summary>
    public int? SharePercent { get; init; }

    /// <summary>What applies when the safe-contact card says nothing.</summary>
    public required VoicemailDefault Voicemail { get; init; }

    /// <summary>Whether cover wording, and the advice to withhold one's number, are offered.</summary>
    public required bool CoverWordingOffered { get; init; }

    /// <summary>Whether a free-text note to the next caller is on at first.</summary>
    public required bool NotesToNextCallers { get; init; }

    public required NewcomerReview NewcomerReview { get; init; }

    /// <summary>How many calls of a newcomer wait for review; 0 where they are sampled.</summary>
    public int NewcomerCallsToReview { get; init; }

    /// <summary>How many of an organizer's first calls are all looked at.</summary>
    public required int FirstCallsReviewed { get; init; }

    /// <summary>Calls in a hundred that are looked at of organizers who are known well.</summary>
    public required int SeniorReviewPercent { get; init; }

    public required PracticeCall PracticeCall { get; init; }

    public required IdentifiedExport IdentifiedExport { get; init; }

    public required SignOff SignOff { get; init; }

    /// <summary>Days contact data is kept after the campaign.</summary>
    public required int RetentionDays { get; init; }

    public static LevelRules Of(ProtectionLevel level) => level switch
    {
        ProtectionLevel.Supporters => Supporters,
        ProtectionLevel.Careful => Careful,
        ProtectionLevel.AtRisk => AtRisk,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "There is no such protection level."),
    };

    /// <summary>How many people of a book of this size one organizer may see in 7 days; null when there is no limit.</summary>
    public int? ShareOf(int peopleInBook) =>
        ShareMinimum is { } minimum && SharePercent is { } percent ? Math.Max(minimum, (int)((long)peopleInBook * percent / 100)) : null;
}
