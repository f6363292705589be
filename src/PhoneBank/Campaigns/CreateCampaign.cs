using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>
/// Makes a draft campaign on a book, from a template or blank. A template brings its script, which counts as signed off
/// while it is unchanged, and both start with a copy of the outcomes.
/// </summary>
public sealed class CreateCampaign(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns>The campaign's id; <see cref="NotFound"/>, <see cref="InvalidField"/> or <see cref="NoSuchTemplate"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid bookId, CampaignSettings settings, string? templateKey, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.BooksOf(actor).AsNoTracking().FirstOrDefaultAsync(book => book.Id == bookId, ct) is not { } book)
        {
            return new NotFound();
        }

        var template = templateKey is null ? null : CampaignTemplate.Find(templateKey);
        if (templateKey is not null && template is null)
        {
            return new NoSuchTemplate();
        }

        var now = time.UtcNow();
        var campaign = new Campaign { Id = time.NewId(), BookId = book.Id, CreatedAt = now, CreatedBy = actor.VolunteerId, Calendars = CalendarSetsText.Write(template?.Calendars ?? CalendarSets.None) };
        if (settings.ApplyTo(campaign, book.Level, sealer) is { } invalid)
        {
            return invalid;
        }

        db.Campaigns.Add(campaign);
        var outcomes = template?.Outcomes ?? OutcomeSet.Default;
        db.Outcomes.AddRange(outcomes.Outcomes.Select((definition, position) => new Outcome
        {
            Id = time.NewId(),
            CampaignId = campaign.Id,
            Key = definition.Key,
            Group = definition.Group,
            Position = position,
            Definition = definition,
        }));
        if (template is not null)
        {
            var id = time.NewId();
            db.ScriptVersions.Add(new ScriptVersion
            {
                Id = id,
                CampaignId = campaign.Id,
                Number = 1,
                SealedDocument = SealedScript.Seal(sealer, id, template.Script),
                CreatedAt = now,
                CreatedBy = actor.VolunteerId,
                SignedOffAt = now,
            });
            campaign.ScriptVersionId = id;
        }

        db.Record(time, actor, AuditAction.CampaignMade, campaign.Id, book.Id, templateKey);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return campaign.Id;
    }
}

/// <summary>There is no template of this name.</summary>
public sealed record NoSuchTemplate : Error;
