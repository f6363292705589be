using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>A book with whoever coordinates it and the numbers that came into it.</summary>
internal sealed record ModelBook(Guid Id, Actor Coordinator, int RevealsPerHour)
{
    /// <summary>The import a number came with first; null: with several, or again after it had left.</summary>
    public Dictionary<string, Guid?> Numbers { get; } = [];

    public int HoursBetweenTalks { get; set; } = 20;

    public int MinutesBetweenTries { get; set; } = 60;
}

internal sealed record ModelCampaign(CallingScene Scene, ModelBook Book)
{
    public const int MostPerDay = 2;
    public const int MostInAll = 4;

    public Guid Id => Scene.CampaignId;

    public CampaignState State { get; set; } = CampaignState.Open;

    public ToldHours Hours { get; set; } = new();

    public List<Guid> Overrides { get; } = [];

    /// <summary>Everybody who was ever put on a list of it and has not left the book.</summary>
    public HashSet<Guid> Listed { get; } = [];
}

internal sealed class ModelList(Guid id, ModelCampaign campaign)
{
    public Guid Id => id;

    public ModelCampaign Campaign => campaign;

    public bool Paused { get; set; }

    /// <summary>Assignments in force; no caller means everyone.</summary>
    public List<(Guid AssignmentId, Guid? Caller)> Assignments { get; } = [];

    public bool IsOf(Actor caller) => Assignments.Exists(assignment => assignment.Caller is null || assignment.Caller == caller.VolunteerId);
}

/// <summary>An organizer and the campaigns she or he was admitted to.</summary>
internal sealed record ModelCaller(int Number, Actor Actor, IReadOnlyList<ModelCampaign> Campaigns)
{
    public List<Guid> Calls { get; } = [];
}

/// <summary>Somebody was handed out.</summary>
internal sealed class ModelClaim(Guid id, ModelCaller caller, ModelCampaign campaign, Guid contactId, EntryState from)
{
    public Guid Id => id;

    public ModelCaller Caller => caller;

    public ModelCampaign Campaign => campaign;

    public Guid ContactId { get; set; } = contactId;

    public EntryState From => from;

    public HashSet<Guid> Shown { get; } = [];

    /// <summary>Nobody said for 20 hours what happened, so it counts as an attempt.</summary>
    public bool CountedUnreported { get; set; }
}

/// <summary>A call that was recorded.</summary>
internal sealed class ModelCall(Recorded recorded, ModelClaim claim, OutcomeDefinition outcome)
{
    public Guid Id => recorded.CallId;

    public ModelClaim Claim => claim;

    public ModelCampaign Campaign => claim.Campaign;

    public OutcomeDefinition Outcome => outcome;

    public DateTime At => recorded.EndedAt;

    public bool Conflicting => recorded.Conflicting;

    public bool Late => recorded.Late;

    public Guid ContactId { get; set; } = claim.ContactId;

    public bool Withdrawn { get; set; }

    /// <summary>The person was erased; the call is kept without her or him.</summary>
    public bool Erased { get; set; }

    public bool Stands => !Withdrawn && !Erased;
}

/// <summary>What a walk has done, as the one who walked knows it: kept beside the application and never read from it.</summary>
internal sealed class WalkModel
{
    public List<ModelBook> Books { get; } = [];

    public List<ModelCampaign> Campaigns { get; } = [];

    public List<ModelCaller> Callers { get; } = [];

    public List<ModelList> Lists { get; } = [];

    public List<(Guid Id, ModelBook Book)> Imports { get; } = [];

    public Dictionary<Guid, ModelClaim> Claims { get; } = [];

    public List<ModelCall> Calls { get; } = [];

    /// <summary>When numbers were first shown in a claim.</summary>
    public List<(Guid Caller, Guid Book, DateTime At)> Reveals { get; } = [];

    /// <summary>Every reason that stands for never calling a number.</summary>
    public Dictionary<string, HashSet<string>> Stops { get; } = [];

    /// <summary>Stop-list entries a coordinator made, by the number.</summary>
    public List<(Guid EntryId, string Number)> StopEntries { get; } = [];

    public HashSet<(Guid Caller, Guid Campaign, Guid Contact)> Skips { get; } = [];

    /// <summary>A coordinator had this person called in spite of the maxima.</summary>
    public HashSet<(Guid Campaign, Guid Contact)> DecidedByDesk { get; } = [];

    public bool IsStopped(string number) => Stops.Values.Any(numbers => numbers.Contains(number));

    /// <summary>Stopped by what is not taken back with a call: a list that asks for the same adds nothing then.</summary>
    public bool IsStoppedForGood(string number) => Stops.Any(reason => !reason.Key.StartsWith("call:", StringComparison.Ordinal) && reason.Value.Contains(number));

    public IEnumerable<ModelCall> CallsOf(Guid contactId) => Calls.Where(call => call.Stands && call.ContactId == contactId);

    /// <summary>Attempts that count, of an entry: calls that stand, and numbers shown of which nobody ever said what came.</summary>
    public int AttemptsOf(ModelCampaign campaign, Guid contactId) => Claims.Values
        .Where(claim => claim.Campaign == campaign && claim.ContactId == contactId)
        .Count(claim => Calls.Find(call => call.Claim == claim && call.Stands) switch
        {
            { Conflicting: false } call => call.Outcome.CountsAsAttempt,
            _ => claim.CountedUnreported,
        });

    public void Merge(Guid kept, Guid other)
    {
        foreach (var claim in Claims.Values.Where(claim => claim.ContactId == other))
        {
            claim.ContactId = kept;
        }

        foreach (var call in Calls.Where(call => call.ContactId == other))
        {
            call.ContactId = kept;
        }

        foreach (var campaign in Campaigns.Where(campaign => campaign.Listed.Remove(other)))
        {
            campaign.Listed.Add(kept);
        }

        foreach (var skip in Skips.Where(skip => skip.Contact == other).ToList())
        {
            Skips.Add(skip with { Contact = kept });
        }

        foreach (var decided in DecidedByDesk.Where(decided => decided.Contact == other).ToList())
        {
            DecidedByDesk.Add(decided with { Contact = kept });
        }
    }

    public void Erase(Guid contactId)
    {
        foreach (var claim in Claims.Values.Where(claim => claim.ContactId == contactId).ToList())
        {
            Claims.Remove(claim.Id);
        }

        foreach (var call in Calls.Where(call => call.ContactId == contactId))
        {
            call.Erased = true;
        }

        foreach (var campaign in Campaigns)
        {
            campaign.Listed.Remove(contactId);
        }
    }
}
