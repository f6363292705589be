using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>Once, since when, a number is on the stop list.</summary>
/// <param name="Id">What <see cref="LiftSuppression"/> takes.</param>
/// <param name="Since">UTC.</param>
/// <param name="InCall">The person asked for it in a call; else a coordinator put it on.</param>
/// <param name="Caller">In whose call; null where that call was in a book of others, or the link is cut.</param>
public sealed record StopListAnswer(Guid Id, DateTime Since, bool InCall, string? Caller)
{
    public override string ToString() => nameof(StopListAnswer);
}

/// <summary>
/// Says whether a number is on the stop list, since when and why. There is no list to show: only keyed hashes are kept, so a number is
/// found by being typed. Audited. Refuses with <see cref="NotAllowed"/>, <see cref="NotANumber"/>.
/// </summary>
public sealed class AskStopList(IHotStore store, Sealer sealer, TimeProvider time)
{
    /// <summary>The entries the number is on the list by, oldest first; none when it is not on the list.</summary>
    public async Task<Result<IReadOnlyList<StopListAnswer>>> ExecuteAsync(Actor coordinator, string number, string? defaultCountry, CancellationToken ct)
    {
        var reading = PhoneNumbers.Read(number, defaultCountry);
        if (!reading.CanBeDialled || reading.E164 is not { } e164)
        {
            return new NotANumber();
        }

        return await store.WriteAsync<Result<IReadOnlyList<StopListAnswer>>>(
            async session =>
            {
                if (!await StopListRight.HasAsync(session, coordinator))
                {
                    return new NotAllowed();
                }

                var found = await session.QueryAsync(
                    $"""
                    SELECT s.id, s.added_at, s.call_id, v.id, v.sealed_display_name
                    FROM stop_list_entries s
                    LEFT JOIN calls k ON k.id = s.call_id AND EXISTS (SELECT 1 FROM book_members m WHERE m.book_id = k.book_id AND m.volunteer_id = {coordinator.VolunteerId})
                    LEFT JOIN volunteers v ON v.id = k.organizer_id
                    WHERE s.hash = {sealer.StopListHash(e164)} AND s.lifted_at IS NULL ORDER BY s.added_at, s.id
                    """,
                    row => new StopListAnswer(row.Id(0), row.Time(1), !row.IsNull(2), row.IsNull(3) ? null : sealer.Open(Places.VolunteerName(row.Id(3)), row.Bytes(4))));
                await session.RecordAsync(time, coordinator, AuditAction.StopListAsked, detail: found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
                return found;
            },
            ct);
    }
}
