using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>What the database says after a post.</summary>
internal static class CallingReads
{
    public static async Task<IReadOnlyList<Call>> CallsAsync(World world, Actor organizer) =>
        await world.ReadAsync(db => db.Calls.AsNoTracking().Where(call => call.OrganizerId == organizer.VolunteerId).OrderBy(call => call.EndedAt).ToListAsync());

    public static Task<int> ClaimsAsync(World world, Actor organizer) =>
        world.ReadAsync(db => db.Claims.CountAsync(claim => claim.OrganizerId == organizer.VolunteerId));

    public static CallTexts TextsOf(World world, Call call) => world.Sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), call.SealedTexts!);
}
