using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// Makes the secret address of an organizer's calendar of callbacks; an earlier one ends. The secret (192 random bits) is
/// given out here only: a keyed hash of it is all that is stored. Refuses with <see cref="NotAllowed"/> when the account is suspended.
/// </summary>
public sealed class MakeCalendarAddress(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int SecretBytes = 24;

    public async Task<Result<string>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.FirstOrDefaultAsync(user => user.Id == actor.VolunteerId && user.Status == VolunteerStatus.Active, ct) is not { } volunteer)
        {
            return new NotAllowed();
        }

        volunteer.CalendarKeyHash = CallbackCalendar.HashOf(sealer, secret);
        db.Record(time, actor, AuditAction.CalendarMade, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        return secret;
    }
}

/// <summary>Ends an organizer's calendar address: whoever has it gets nothing more. Idempotent. Refuses with <see cref="NotAllowed"/>.</summary>
public sealed class EndCalendarAddress(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.FirstOrDefaultAsync(user => user.Id == actor.VolunteerId && user.Status == VolunteerStatus.Active, ct) is not { } volunteer)
        {
            return new NotAllowed();
        }

        if (volunteer.CalendarKeyHash is not null)
        {
            volunteer.CalendarKeyHash = null;
            db.Record(time, actor, AuditAction.CalendarRevoked, actor.VolunteerId);
            await db.SaveChangesAsync(ct);
        }

        return Result.Done;
    }
}

/// <summary>One callback as a calendar may know it: that there is a call, and when. Nothing about whom.</summary>
/// <param name="Uid">A keyed hash: stays the same for this callback and says nothing about it.</param>
/// <param name="At">UTC.</param>
public sealed record CalendarCallback(string Uid, DateTime At);

/// <summary>What a calendar address answers.</summary>
/// <param name="Language">Of the volunteer's interface.</param>
public sealed record CalendarFeed(string Language, IReadOnlyList<CalendarCallback> Callbacks);

/// <summary>
/// Reads the callbacks behind a calendar address. The secret is the whole right to read: calendar programs cannot sign in.
/// Null for a secret that is unknown or ended, or whose volunteer is suspended.
/// </summary>
public sealed class CallbackCalendar(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int MostCharacters = 64;
    private const int UidBytes = 16;

    public async Task<CalendarFeed?> ReadAsync(string secret, CancellationToken ct)
    {
        if (secret.Length is 0 or > MostCharacters)
        {
            return null;
        }

        var hash = HashOf(sealer, secret);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.AsNoTracking().Where(user => user.CalendarKeyHash == hash && user.Status == VolunteerStatus.Active)
            .Select(user => new { user.Id, user.InterfaceLanguage }).FirstOrDefaultAsync(ct) is not { } volunteer)
        {
            return null;
        }

        var rows = await db.Entries.AsNoTracking()
            .Where(entry => entry.State == EntryState.Scheduled && entry.CallbackFor == volunteer.Id && entry.Callable)
            .Join(
                db.CallingCampaignsOf(new Actor(volunteer.Id)).Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused),
                entry => entry.CampaignId,
                campaign => campaign.Id,
                (entry, campaign) => new { entry.Id, entry.CallbackAt })
            .OrderBy(row => row.CallbackAt).Take(MyCallbacks.Most).ToListAsync(ct);
        return new CalendarFeed(volunteer.InterfaceLanguage, [.. rows.Select(row => new CalendarCallback(UidOf(volunteer.Id, row.Id), row.CallbackAt!.Value))]);
    }

    internal static byte[] HashOf(Sealer sealer, string secret) => sealer.TokenHash("calendar", secret);

    // Of the volunteer too: two people's calendars cannot be laid side by side.
    private string UidOf(Guid volunteerId, Guid entryId) =>
        Convert.ToHexStringLower(sealer.TokenHash("calendar entry", $"{volunteerId:N}{entryId:N}").AsSpan(0, UidBytes));
}
