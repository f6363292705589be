using PhoneBank.Campaigns;
using PhoneBank.Shared;

namespace PhoneBank.Web.Home;

/// <summary>Where quick start goes once there is something to import.</summary>
internal static class QuickStartStep
{
    public static async Task<Result<string>> AfterAsync(QuickStart quickStart, Actor actor, Guid campaignId, Guid importId, string listName, bool columnsAreChosen, CancellationToken ct)
    {
        var done = await quickStart.FinishAsync(actor, campaignId, importId, listName, columnsAreChosen, ct);
        return done switch
        {
            { IsDone: true } => $"/desk/quick-start/ready?campaign={campaignId}&import={importId}",
            { Error: ColumnsUnsure } => $"/desk/quick-start/columns?campaign={campaignId}&import={importId}",
            var refused => refused.Error,
        };
    }
}
