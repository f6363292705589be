using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>What may be changed about an outcome; what it does stays.</summary>
/// <param name="WaitsMinutes">After the first time, the second and so on; empty where the outcome brings nobody back.</param>
/// <param name="Texts">Label and consequence by language of the interface; languages left out keep theirs.</param>
/// <param name="Retired">No longer offered; calls that have it keep it.</param>
public sealed record OutcomeEdit(Guid Id, int Position, bool Retired, IReadOnlyList<int> WaitsMinutes, IReadOnlyDictionary<string, OutcomeText> Texts)
{
    /// <summary>How often in a day; only where the outcome has such a maximum.</summary>
    public int? MaxPerDay { get; init; }

    /// <summary>How often in the campaign; only where the outcome has such a maximum.</summary>
    public int? MaxPerCampaign { get; init; }
}

/// <summary>Changes labels, order, retry times, and which outcomes are offered.</summary>
public sealed class EditOutcomes(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/> or <see cref="OutcomesWouldNotWork"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, IReadOnlyList<OutcomeEdit> edits, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        var outcomes = await db.Outcomes.Where(outcome => outcome.CampaignId == campaign.Id).ToDictionaryAsync(outcome => outcome.Id, ct);
        var now = time.UtcNow();
        foreach (var edit in edits)
        {
            if (!outcomes.TryGetValue(edit.Id, out var outcome))
            {
                return new NotFound();
            }

            outcome.Position = edit.Position;
            outcome.RetiredAt = edit.Retired ? outcome.RetiredAt ?? now : null;
            var texts = outcome.Definition.Texts.ToDictionary(pair => pair.Key, pair => pair.Value);
            foreach (var (language, text) in edit.Texts)
            {
                texts[language] = new OutcomeText(text.Label.Trim(), text.Consequence.Trim());
            }

            outcome.Definition = outcome.Definition with
            {
                Texts = texts,
                RetryAfterMinutes = edit.WaitsMinutes.Count == 0 ? null : edit.WaitsMinutes[0],
                LaterRetriesMinutes = [.. edit.WaitsMinutes.Skip(1)],
                MaxPerDay = outcome.Definition.MaxPerDay is null ? null : edit.MaxPerDay ?? outcome.Definition.MaxPerDay,
                MaxPerCampaign = outcome.Definition.MaxPerCampaign is null ? null : edit.MaxPerCampaign ?? outcome.Definition.MaxPerCampaign,
            };
        }

        if (OutcomeSet.OfferedIn(campaign, outcomes.Values).Check(["en"]) is { Count: > 0 } findings)
        {
            return new OutcomesWouldNotWork(findings);
        }

        var offered = outcomes.Values.Where(outcome => outcome.RetiredAt is null).OrderBy(outcome => outcome.Position).ToList();
        for (var position = 0; position < offered.Count; position++)
        {
            offered[position].Position = position;
        }

        db.Record(time, actor, AuditAction.CampaignChanged, campaign.Id, campaign.BookId, "outcomes");
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return Result.Done;
    }
}

/// <summary>With these outcomes a call could come to nothing; what is wrong is in <paramref name="Findings"/>.</summary>
public sealed record OutcomesWouldNotWork(IReadOnlyList<OutcomeFinding> Findings) : Error;
