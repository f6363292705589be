using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>What a book can be filtered by.</summary>
/// <param name="Languages">As contacts have them; <see cref="ContactFilter.UnknownLanguage"/> when some have none.</param>
/// <param name="Outcomes">Of every campaign on the book, one per key.</param>
public sealed record FilterChoicesView(
    string CampaignName,
    IReadOnlyList<LabelChoice> Tags,
    IReadOnlyList<LabelChoice> Cities,
    IReadOnlyList<string> Languages,
    IReadOnlyList<OutcomeDefinition> Outcomes,
    IReadOnlyList<ImportChoice> Imports);

/// <summary>A tag or a city.</summary>
public sealed record LabelChoice(Guid Id, string Text);

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

        var labels = await db.Labels.AsNoTracking()
            .Where(label => label.BookId == campaign.BookId && (label.Kind == LabelKind.Tag || label.Kind == LabelKind.City))
            .ToListAsync(ct);
        var languages = await db.Contacts
            .Where(contact => contact.BookId == campaign.BookId && contact.Usable)
            .Select(contact => contact.Language ?? ContactFilter.UnknownLanguage)
            .Distinct()
            .ToListAsync(ct);
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
        IReadOnlyList<LabelChoice> Of(LabelKind kind) =>
            [.. labels.Where(label => label.Kind == kind)
                .Select(label => new LabelChoice(label.Id, sealer.Open(Places.LabelText(label.Id), label.SealedText)))
                .OrderBy(choice => choice.Text, StringComparer.CurrentCulture)];
        return new FilterChoicesView(
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            Of(LabelKind.Tag),
            Of(LabelKind.City),
            [.. languages.OrderBy(language => language.Length == 0).ThenBy(language => language, StringComparer.Ordinal)],
            [.. outcomes.DistinctBy(outcome => outcome.Key).Select(outcome => outcome.Definition)],
            imports);
    }
}
