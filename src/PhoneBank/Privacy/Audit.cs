using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>Writes the audit log in the very transaction that does what it tells of.</summary>
public static class Audit
{
    /// <summary>Adds an entry that is saved with the rest of the context.</summary>
    public static void Record(this PhoneBankDb db, TimeProvider time, Actor actor, string action, Guid? subjectId = null, Guid? scopeId = null, string? detail = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            Id = time.NewId(),
            At = time.UtcNow(),
            ActorId = actor.IsSystem ? null : actor.VolunteerId,
            Action = action,
            SubjectId = subjectId,
            ScopeId = scopeId,
            Detail = detail,
        });

    /// <summary>Adds an entry within a hot act.</summary>
    public static Task RecordAsync(this HotSession session, TimeProvider time, Actor actor, string action, Guid? subjectId = null, Guid? scopeId = null, string? detail = null)
    {
        Guid? actorId = actor.IsSystem ? null : actor.VolunteerId;
        return session.ExecuteAsync($"""
            INSERT INTO audit_entries (id, at, actor_id, action, subject_id, scope_id, detail)
            VALUES ({time.NewId()}, {time.UtcNow()}, {actorId}, {action}, {subjectId}, {scopeId}, {detail})
            """);
    }
}
