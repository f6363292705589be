using Microsoft.Extensions.Localization;
using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Practice;

/// <summary>Makes the call page of a practice call. Nothing of it is kept: what was typed travels in the form alone.</summary>
public sealed class PracticeScreens(InventedCall invented, IStringLocalizer<PracticeText> texts, TimeProvider time)
{
    /// <summary>Null for an account that may do nothing any more.</summary>
    public async Task<CallScreen?> ReadAsync(Actor actor, CallStage stage, CallValues values, CancellationToken ct)
    {
        var person = new InventedPerson(texts["PersonName"], texts["WhoMayAnswer"], texts["ListName"], texts["CampaignName"], texts["Organization"]);
        return (await invented.ExecuteAsync(actor, person, stage, ct)).Value is { } view
            ? new CallScreen { View = view, Values = values, Token = time.NewId() }
            : null;
    }
}
