using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>What a coordinator may choose about a file; null leaves it as it is. Another encoding, delimiter or "first row is heads" guesses the columns anew.</summary>
public sealed record ImportChoices
{
    public string? Encoding { get; init; }

    public char? Delimiter { get; init; }

    /// <summary>Which of a workbook's sheets.</summary>
    public int? Sheet { get; init; }

    public bool? HasHeader { get; init; }

    public IReadOnlyList<ColumnUse>? Columns { get; init; }

    public UpdateRule? Update { get; init; }

    public string? DefaultCountry { get; init; }

    /// <summary>BCP-47 tag; the empty string means unknown.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>A tag for everybody in the file; the empty string means none.</summary>
    public string? Tag { get; init; }
}

/// <summary>Changes how an upload is read, before it runs. A dry run made earlier no longer counts.</summary>
public sealed class ChangeImportPlan(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, FirstLook look, SavedMappings mappings)
{
    public async Task<Result> RunAsync(Actor actor, Guid importId, ImportChoices choices, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).SingleOrDefaultAsync(import => import.Id == importId, ct);
        if (import is null)
        {
            return new NotFound();
        }

        if (import.State is not (ImportState.Matching or ImportState.Checked))
        {
            return new NotInThisState();
        }

        var place = Places.ImportPlan(importId);
        var plan = sealer.OpenJson<ImportPlan>(place, import.SealedPlan);
        var isReadAnew = (choices.Encoding is { } encoding && encoding != plan.Encoding)
            || (choices.Delimiter is { } delimiter && delimiter != plan.Delimiter)
            || (choices.Sheet is { } sheet && sheet != plan.Sheet && sheet >= 0 && sheet < plan.Sheets.Count)
            || (choices.HasHeader is { } hasHeader && hasHeader != plan.HasHeader);
        if (isReadAnew)
        {
            if (choices.Encoding is { } wanted && wanted != plan.Encoding && !EncodingDetector.Known.Contains(wanted))
            {
                return new EncodingNotRecognised();
            }

            var asked = plan with { Encoding = choices.Encoding ?? plan.Encoding, Sheet = choices.Sheet ?? plan.Sheet };
            var isOtherSheet = asked.Sheet != plan.Sheet;
            var guess = look.Guess(importId, import.Bytes, asked, choices.Delimiter ?? plan.Delimiter, isOtherSheet ? null : choices.HasHeader ?? plan.HasHeader);
            if (!guess.IsDone)
            {
                return guess.Error;
            }

            plan = await mappings.ProposeAsync(import.BookId, guess.Value, ct);
        }
        else if (choices.Columns is { } columns)
        {
            var fitting = Enumerable.Range(0, plan.Heads.Count).Select(column => column < columns.Count ? columns[column] : ColumnUse.Ignored).ToList();
            if (fitting.GroupBy(use => use.Meaning).FirstOrDefault(group => group.Count() > 1 && !ColumnGuess.MayRepeat(group.Key)) is { } twice)
            {
                return new MeaningTwice(twice.Key);
            }

            if (fitting.Count(use => use.Meaning != ColumnMeaning.Ignore) > ImportLimits.Columns)
            {
                return new TooManyColumnsTaken(ImportLimits.Columns);
            }

            plan = plan with { Columns = fitting };
        }

        if (choices.DefaultCountry is { } country && !PhoneNumbers.Countries.Any(known => known.Code == country))
        {
            return new Books.UnknownCountry();
        }

        plan = plan with
        {
            DefaultLanguage = choices.DefaultLanguage is null ? plan.DefaultLanguage : choices.DefaultLanguage.Length == 0 ? null : Scripts.LanguageTags.Normalize(choices.DefaultLanguage),
            Tag = choices.Tag is null ? plan.Tag : choices.Tag.Trim().Length == 0 ? null : choices.Tag.Trim(),
            Update = choices.Update ?? plan.Update,
            TextColumns = [],
            Changes = [],
        };
        import.DefaultCountry = choices.DefaultCountry ?? import.DefaultCountry;
        import.SealedPlan = sealer.SealJson(import.BookId, place, plan);
        import.State = ImportState.Matching;
        import.Failure = null;
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
