using PhoneBank.Shared;

namespace PhoneBank.IdentifiedExports;

/// <summary>An export with names says why it is needed.</summary>
public sealed record IdentifiedReasonNeeded : Error;

/// <summary>The passphrase given with the act is not the actor's, or the account is locked after wrong ones.</summary>
public sealed record PassphraseNotRight : Error;

/// <summary>More than <see cref="IdentifiedRules.MostInDay"/> were asked for within a day.</summary>
public sealed record TooManyIdentified : Error
{
    public override IReadOnlyList<object> TextArguments => [IdentifiedRules.MostInDay];
}

/// <summary>The actor has one of this book that is not at its end yet.</summary>
public sealed record IdentifiedStillOpen : Error;

/// <summary>Nobody agrees to what she or he asked for.</summary>
public sealed record OwnIdentifiedRequest : Error;

/// <summary>It does not wait for a second coordinator: too late, agreed to already, or ended.</summary>
public sealed record NothingToApprove : Error;

/// <summary>The file cannot be made now: too early, too late, made already, or ended.</summary>
public sealed record IdentifiedNotReady : Error;

/// <summary>The file is deleted, or was never made.</summary>
public sealed record IdentifiedFileGone : Error;
