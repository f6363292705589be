using PhoneBank.Campaigns;

namespace PhoneBank.Web.Campaigns;

/// <summary>One flag of an outcome: the key of its sentence, and how it is read and set.</summary>
internal sealed record OutcomeFlag(string Key, Func<OutcomeDefinition, bool> Of, Func<OutcomeDefinition, bool, OutcomeDefinition> With);

/// <summary>Everything an outcome can do by yes or no, in the order in which it is told.</summary>
internal static class OutcomeFlags
{
    public static IReadOnlyList<OutcomeFlag> All { get; } =
    [
        new(nameof(OutcomeDefinition.Reached), outcome => outcome.Reached, (outcome, on) => outcome with { Reached = on }),
        new(nameof(OutcomeDefinition.EndsEntry), outcome => outcome.EndsEntry, (outcome, on) => outcome with { EndsEntry = on }),
        new(nameof(OutcomeDefinition.AnotherPartOfDay), outcome => outcome.AnotherPartOfDay, (outcome, on) => outcome with { AnotherPartOfDay = on }),
        new(nameof(OutcomeDefinition.CountsAsAttempt), outcome => outcome.CountsAsAttempt, (outcome, on) => outcome with { CountsAsAttempt = on }),
        new(nameof(OutcomeDefinition.NumberIsBad), outcome => outcome.NumberIsBad, (outcome, on) => outcome with { NumberIsBad = on }),
        new(nameof(OutcomeDefinition.HiddenWithoutVoicemail), outcome => outcome.HiddenWithoutVoicemail, (outcome, on) => outcome with { HiddenWithoutVoicemail = on }),
        new(nameof(OutcomeDefinition.AsksCallbackTime), outcome => outcome.AsksCallbackTime, (outcome, on) => outcome with { AsksCallbackTime = on }),
        new(nameof(OutcomeDefinition.PromisesFollowUp), outcome => outcome.PromisesFollowUp, (outcome, on) => outcome with { PromisesFollowUp = on }),
        new(nameof(OutcomeDefinition.AsksReason), outcome => outcome.AsksReason, (outcome, on) => outcome with { AsksReason = on }),
        new(nameof(OutcomeDefinition.ReroutesByLanguage), outcome => outcome.ReroutesByLanguage, (outcome, on) => outcome with { ReroutesByLanguage = on }),
        new(nameof(OutcomeDefinition.NeverSameCaller), outcome => outcome.NeverSameCaller, (outcome, on) => outcome with { NeverSameCaller = on }),
        new(nameof(OutcomeDefinition.Holds), outcome => outcome.Holds, (outcome, on) => outcome with { Holds = on }),
        new(nameof(OutcomeDefinition.SuppressEverywhere), outcome => outcome.SuppressEverywhere, (outcome, on) => outcome with { SuppressEverywhere = on }),
        new(nameof(OutcomeDefinition.EndsInBook), outcome => outcome.EndsInBook, (outcome, on) => outcome with { EndsInBook = on }),
    ];
}
