using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Help;

/// <summary>
/// A call that ended with something that cannot wait calls the coordinators like a request of its caller, written with the call: whoever records it
/// has told them. The call's id is its token, so that one call calls them once. It stays until a coordinator takes it; a call that is
/// taken back, or turns out to have ended otherwise, takes it along.
/// </summary>
public static class CallAlarm
{
    public static async Task RaiseAlarmAsync(this HotSession session, TimeProvider time, Actor caller, Guid callId, Guid campaignId, Guid entryId)
    {
        var id = time.NewId();
        await session.ExecuteAsync($"""
            INSERT INTO help_requests (id, kind, token, organizer_id, campaign_id, entry_id, at)
            VALUES ({id}, {HelpKind.CallNeedsYou}, {callId}, {caller.VolunteerId}, {campaignId}, {entryId}, {time.UtcNow()})
            """);
        await session.RecordAsync(time, caller, AuditAction.HelpAsked, id, campaignId, nameof(HelpKind.CallNeedsYou));
    }

    /// <returns>Whether there was one that nobody had dealt with.</returns>
    public static async Task<bool> EndAlarmAsync(this HotSession session, TimeProvider time, Actor by, Guid callId) =>
        await session.ExecuteAsync($"""
            UPDATE help_requests SET closed_at = {time.UtcNow()}, closed_by = {by.VolunteerId} WHERE token = {callId} AND kind = {HelpKind.CallNeedsYou} AND closed_at IS NULL
            """) > 0;
}
