using System.Text.Json;
using PhoneBank.Privacy;

namespace PhoneBank.Lists;

/// <summary>
/// Who of a list waits, by language and hours, as last counted. <see cref="SummarizeLists"/> keeps it, a piece at a time, so that no page
/// ever counts the entries of a large campaign. Codes and counts, nothing about anybody.
/// </summary>
public sealed class ListSummary
{
    public Guid ListId { get; init; }

    /// <summary>UTC, when counting ended.</summary>
    public DateTime At { get; set; }

    /// <summary>JSON of <see cref="WaitingGroup"/>s.</summary>
    public string Waiting { get; set; } = "[]";

    internal IReadOnlyList<WaitingGroup> Groups => Read(Waiting);

    internal static string Write(IEnumerable<WaitingGroup> groups) => JsonSerializer.Serialize(groups, SealedJson.Options);

    private static List<WaitingGroup> Read(string text) => JsonSerializer.Deserialize<List<WaitingGroup>>(text, SealedJson.Options) ?? [];
}

/// <summary>People of one list who wait and have a number, of one language and hours class.</summary>
/// <param name="Language">Null: unknown.</param>
/// <param name="Ready">Their next try is due.</param>
/// <param name="Later">Their next try is not due yet.</param>
/// <param name="FirstLater">UTC, when the first of those is due; null when there are none.</param>
internal sealed record WaitingGroup(string? Language, Guid HoursClassId, int Ready, int Later, DateTime? FirstLater);
