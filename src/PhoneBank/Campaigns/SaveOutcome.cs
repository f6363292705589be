using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>
/// Adds an outcome, or changes what one does that no call has yet. What calls came to keeps its meaning: an outcome that calls have changes in
/// words and paces only (<see cref="EditOutcomes"/>), and whoever wants another effect retires it and adds another.
/// </summary>
public sealed class SaveOutcome(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public const int LongestLabel = 60;
    public const int LongestConsequence = 200;

    /// <summary>Offered and retired together: more than anybody could find the right one among.</summary>
    public const int MostOutcomes = 60;

    /// <param name="outcomeId">Null: a new one, the last of its group.</param>
    /// <param name="definition">Its key is not asked: an old outcome keeps its own, a new one is given one after its label.</param>
    /// <returns>Its id; <see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="OutcomeHasCalls"/>, <see cref="InvalidField"/>, <see cref="TooManyOutcomes"/> or <see cref="OutcomesWouldNotWork"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, Guid? outcomeId, OutcomeDefinition definition, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var outcomes = await db.Outcomes.Where(outcome => outcome.CampaignId == campaignId).ToListAsync(ct);
        var outcome = outcomes.Find(candidate => candidate.Id == outcomeId);
        if (outcomeId is not null && outcome is null)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        if (outcome is not null && await OutcomeUse.IsUsedAsync(db, outcome.Id, ct))
        {
            return new OutcomeHasCalls();
        }

        if (CheckTexts(definition, outcomes.Where(other => other != outcome && other.RetiredAt is null)) is { } invalid)
        {
            return invalid;
        }

        if (outcome is null)
        {
            if (outcomes.Count >= MostOutcomes)
            {
                return new TooManyOutcomes(MostOutcomes);
            }

            outcome = new Outcome { Id = time.NewId(), CampaignId = campaignId, Key = OutcomeKeyFrom.Label(definition.Texts["en"].Label, [.. outcomes.Select(other => other.Key)]) };
            db.Outcomes.Add(outcome);
            outcomes.Add(outcome);
        }

        if (outcome.Group != definition.Group || db.Entry(outcome).State == EntityState.Added)
        {
            outcome.Position = outcomes.Max(other => other.Position) + 1;
        }

        outcome.Group = definition.Group;
        outcome.Definition = Tidy(definition) with { Key = outcome.Key };
        if (OutcomeSet.OfferedIn(campaign, outcomes).Check(["en"]) is { Count: > 0 } findings)
        {
            return new OutcomesWouldNotWork(findings);
        }

        db.Record(time, actor, AuditAction.CampaignChanged, campaign.Id, campaign.BookId, "outcome");
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return outcome.Id;
    }

    // English is what exports and the others fall back to. Two choices of one name cannot be told apart; it also answers a double tap.
    private static InvalidField? CheckTexts(OutcomeDefinition definition, IEnumerable<Outcome> others)
    {
        var label = definition.Texts.GetValueOrDefault("en")?.Label.Trim() ?? "";
        return label.Length == 0 ? new InvalidField("Label", "Empty")
            : string.IsNullOrWhiteSpace(definition.Texts["en"].Consequence) ? new InvalidField("Consequence", "Empty")
            : definition.Texts.Values.Any(text => text.Label.Trim().Length > LongestLabel) ? new InvalidField("Label", "TooLong")
            : definition.Texts.Values.Any(text => text.Consequence.Trim().Length > LongestConsequence) ? new InvalidField("Consequence", "TooLong")
            : others.Any(other => string.Equals(other.Definition.Texts.GetValueOrDefault("en")?.Label, label, StringComparison.OrdinalIgnoreCase)) ? new InvalidField("Label", "Taken")
            : null;
    }

    private static OutcomeDefinition Tidy(OutcomeDefinition definition) => definition with
    {
        Texts = definition.Texts.Where(text => !string.IsNullOrWhiteSpace(text.Value.Label))
            .ToDictionary(text => text.Key, text => new OutcomeText(text.Value.Label.Trim(), text.Value.Consequence.Trim())),
        AtMaximum = definition.MaxPerCampaign is null ? AtMaximum.EndsEntry : definition.AtMaximum,
    };
}

/// <summary>Takes an outcome away that nothing has come to. What calls have can only be retired.</summary>
public sealed class DeleteOutcome(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="OutcomeHasCalls"/> or <see cref="OutcomesWouldNotWork"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, Guid outcomeId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var outcomes = await db.Outcomes.Where(outcome => outcome.CampaignId == campaignId).ToListAsync(ct);
        if (outcomes.Find(candidate => candidate.Id == outcomeId) is not { } outcome)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        if (await OutcomeUse.IsUsedAsync(db, outcome.Id, ct))
        {
            return new OutcomeHasCalls();
        }

        if (outcome.RetiredAt is null && OutcomeSet.OfferedIn(campaign, outcomes.Where(other => other != outcome)).Check(["en"]) is { Count: > 0 } findings)
        {
            return new OutcomesWouldNotWork(findings);
        }

        db.Outcomes.Remove(outcome);
        db.Record(time, actor, AuditAction.CampaignChanged, campaign.Id, campaign.BookId, "outcome-deleted");
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // A call came to it, or another coordinator was faster, between the question and the act: the database refuses.
            await using var fresh = await dbs.CreateDbContextAsync(ct);
            return await fresh.Outcomes.AnyAsync(candidate => candidate.Id == outcomeId, ct) ? new OutcomeHasCalls() : new NotFound();
        }

        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return Result.Done;
    }
}

/// <summary>Whether anything refers to an outcome: a call, also one taken back, or a correction.</summary>
internal static class OutcomeUse
{
    public static async Task<bool> IsUsedAsync(PhoneBankDb db, Guid outcomeId, CancellationToken ct) => (await UsedAsync(db, [outcomeId], ct)).Count > 0;

    /// <summary>Those of these outcomes that something refers to; one look into an index for each.</summary>
    public static async Task<IReadOnlySet<Guid>> UsedAsync(PhoneBankDb db, IReadOnlyCollection<Guid> outcomeIds, CancellationToken ct) =>
        (await db.Outcomes.AsNoTracking()
            .Where(outcome => outcomeIds.Contains(outcome.Id)
                && (db.Calls.Any(call => call.OutcomeId == outcome.Id) || db.Reviews.Any(review => review.CorrectedOutcomeId == outcome.Id)))
            .Select(outcome => outcome.Id).ToListAsync(ct)).ToHashSet();
}

/// <summary>Calls have this outcome: what it does stays as it is, and it can only be retired.</summary>
public sealed record OutcomeHasCalls : Error;

/// <summary>There are <paramref name="Most"/> outcomes already, the retired ones counted.</summary>
public sealed record TooManyOutcomes(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}
