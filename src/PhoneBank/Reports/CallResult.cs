using PhoneBank.Campaigns;

namespace PhoneBank.Reports;

/// <summary>What other systems know of a call's outcome: far less than the outcome itself says.</summary>
internal enum CallResult
{
    /// <summary>Talked with the person.</summary>
    Canvassed,
    NotHome,
    CallBack,
    Busy,
    LeftMessage,
    WrongNumber,
    Disconnected,
    LanguageBarrier,
    Refused,
    DoNotCall,
    Deceased,
}

internal static class CallResults
{
    /// <summary>
    /// By the outcome's flags, so that a campaign's own outcomes have a result too; by its key only where the flags of two are
    /// the same. Somebody held for a coordinator is told as refused: no other system then brings them back into a list.
    /// </summary>
    public static CallResult Of(OutcomeDefinition outcome) => outcome switch
    {
        { EndsInBook: true } => CallResult.Deceased,
        { SuppressEverywhere: true } => CallResult.DoNotCall,
        { NumberIsBad: true } => outcome.Key == OutcomeKeys.NotInService ? CallResult.Disconnected : CallResult.WrongNumber,
        { Holds: true } or { RestsInBookDays: not null } => CallResult.Refused,
        { ReroutesByLanguage: true } => CallResult.LanguageBarrier,
        { HiddenWithoutVoicemail: true } => CallResult.LeftMessage,
        { AsksCallbackTime: true } => CallResult.CallBack,
        { Reached: true } => CallResult.Canvassed,
        _ => outcome.Key == OutcomeKeys.Busy ? CallResult.Busy : CallResult.NotHome,
    };
}
