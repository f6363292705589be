using System.Text.Json;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;

namespace PhoneBank.Calling;

/// <summary>One outcome of a campaign as acts read it.</summary>
internal sealed record CampaignOutcome(Guid Id, OutcomeDefinition Definition, bool Retired);

internal static class CampaignOutcomes
{
    public static OutcomeDefinition Read(string json) => JsonSerializer.Deserialize<OutcomeDefinition>(json, SealedJson.Options)!;

    public static Task<CampaignOutcome?> FindAsync(HotSession session, Guid campaignId, string key) => session.FirstAsync(
        $"SELECT id, definition, retired_at FROM outcomes WHERE campaign_id = {campaignId} AND key = {key}",
        row => new CampaignOutcome(row.Id(0), Read(row.Text(1)), !row.IsNull(2)));
}
