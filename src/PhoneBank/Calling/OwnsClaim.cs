using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Whether a claim, open or ended, is this organizer's: what was typed for it is shown to nobody else.</summary>
public sealed class OwnsClaim(IDbContextFactory<PhoneBankDb> dbs)
{
    public async Task<bool> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Claims.AnyAsync(claim => claim.Id == claimId && claim.OrganizerId == actor.VolunteerId, ct);
    }
}
