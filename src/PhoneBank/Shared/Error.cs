namespace PhoneBank.Shared;

/// <summary>
/// An expected refusal: what an operation says when it will not do what was asked. It carries data only; the name of
/// its type is the key of the sentence a person reads (see the resource file of the slice). Bugs are exceptions, not errors.
/// </summary>
public abstract record Error
{
    /// <summary>The key of the text for this refusal.</summary>
    public string Key => GetType().Name;

    /// <summary>The values of the text's placeholders, in order. Never personal data.</summary>
    public virtual IReadOnlyList<object> TextArguments => [];
}

/// <summary>The thing does not exist, or it is not within the actor's reach; the two are never told apart.</summary>
public sealed record NotFound : Error;

/// <summary>The actor's account may not do this (any more): signed out, suspended, or without the role.</summary>
public sealed record NotAllowed : Error;

/// <summary>The server has more to write than it can at this moment; the same request may simply be sent again.</summary>
public sealed record BusyTryAgain : Error;

/// <summary>A field was left empty or does not fit; <paramref name="Field"/> is the form field's name.</summary>
public sealed record InvalidField(string Field, string Reason) : Error
{
    public override IReadOnlyList<object> TextArguments => [Field, Reason];
}
