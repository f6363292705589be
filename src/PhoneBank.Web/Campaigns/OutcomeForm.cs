using System.Globalization;
using PhoneBank.Campaigns;
using PhoneBank.Shared;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Campaigns;

/// <summary>Reads an outcome as it was posted.</summary>
internal static class OutcomeForm
{
    /// <summary>The outcome without its key; refused as <see cref="InvalidField"/> where a figure cannot be read.</summary>
    public static Result<OutcomeDefinition> Read(IFormCollection posted)
    {
        IReadOnlyList<int>? waits = [];
        if (posted["Waits"].ToString().Trim().Length > 0 && !RetryWaits.TryParse(posted["Waits"], out waits))
        {
            return new InvalidField("Waits", "Unreadable");
        }

        var figures = new Dictionary<string, int?>();
        foreach (var field in new[] { nameof(OutcomeDefinition.MaxPerDay), nameof(OutcomeDefinition.MaxPerCampaign), nameof(OutcomeDefinition.RestsInBookDays) })
        {
            var text = posted[field].ToString().Trim();
            if (text.Length == 0)
            {
                figures[field] = null;
            }
            else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) && figure is >= 1 and <= 3650)
            {
                figures[field] = figure;
            }
            else
            {
                return new InvalidField(field, "Unreadable");
            }
        }

        var outcome = new OutcomeDefinition
        {
            Key = "",
            Group = Choice<OutcomeGroup>(posted["Group"]),
            Texts = Services.InterfaceLanguages.ToDictionary(language => language, language => new OutcomeText(posted[$"l-{language}"].ToString(), posted[$"c-{language}"].ToString())),
            NeedsCoordinator = Choice<CoordinatorNeed>(posted["NeedsCoordinator"]),
            RetryAfterMinutes = waits.Count == 0 ? null : waits[0],
            LaterRetriesMinutes = [.. waits.Skip(1)],
            MaxPerDay = figures[nameof(OutcomeDefinition.MaxPerDay)],
            MaxPerCampaign = figures[nameof(OutcomeDefinition.MaxPerCampaign)],
            AtMaximum = Choice<AtMaximum>(posted["AtMaximum"]),
            RestsInBookDays = figures[nameof(OutcomeDefinition.RestsInBookDays)],
        };
        return OutcomeFlags.All.Aggregate(outcome, (so, flag) => flag.With(so, posted.ContainsKey(flag.Key)));
    }

    // What is no choice is the first one, as in a form nobody has touched.
    private static T Choice<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : default;
}
