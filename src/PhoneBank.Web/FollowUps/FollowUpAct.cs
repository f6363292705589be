using PhoneBank.FollowUps;

namespace PhoneBank.Web.FollowUps;

/// <summary>What a button does with a promise.</summary>
internal enum FollowUpVerb
{
    Kept,
    DidNotCome,
    Withdrew,
    Reopen,
    Take,
    GiveBack,
}

/// <summary>Which button of which promise was pressed: what a button says, and what an address tells of it after.</summary>
internal sealed record FollowUpAct(FollowUpVerb Verb, Guid Id)
{
    /// <summary>The name of the buttons.</summary>
    public const string Field = "act";

    /// <summary>How the promise is closed by it; null when it is not.</summary>
    public FollowUpEnd? End => Verb switch
    {
        FollowUpVerb.Kept => FollowUpEnd.Kept,
        FollowUpVerb.DidNotCome => FollowUpEnd.DidNotCome,
        FollowUpVerb.Withdrew => FollowUpEnd.Withdrew,
        _ => null,
    };

    public static FollowUpAct? Read(string? text) =>
        text?.Split('.') is [var word, var id] && Enum.TryParse<FollowUpVerb>(word, out var verb) && Enum.IsDefined(verb) && Guid.TryParseExact(id, "N", out var promise)
            ? new FollowUpAct(verb, promise)
            : null;

    public override string ToString() => $"{Verb}.{Id:N}";
}
