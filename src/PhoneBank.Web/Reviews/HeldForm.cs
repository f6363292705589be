using System.Globalization;
using PhoneBank.Reviews;

namespace PhoneBank.Web.Reviews;

/// <summary>
/// Reads which button of which person was pressed. One form serves all held people of a page, so that what was typed for
/// the others stays when one is refused, and a decision about somebody who is no longer held still finds its form.
/// </summary>
internal static class HeldForm
{
    /// <summary>The id of the form its fields and buttons belong to.</summary>
    public const string Id = "decide";

    public const string Decision = "decision";

    /// <summary>What a button says: the decision, the person's entry and the version the coordinator saw.</summary>
    public static string Button(HeldDecision decision, Guid entryId, int version) => string.Create(CultureInfo.InvariantCulture, $"{decision}:{entryId:N}:{version}");

    /// <summary>The name of one person's field.</summary>
    public static string Field(string name, Guid entryId) => $"{name}-{entryId:N}";

    /// <summary>Null when no button was pressed, as by Enter in a field.</summary>
    public static HeldRequest? Read(IFormCollection form)
    {
        if (form[Decision].ToString().Split(':') is not [var word, var id, var version]
            || !Enum.TryParse<HeldDecision>(word, out var decision) || !Enum.IsDefined(decision)
            || !Guid.TryParseExact(id, "N", out var entryId)
            || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            return null;
        }

        return new HeldRequest
        {
            EntryId = entryId,
            Decision = decision,
            Version = seen,
            Date = DateOnly.TryParseExact(form[Field("date", entryId)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
            Time = TimeOnly.TryParse(form[Field("time", entryId)], CultureInfo.InvariantCulture, out var time) ? time : null,
            Zone = form[Field("zone", entryId)].ToString() is { Length: > 0 and <= 64 } zone ? zone : null,
            For = Guid.TryParse(form[Field("for", entryId)], out var caller) ? caller : null,
        };
    }
}
