using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>What a book can be filtered by.</summary>
/// <param name="Languages">As contacts have them; <see cref="ContactFilter.Unknown"/> when some have none.</param>
/// <param name="Countries">As contacts have them, and <see cref="ContactFilter.Unknown"/>; so too the zones.</param>
/// <param name="Fields">Custom fields whose values are words.</param>
/// <param name="Outcomes">Of every campaign on the book, one per key.</param>
/// <param name="Campaigns">Those on the book, newest first.</param>
/// <param name="Questions">Of the scripts of those campaigns, the questions with choices.</param>
public sealed record FilterChoicesView(
    string CampaignName,
    string TimeZone,
    IReadOnlyList<LabelChoice> Tags,
    IReadOnlyList<LabelChoice> Cities,
    IReadOnlyList<LabelChoice> Sources,
    IReadOnlyList<FieldChoices> Fields,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Countries,
    IReadOnlyList<string> TimeZones,
    IReadOnlyList<OutcomeDefinition> Outcomes,
    IReadOnlyList<CampaignChoice> Campaigns,
    IReadOnlyList<QuestionChoices> Questions,
    IReadOnlyList<ImportChoice> Imports);

/// <summary>A tag, a city, a source or a value of a custom field.</summary>
public sealed record LabelChoice(Guid Id, string Text);

/// <summary>A custom field with its values.</summary>
public sealed record FieldChoices(Guid Id, string Name, IReadOnlyList<LabelChoice> Values);

/// <summary>A campaign on the book.</summary>
public sealed record CampaignChoice(Guid Id, string Name);

/// <summary>A question of a campaign's present script. The texts are by language of the call.</summary>
public sealed record QuestionChoices(Guid CampaignId, string CampaignName, string StepId, ScriptTexts Texts, IReadOnlyList<ScriptChoice> Choices, string MainLanguage);

/// <summary>A finished import.</summary>
public sealed record ImportChoice(Guid Id, DateTime FinishedAt, int New, int Duplicate);

/// <summary>The words and codes a coordinator makes a filter of.</summary>
public sealed class FilterChoices(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int MostImports = 50;

    /// <returns>The choices, or <see cref="NotFound"/>.</returns>
    public async Task<Result<FilterChoicesView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var labels = await db.Labels.AsNoTracking().Where(label => label.BookId == campaign.BookId).ToListAsync(ct);
        var contacts = db.PeopleOf(campaign.BookId);
        var languages = await contacts.Select(contact => contact.Language ?? ContactFilter.Unknown).Distinct().ToListAsync(ct);
        var countries = await contacts.Select(contact => contact.Country ?? ContactFilter.Unknown).Distinct().ToListAsync(ct);
        var zones = await contacts.Select(contact => contact.TimeZone ?? ContactFilter.Unknown).Distinct().ToListAsync(ct);
        var outcomes = await db.Outcomes.AsNoTracking()
            .Where(outcome => db.Campaigns.Any(other => other.Id == outcome.CampaignId && other.BookId == campaign.BookId))
            .OrderBy(outcome => outcome.Position)
            .ToListAsync(ct);
        var imports = await db.Imports.AsNoTracking()
            .Where(import => import.BookId == campaign.BookId && import.State == ImportState.Done && import.FinishedAt != null)
            .OrderByDescending(import => import.Id)
            .Take(MostImports)
            .Select(import => new ImportChoice(import.Id, import.FinishedAt!.Value, import.RowsNew, import.RowsDuplicate))
            .ToListAsync(ct);
        var campaigns = await db.Campaigns.AsNoTracking().Where(other => other.BookId == campaign.BookId).OrderByDescending(other => other.Id).ToListAsync(ct);
        var names = campaigns.ToDictionary(other => other.Id, other => sealer.Open(Places.CampaignName(other.Id), other.SealedName));
        return new FilterChoicesView(
            names[campaign.Id],
            campaign.TimeZone,
            Of(LabelKind.Tag),
            Of(LabelKind.City),
            Of(LabelKind.Source),
            [.. Of(LabelKind.Field).Select(field => new FieldChoices(field.Id, field.Text, Of(LabelKind.FieldValue, field.Id))).Where(field => field.Values.Count > 0)],
            Sorted(languages),
            Sorted(countries),
            Sorted(zones),
            [.. outcomes.DistinctBy(outcome => outcome.Key).Select(outcome => outcome.Definition)],
            [.. campaigns.Select(other => new CampaignChoice(other.Id, names[other.Id]))],
            await QuestionsAsync(db, campaigns, names, ct),
            imports);

        IReadOnlyList<LabelChoice> Of(LabelKind kind, Guid? fieldId = null) =>
            [.. labels.Where(label => label.Kind == kind && label.FieldId == fieldId)
                .Select(label => new LabelChoice(label.Id, sealer.Open(Places.LabelText(label.Id), label.SealedText)))
                .OrderBy(choice => choice.Text, StringComparer.CurrentCulture)];
    }

    private async Task<IReadOnlyList<QuestionChoices>> QuestionsAsync(PhoneBankDb db, List<Campaign> campaigns, Dictionary<Guid, string> names, CancellationToken ct)
    {
        var versions = campaigns.Select(campaign => campaign.ScriptVersionId).OfType<Guid>().ToList();
        var scripts = await db.ScriptVersions.AsNoTracking().Where(version => versions.Contains(version.Id)).ToListAsync(ct);
        return
        [
            .. from campaign in campaigns
               join version in scripts on campaign.ScriptVersionId equals version.Id
               from step in ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument)).Steps
               where step.Question?.Kind == QuestionKind.Choice
               select new QuestionChoices(campaign.Id, names[campaign.Id], step.Id, step.Texts, step.Question!.Choices, campaign.MainLanguage),
        ];
    }

    private static IReadOnlyList<string> Sorted(List<string> codes) => [.. codes.OrderBy(code => code.Length == 0).ThenBy(code => code, StringComparer.Ordinal)];
}
