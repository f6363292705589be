using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>A crisis line as it is shown.</summary>
public sealed record ShownHelpLine(Guid Id, string Language, HelpLineText Text);

/// <summary>
/// The crisis lines an organizer may need: in the language of the person who is open, then in the organizer's own. Nothing
/// for somebody suspended.
/// </summary>
public sealed class MyHelpLines(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<IReadOnlyList<ShownHelpLine>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var lines = await db.HelpLines.AsNoTracking().OrderBy(line => line.Position).ThenBy(line => line.Id).ToListAsync(ct);
        if (lines.Count == 0)
        {
            return [];
        }

        var me = await db.Users.AsNoTracking()
            .Where(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active)
            .Select(volunteer => new { volunteer.CallLanguages, volunteer.InterfaceLanguage }).FirstOrDefaultAsync(ct);
        if (me is null)
        {
            return [];
        }

        var open = await (
            from claim in db.Claims.AsNoTracking()
            where claim.OrganizerId == actor.VolunteerId && claim.EndedAt == null
            join entry in db.Entries on claim.EntryId equals entry.Id
            join campaign in db.Campaigns on claim.CampaignId equals campaign.Id
            select new { entry.Language, campaign.Languages }).FirstOrDefaultAsync(ct);
        string?[] wanted =
        [
            open?.Language ?? open?.Languages.Split(',')[0],
            me.InterfaceLanguage,
            .. me.CallLanguages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
        var order = wanted.Where(tag => !string.IsNullOrEmpty(tag)).Select(tag => LanguageTags.PrimaryOf(tag!)).Distinct(StringComparer.Ordinal).ToList();
        return [.. lines
            .Select(line => (Line: line, Rank: order.IndexOf(LanguageTags.PrimaryOf(line.Language))))
            .Where(pair => pair.Rank >= 0)
            .OrderBy(pair => pair.Rank)
            .Select(pair => pair.Line.Show(sealer))];
    }
}

/// <param name="MayChange">The actor is an administrator.</param>
public sealed record AllHelpLinesView(IReadOnlyList<ShownHelpLine> Lines, bool MayChange);

/// <summary>Every crisis line, by language, in order. For coordinators and administrators; refuses others with <see cref="NotAllowed"/>.</summary>
public sealed class AllHelpLines(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<Result<AllHelpLinesView>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var mayChange = await db.IsInRoleAsync(actor, Roles.AdministratorId, ct);
        if (!mayChange && !await db.IsCoordinatorAsync(actor, ct))
        {
            return new NotAllowed();
        }

        var lines = await db.HelpLines.AsNoTracking().OrderBy(line => line.Language).ThenBy(line => line.Position).ThenBy(line => line.Id).ToListAsync(ct);
        return new AllHelpLinesView(lines.ConvertAll(line => line.Show(sealer)), mayChange);
    }
}

/// <summary>What an administrator typed for a crisis line.</summary>
public sealed record HelpLineEdit(Guid Id, string Language, string Name, string Number, string Hours)
{
    public const int LongestName = 80;
    public const int LongestNumber = 30;
    public const int LongestHours = 80;
}

/// <summary>
/// Adds the crisis line with this id, or changes it. Idempotent by id. For administrators. Refuses with <see cref="NotAllowed"/>,
/// <see cref="InvalidField"/> (Language, Name, Number or Hours).
/// </summary>
public sealed class SaveHelpLine(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, HelpLineEdit edit, CancellationToken ct)
    {
        var language = LanguageTags.Normalize(edit.Language);
        var text = new HelpLineText(edit.Name.Trim(), edit.Number.Trim(), edit.Hours.Trim() is { Length: > 0 } hours ? hours : null);
        if (Check(language, text) is { } invalid)
        {
            return invalid;
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        var line = await db.HelpLines.FirstOrDefaultAsync(line => line.Id == edit.Id, ct);
        var isNew = line is null;
        if (line is null)
        {
            db.HelpLines.Add(line = new HelpLine { Id = edit.Id, Position = await db.HelpLines.MaxAsync(other => (int?)other.Position, ct) + 1 ?? 0 });
        }

        line.Language = language;
        line.Sealed = sealer.SealJson(Places.HelpLine(line.Id), text);
        db.Record(time, actor, AuditAction.HelpLinesChanged, line.Id, detail: isNew ? "added" : "changed");
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }

    private static InvalidField? Check(string language, HelpLineText text)
    {
        if (language.Length is 0 or > 15 || !language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return new InvalidField(nameof(HelpLineEdit.Language), "Unreadable");
        }

        if (text.Name.Length is 0 or > HelpLineEdit.LongestName)
        {
            return new InvalidField(nameof(HelpLineEdit.Name), text.Name.Length == 0 ? "Empty" : "TooLong");
        }

        if (text.Number.Length > HelpLineEdit.LongestNumber || text.Dialled.Count(char.IsAsciiDigit) < 2 || text.Number.Any(letter => !(char.IsAsciiDigit(letter) || "+*#-() ".Contains(letter, StringComparison.Ordinal))))
        {
            return new InvalidField(nameof(HelpLineEdit.Number), "Unreadable");
        }

        return text.Hours?.Length > HelpLineEdit.LongestHours ? new InvalidField(nameof(HelpLineEdit.Hours), "TooLong") : null;
    }
}

/// <summary>Puts a crisis line before the one above it in its language. For administrators. Refuses with <see cref="NotAllowed"/>, <see cref="NotFound"/>.</summary>
public sealed class MoveHelpLine(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid lineId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        var lines = await db.HelpLines.OrderBy(line => line.Position).ThenBy(line => line.Id).ToListAsync(ct);
        if (lines.Find(line => line.Id == lineId) is not { } moved)
        {
            return new NotFound();
        }

        var above = lines.FindLastIndex(lines.IndexOf(moved), candidate => candidate != moved && candidate.Language == moved.Language);
        if (above < 0)
        {
            return Result.Done;
        }

        lines.Remove(moved);
        lines.Insert(above, moved);
        for (var position = 0; position < lines.Count; position++)
        {
            lines[position].Position = position;
        }

        db.Record(time, actor, AuditAction.HelpLinesChanged, lineId, detail: "moved");
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}

/// <summary>Takes a crisis line away. Idempotent. For administrators; refuses others with <see cref="NotAllowed"/>.</summary>
public sealed class RemoveHelpLine(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid lineId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        if (await db.HelpLines.FirstOrDefaultAsync(line => line.Id == lineId, ct) is { } line)
        {
            db.HelpLines.Remove(line);
            db.Record(time, actor, AuditAction.HelpLinesChanged, lineId, detail: "removed");
            await db.SaveChangesAsync(ct);
        }

        return Result.Done;
    }
}
