using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using Microsoft.EntityFrameworkCore;

namespace PhoneBank.Tests.Calling;

/// <summary>Whatever callers do in whatever order, the counters are what a recount gives and the promises of the queue hold.</summary>
public sealed class TallyWalkTests
{
    private const int Steps = 400;
    private const int EnoughCalls = 21;

    [Theory, OnBothDatabases]
    public async Task After_a_random_walk_of_everything_callers_do_counters_equal_a_recount(DatabaseKind kind)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.Supporters);
        await scene.ContactsAsync(25, phones: 2);
        await scene.ContactsAsync(10, language: "ru");
        var actors = new[] { await scene.OrganizerAsync(), await scene.OrganizerAsync("he,ru"), await scene.OrganizerAsync("") };
        var calls = new List<(Actor Actor, Guid CallId)>();
        for (var step = 0; step < Steps || (calls.Count < EnoughCalls && step < 3 * Steps); step++)
        {
            if (step >= Steps && step % 25 == 0)
            {
                // A walk that came into the night early, or into a holiday, goes on the next day.
                world.Time.Set(new DateTimeOffset(world.Now.Date.AddDays(1).AddHours(10), TimeSpan.Zero));
                await scene.SweepAsync();
            }

            var actor = actors[random.Next(actors.Length)];
            await StepAsync(world, scene, actor, random, calls);
            if (step % 50 == 49)
            {
                await AssertSoundAsync(world, seed);
            }
        }

        await AssertSoundAsync(world, seed);
        Assert.True(calls.Count >= EnoughCalls, $"Seed {seed}: only {calls.Count} calls.");
    }

    private static async Task StepAsync(World world, CallingScene scene, Actor actor, Random random, List<(Actor Actor, Guid CallId)> calls)
    {
        var open = await world.ReadAsync(db => db.Claims.Where(claim => claim.OrganizerId == actor.VolunteerId && claim.EndedAt == null).Select(claim => (Guid?)claim.Id).FirstOrDefaultAsync());
        var lapsed = await world.ReadAsync(db => db.Claims.Where(claim => claim.OrganizerId == actor.VolunteerId && claim.EndedBy == ClaimEnd.Lapsed).Select(claim => (Guid?)claim.Id).FirstOrDefaultAsync());
        var outcome = OutcomeSet.Default.Outcomes[random.Next(OutcomeSet.Default.Outcomes.Count)].Key;
        RecordRequest Fill(RecordRequest request) => request with
        {
            CallbackDate = DateOnly.FromDateTime(world.Now).AddDays(1),
            CallbackTime = new TimeOnly(11, 30),
            CallbackMine = random.Next(2) == 0,
            SpeaksLanguage = "ru",
            ThenNext = random.Next(2) == 0,
        };
        switch (random.Next(12))
        {
            case 0 or 1:
                await scene.NextAsync(actor);
                break;
            case 2 when open is { } claimId:
                await world.Get<SkipContact>().ExecuteAsync(actor, claimId, SkipReason.RatherNot, CancellationToken.None);
                break;
            case 3 when open is { } claimId:
                await world.Get<ReleaseClaim>().ExecuteAsync(actor, claimId, CancellationToken.None);
                break;
            case 4 when calls.Count > 0:
                var (caller, callId) = calls[^1];
                await world.Get<WithdrawCall>().ExecuteAsync(caller, callId, CancellationToken.None);
                break;
            case 5 when random.Next(3) == 0:
                world.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 90)));
                await scene.SweepAsync();
                break;
            case 5 when random.Next(6) == 0:
                world.Time.Set(new DateTimeOffset(world.Now.Date.AddDays(1).AddHours(10), TimeSpan.Zero));
                await scene.SweepAsync();
                break;
            case 6 when lapsed is { } claimId && random.Next(2) == 0:
                await world.Get<ReportNotCalled>().ExecuteAsync(actor, claimId, CancellationToken.None);
                break;
            case 7 when lapsed is { } claimId:
                await RecordAsync(claimId);
                break;
            default:
                if (open is { } current)
                {
                    await scene.RevealAsync(actor, current);
                    await RecordAsync(current);
                }

                break;
        }

        async Task RecordAsync(Guid claimId)
        {
            if ((await scene.RecordAsync(actor, claimId, outcome, Fill)).Value is { } recorded)
            {
                calls.Add((actor, recorded.CallId));
            }
        }
    }

    private static async Task AssertSoundAsync(World world, int seed)
    {
        try
        {
            await TallyCheck.EqualsRecountAsync(world);
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            throw new InvalidOperationException($"Seed {seed}.", exception);
        }

        var held = await world.ReadAsync(db => db.Claims.Where(claim => claim.EndedAt == null).Select(claim => claim.EntryId).ToListAsync());
        var claimed = await world.ReadAsync(db => db.Entries.Where(entry => entry.State == EntryState.Claimed).Select(entry => entry.Id).ToListAsync());
        Assert.Equal(claimed.Order(), held.Order());
        var unreported = await world.ReadAsync(db => db.Claims.Where(claim => claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null).Select(claim => claim.EntryId).ToListAsync());
        Assert.Equal(unreported.Order(), (await world.ReadAsync(db => db.Entries.Where(entry => entry.State == EntryState.Unreported).Select(entry => entry.Id).ToListAsync())).Order());
        Assert.Equal(0, await world.ReadAsync(db => db.Contacts.CountAsync(contact => contact.CallablePhones != db.ContactPhones.Count(phone => phone.ContactId == contact.Id && phone.BadSince == null && !phone.Suppressed))));
        Assert.Equal(0, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.Suppressed != db.Suppressions.Any(suppression => suppression.PhoneId == phone.Id))));
    }
}
