using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.Reports;

/// <summary>What was answered to each question that offers choices, whichever version of the script asked. What was typed is never read here.</summary>
internal sealed class ReportQuestions(Sealer sealer)
{
    /// <summary>In place of the names of the two who talk.</summary>
    private const string Somebody = "…";

    public async Task<IReadOnlyList<QuestionCounts>> OfAsync(PhoneBankDb db, Campaign campaign, ReportParts parts, string language, CancellationToken ct)
    {
        var said = new MergeValues(
            Somebody, Somebody, sealer.Open(Places.CampaignOrganization(campaign.Id), campaign.SealedOrganization), sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName));
        var versions = await db.ScriptVersions.AsNoTracking().Where(version => version.CampaignId == campaign.Id).OrderByDescending(version => version.Number)
            .Select(version => new { version.Id, version.SealedDocument }).ToListAsync(ct);
        var steps = versions
            .SelectMany(version => ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument)).Steps)
            .Where(step => step.Choices.Count > 0)
            .GroupBy(step => step.Id, StringComparer.Ordinal);

        (string Text, string Language) Said(ScriptTexts? texts) => texts?.Pick(language, campaign.MainLanguage) is { } picked
            ? (ScriptMarks.Plain(MergeFields.Fill(picked.Text.Any, picked.Language, said)), picked.Language)
            : ("", language);

        return [.. steps.Select(asked =>
            {
                var counts = parts.Choices(asked.Key);
                var choices = asked.SelectMany(step => step.Choices).DistinctBy(choice => choice.Id, StringComparer.Ordinal).ToList();
                var (text, spoken) = Said(asked.First().Texts);
                return new QuestionCounts(
                    asked.Key,
                    text,
                    spoken,
                    parts.Count(counts.Values.Sum()),
                    [.. choices.Select(choice => choice.Id).Union(counts.Keys, StringComparer.Ordinal).Select(id =>
                        {
                            var (label, labelLanguage) = Said(choices.Find(choice => choice.Id == id)?.Labels);
                            return new ChoiceCount(id, label, labelLanguage, parts.Count(counts.GetValueOrDefault(id)));
                        })]);
            })];
    }
}
