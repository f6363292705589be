using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.Reports;

/// <summary>
/// The columns of closed questions: one for each step that offers choices in any version of a campaign's script, newest
/// version first, so that an answer finds its column whichever version asked.
/// </summary>
internal sealed class ClosedQuestions
{
    private ClosedQuestions(IReadOnlyList<string> stepIds) => StepIds = stepIds;

    public IReadOnlyList<string> StepIds { get; }

    public IEnumerable<string> Columns => StepIds.Select(id => "q_" + id);

    public static async Task<ClosedQuestions> OfAsync(PhoneBankDb db, Sealer sealer, Guid campaignId, CancellationToken ct)
    {
        var steps = new List<string>();
        var versions = db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaignId)
            .OrderByDescending(version => version.Number)
            .Select(version => new { version.Id, version.SealedDocument });
        await foreach (var version in versions.AsAsyncEnumerable().WithCancellation(ct))
        {
            var script = ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(version.Id), version.SealedDocument));
            steps.AddRange(script.Steps
                .Where(step => step.Question?.Kind == QuestionKind.Choice && !steps.Contains(step.Id))
                .Select(step => step.Id));
        }

        return new ClosedQuestions(steps);
    }

    /// <summary>The cells of one row.</summary>
    public IEnumerable<string?> Cells(IReadOnlyDictionary<string, string> choices) => StepIds.Select(choices.GetValueOrDefault);
}
