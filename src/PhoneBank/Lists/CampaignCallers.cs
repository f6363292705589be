using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>The admitted callers of a campaign: names, languages, who is on shift.</summary>
internal sealed class CampaignCallers
{
    private readonly Dictionary<Guid, Member> _members;

    private CampaignCallers(Dictionary<Guid, Member> members) => _members = members;

    /// <summary>All who can be handed somebody.</summary>
    public IReadOnlyCollection<Guid> All { get; private init; } = [];

    /// <param name="since">UTC. Whoever took somebody since then, and is not resting, is on shift.</param>
    public static async Task<CampaignCallers> OfAsync(PhoneBankDb db, Guid campaignId, DateTime since, DateTime now, Sealer sealer, CancellationToken ct)
    {
        var rows = await db.CampaignMembers.AsNoTracking()
            .Where(member => member.CampaignId == campaignId)
            .Join(db.Users, member => member.VolunteerId, volunteer => volunteer.Id, (member, volunteer) => new
            {
                volunteer.Id,
                volunteer.SealedDisplayName,
                volunteer.CallLanguages,
                volunteer.LittleLanguages,
                volunteer.OnBreakSince,
                IsIn = member.AdmittedAt != null && member.RemovedAt == null && volunteer.Status == VolunteerStatus.Active,
                IsCalling = db.Claims.Any(claim => claim.OrganizerId == volunteer.Id && claim.EndedAt == null) || db.Claims.Any(claim => claim.OrganizerId == volunteer.Id && claim.TakenAt > since),
            })
            .ToListAsync(ct);
        return new CampaignCallers(rows.ToDictionary(
            row => row.Id,
            row => new Member(
                row.IsIn,
                row.IsIn && row.IsCalling && Volunteer.BreakAt(row.OnBreakSince, now) is null,
                Tags(row.CallLanguages),
                Tags(row.LittleLanguages),
                sealer.Open(Places.VolunteerName(row.Id), row.SealedDisplayName))))
        {
            All = rows.Where(row => row.IsIn).Select(row => row.Id).ToHashSet(),
        };
    }

    public string NameOf(Guid id) => _members.TryGetValue(id, out var member) ? member.Name : "";

    public bool IsOnShift(Guid id) => _members.TryGetValue(id, out var member) && member.IsOnShift;

    /// <summary>Those of them who can be handed somebody.</summary>
    public IReadOnlyCollection<Guid> Admitted(IEnumerable<Guid> ids) => ids.Where(All.Contains).ToHashSet();

    /// <summary>Languages of waiting people that none of these callers speaks, the most people first. The unknown language is anybody's.</summary>
    public IReadOnlyList<LanguageGap> Gaps(IReadOnlyList<WaitingGroup> waiting, IReadOnlyCollection<Guid> people)
    {
        var assigned = people.Select(id => _members.GetValueOrDefault(id)).OfType<Member>().ToList();

        // Whoever stated no language is given every one.
        if (assigned.Exists(member => member.SpeaksAnything))
        {
            return [];
        }

        // What is spoken a little counts where nobody in the whole campaign speaks it better.
        var better = All.SelectMany(id => _members[id].Languages).ToHashSet(StringComparer.Ordinal);
        var spoken = assigned.SelectMany(member => member.Languages.Concat(member.Little.Where(tag => !better.Contains(tag)))).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. waiting.Where(group => group.Language is not null)
                .GroupBy(group => LanguageTags.PrimaryOf(group.Language!), StringComparer.Ordinal)
                .Where(group => !spoken.Contains(group.Key))
                .Select(group => new LanguageGap(
                    group.Key,
                    group.Sum(one => one.Ready + one.Later),
                    [.. All.Where(id => !people.Contains(id) && _members[id] is var member && (member.SpeaksAnything || member.Languages.Contains(group.Key, StringComparer.Ordinal)))]))
                .OrderByDescending(gap => gap.People),
        ];
    }

    private static IReadOnlyList<string> Tags(string languages) =>
        [.. languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(LanguageTags.PrimaryOf)];

    private sealed record Member(bool IsIn, bool IsOnShift, IReadOnlyList<string> Languages, IReadOnlyList<string> Little, string Name)
    {
        public bool SpeaksAnything => IsIn && Languages.Count == 0 && Little.Count == 0;
    }
}
