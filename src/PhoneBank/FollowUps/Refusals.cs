using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>The day promised at this step has no place left; the last went to somebody else meanwhile.</summary>
public sealed record NoPlacesLeft(string StepId) : Error;

/// <summary>The day promised at this step was over when the call began.</summary>
public sealed record DayIsPast(string StepId) : Error;

/// <summary>The amount promised at this step cannot be read.</summary>
public sealed record AmountNotReadable(string StepId) : Error;

/// <summary>The amount promised at this step is nothing, or more than <see cref="PledgeAmount.Most"/>.</summary>
public sealed record AmountOutOfRange(string StepId) : Error;

/// <summary>The call was taken back by its caller, and what was promised in it.</summary>
public sealed record PromiseTakenBack : Error;

/// <summary>Somebody else has closed this promise meanwhile: how, and who it was, when that is known.</summary>
public sealed record FollowUpClosedAlready(FollowUpEnd End, string? By) : Error;

/// <summary>Somebody else sees to this promise: who it is, when that is known.</summary>
public sealed record FollowUpTakenAlready(string? By) : Error;

/// <summary>The person was erased; what was promised stays without a name.</summary>
public sealed record PersonErased : Error;

/// <summary>Everybody found is in a list of this campaign already, and nobody is in two.</summary>
public sealed record AllInThatCampaign : Error;

/// <summary>The campaign has an open match already; one at a time, so that a caller knows which to speak of.</summary>
public sealed record MatchIsOpenAlready : Error;

/// <summary>The match was closed; it stays as it is.</summary>
public sealed record MatchIsClosed : Error;

/// <summary>So much of the match is claimed by pledges already; it cannot be made smaller than that.</summary>
public sealed record MatchBelowTaken(PledgeAmount Taken) : Error
{
    public override IReadOnlyList<object> TextArguments => [Taken.ToText()];
}
