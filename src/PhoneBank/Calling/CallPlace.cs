using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What a submission refers to, read before the act: it does not change while a call goes on.</summary>
internal sealed record CallPlace(Guid CampaignId, Guid HoursClassId, VoicemailWish Voicemail, ScriptDocument? Script)
{
    /// <summary>The book holds people at risk.</summary>
    public bool AtRisk { get; init; }

    public bool TakesNotes { get; init; }

    public bool TakesMessages { get; init; }

    /// <summary>Null when the claim is not this organizer's.</summary>
    public static async Task<CallPlace?> FindAsync(HotSession session, Sealer sealer, Actor actor, RecordRequest request)
    {
        var place = await session.FirstAsync(
            $"""
            SELECT k.campaign_id, e.hours_class_id, b.level, c.id, c.sealed_details, p.notes_to_next_callers, p.messages_to_coordinator
            FROM claims k JOIN entries e ON e.id = k.entry_id JOIN contacts c ON c.id = k.contact_id JOIN books b ON b.id = k.book_id JOIN campaigns p ON p.id = k.campaign_id
            WHERE k.id = {request.ClaimId} AND k.organizer_id = {actor.VolunteerId}
            """,
            row => new CallPlace(
                row.Id(0),
                row.Id(1),
                VoicemailOf(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Id(3)), row.Bytes(4)).Card, row.Word<ProtectionLevel>(2)),
                Script: null)
            {
                AtRisk = row.Word<ProtectionLevel>(2) == ProtectionLevel.AtRisk,
                TakesNotes = row.Flag(5),
                TakesMessages = row.Flag(6),
            });
        if (place is null || request.ScriptVersionId is not { } versionId)
        {
            return place;
        }

        var script = await session.FirstAsync(
            $"SELECT sealed_document FROM script_versions WHERE id = {versionId} AND campaign_id = {place.CampaignId}",
            row => ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(versionId), row.Bytes(0))));
        return place with { Script = script };
    }

    /// <summary>What may be left on an answering machine: the card's wish, else the level's default.</summary>
    public static VoicemailWish VoicemailOf(SafeContactCard? card, ProtectionLevel level) => card?.Voicemail ?? LevelRules.Of(level).Voicemail switch
    {
        VoicemailDefault.YesNamed => VoicemailWish.YesNamed,
        VoicemailDefault.YesUnnamed => VoicemailWish.YesUnnamed,
        _ => VoicemailWish.No,
    };
}

/// <summary>Finds what was recorded before, so that the same submission gets the same answer.</summary>
internal static class RecordedCall
{
    /// <summary>By the token; else by the claim, which has one call however many tabs it is open in. Null when nothing was recorded.</summary>
    public static Task<Recorded?> FindAsync(HotSession session, Actor actor, RecordRequest request) => session.FirstAsync(
        $"""
        SELECT k.id, k.campaign_id, o.key, k.ended_at, k.late, k.conflicting, k.before,
               (SELECT count(*) FROM contact_phones p WHERE p.contact_id = k.contact_id AND p.bad_since IS NULL AND NOT p.suppressed AND p.id <> k.phone_id) AS left_over,
               EXISTS (SELECT 1 FROM follow_ups f WHERE f.call_id = k.id AND f.matched_in_hundredths < f.amount_in_hundredths)
        FROM calls k JOIN outcomes o ON o.id = k.outcome_id
        WHERE k.organizer_id = {actor.VolunteerId}
          AND (k.submission_token = {request.SubmissionToken} OR (k.claim_id = {request.ClaimId} AND k.withdrawn_at IS NULL))
        ORDER BY CASE WHEN k.submission_token = {request.SubmissionToken} THEN 0 ELSE 1 END LIMIT 1
        """,
        row => new Recorded(
            row.Id(0),
            row.Id(1),
            row.Text(2),
            row.Time(3),
            row.Time(3) + RecordOutcome.UndoWindow,
            row.Flag(4),
            row.Flag(5),
            CallBefore.Parse(row.Text(6)).NextClaimId,
            NextRefusal: null) { OtherNumberLeft = CallBefore.Parse(row.Text(6)).MarkedBad && row.Long(7) > 0, MatchIsShort = row.Flag(8) });
}
