using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>The campaign is closed: nobody joins it any more.</summary>
public sealed record CampaignTakesNobody : Error;

/// <summary>How long an invitation lets people in, and how many.</summary>
/// <param name="Lasts">Default 12 hours, at least a minute, at most 14 days.</param>
/// <param name="MaxUses">Default 50, at most 500.</param>
public sealed record InvitationTerms(TimeSpan? Lasts = null, int? MaxUses = null)
{
    public static readonly TimeSpan DefaultLasts = TimeSpan.FromHours(12);
    public static readonly TimeSpan LongestLasts = TimeSpan.FromDays(14);
    public const int DefaultUses = 50;
    public const int MostUses = 500;
}

/// <summary>An invitation as its coordinator sees it.</summary>
/// <param name="Token">What stands after the # of the link; never to be logged or put into a path or query.</param>
/// <param name="Uses">How many have joined by it.</param>
/// <param name="CodeIsDead">Too many wrong codes were typed: only link and QR work.</param>
public sealed record InvitationView(Guid Id, string Token, DateTime CreatedAt, DateTime ExpiresAt, int Uses, int MaxUses, bool IsOpen, bool IsRevoked, bool CodeIsDead)
{
    /// <summary>The link to give away, on the address the coordinator uses.</summary>
    public string Link(Uri address) => new Uri(address, "/join#" + Token).ToString();

    internal static InvitationView Of(Invitation invitation, Sealer sealer, DateTime now) => new(
        invitation.Id, sealer.Token(invitation.Id), invitation.CreatedAt, invitation.ExpiresAt, invitation.Uses, invitation.MaxUses,
        invitation.IsOpen(now), invitation.RevokedAt is not null, invitation.JoinCodeWrongTries >= Invitation.MaxWrongTries);
}

/// <summary>A coordinator's link for joining one campaign. Refusals: <see cref="NotFound"/>, <see cref="CampaignTakesNobody"/>.</summary>
public sealed class MakeInvitation(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result<InvitationView>> ExecuteAsync(Actor actor, Guid campaignId, InvitationTerms terms, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaign = await db.CampaignsOf(actor).AsNoTracking().SingleOrDefaultAsync(found => found.Id == campaignId, ct);
        if (campaign is null)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignTakesNobody();
        }

        var lasts = terms.Lasts ?? InvitationTerms.DefaultLasts;
        var id = time.NewId();
        var now = time.UtcNow();
        var invitation = new Invitation
        {
            Id = id,
            CampaignId = campaignId,
            TokenHash = sealer.InvitationHash(sealer.Token(id)),
            CreatedBy = actor.VolunteerId,
            CreatedAt = now,
            ExpiresAt = now + (lasts < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : lasts > InvitationTerms.LongestLasts ? InvitationTerms.LongestLasts : lasts),
            MaxUses = Math.Clamp(terms.MaxUses ?? InvitationTerms.DefaultUses, 1, InvitationTerms.MostUses),
        };
        db.Invitations.Add(invitation);
        db.Record(time, actor, AuditAction.InvitationMade, id, campaignId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, campaignId));
        return InvitationView.Of(invitation, sealer, now);
    }
}

/// <summary>
/// Keeps the typed code of an invitation working for three more minutes; the open join page calls it again and again.
/// Gives the code. Refusals: <see cref="NotFound"/>, <see cref="InvitationNotOpen"/>.
/// </summary>
public sealed class KeepJoinCodeOpen(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(3);

    public async Task<Result<string>> ExecuteAsync(Actor actor, Guid invitationId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            found => found.Id == invitationId && db.CampaignsOf(actor).Any(campaign => campaign.Id == found.CampaignId && campaign.State != CampaignState.Closed), ct);
        if (invitation is null)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        if (!invitation.IsOpen(now) || invitation.JoinCodeWrongTries >= Invitation.MaxWrongTries)
        {
            return new InvitationNotOpen();
        }

        var code = sealer.JoinCode(invitation.Id);
        invitation.JoinCodeHash = sealer.JoinCodeHash(code);
        invitation.JoinCodeUntil = now + Lasts;
        await db.SaveChangesAsync(ct);
        return code;
    }
}

/// <summary>
/// Ends an invitation at once, and if wished suspends everyone who came by it (a coordinator among them excepted). Gives how many
/// were suspended. Refusals: <see cref="NotFound"/>.
/// </summary>
public sealed class RevokeInvitation(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result<int>> ExecuteAsync(Actor actor, Guid invitationId, bool suspendWhoJoined, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            found => found.Id == invitationId && db.CampaignsOf(actor).Any(campaign => campaign.Id == found.CampaignId), ct);
        if (invitation is null)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        if (invitation.RevokedAt is null)
        {
            invitation.RevokedAt = now;
            invitation.RevokedBy = actor.VolunteerId;
            db.Record(time, actor, AuditAction.InvitationRevoked, invitationId, invitation.CampaignId);
        }

        var suspended = suspendWhoJoined
            ? await db.Users.Where(volunteer => volunteer.InvitationId == invitationId && volunteer.Status == VolunteerStatus.Active
                && !db.UserRoles.Any(role => role.UserId == volunteer.Id && role.RoleId != Roles.OrganizerId)).ToListAsync(ct)
            : [];
        foreach (var volunteer in suspended)
        {
            Suspension.Suspend(db, time, actor, volunteer);
        }

        await db.SaveChangesAsync(ct);
        foreach (var volunteer in suspended)
        {
            signals.Publish(new Signal(Signal.AccessRevoked, VolunteerId: volunteer.Id));
        }

        signals.Publish(new Signal(Signal.PeopleChanged, invitation.CampaignId));
        return suspended.Count;
    }
}

/// <summary>The invitations of a campaign, newest first. Refusals: <see cref="NotFound"/>.</summary>
public sealed class CampaignInvitations(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int Most = 50;

    public async Task<Result<CampaignInvitationsView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaign = await db.CampaignsOf(actor).Where(found => found.Id == campaignId)
            .Select(found => new { found.SealedName, found.State, db.Books.Single(book => book.Id == found.BookId).Level }).SingleOrDefaultAsync(ct);
        if (campaign is null)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var invitations = await db.Invitations.AsNoTracking().Where(invitation => invitation.CampaignId == campaignId)
            .OrderByDescending(invitation => invitation.Id).Take(Most).ToListAsync(ct);
        return new CampaignInvitationsView(
            campaign.SealedName.Length == 0 ? "" : sealer.Open(Places.CampaignName(campaignId), campaign.SealedName),
            campaign.Level,
            campaign.State != CampaignState.Closed,
            [.. invitations.Select(invitation => InvitationView.Of(invitation, sealer, now))]);
    }
}

/// <param name="Level">Decides whether who joins is admitted at once.</param>
/// <param name="TakesPeople">False when the campaign is closed.</param>
public sealed record CampaignInvitationsView(string CampaignName, Books.ProtectionLevel Level, bool TakesPeople, IReadOnlyList<InvitationView> Invitations);
