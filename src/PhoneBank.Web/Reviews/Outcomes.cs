using System.Globalization;
using PhoneBank.Campaigns;

namespace PhoneBank.Web.Reviews;

/// <summary>Outcomes in the language of the request.</summary>
internal static class Outcomes
{
    public static string Label(OutcomeDefinition outcome, string mainLanguage) => Text(outcome, mainLanguage)?.Label ?? outcome.Key;

    public static string? Consequence(OutcomeDefinition outcome, string mainLanguage) => Text(outcome, mainLanguage)?.Consequence;

    private static OutcomeText? Text(OutcomeDefinition outcome, string mainLanguage) =>
        outcome.TextIn(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, mainLanguage);
}
