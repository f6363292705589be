using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;

namespace PhoneBank.Reviews;

/// <summary>Display names of volunteers, each opened once per page.</summary>
public sealed class VolunteerNames(Sealer sealer)
{
    private readonly Dictionary<Guid, string> _names = [];

    public async Task LoadAsync(PhoneBankDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var missing = ids.Where(id => !_names.ContainsKey(id)).Distinct().ToList();
        if (missing.Count == 0)
        {
            return;
        }

        foreach (var row in await db.Users.AsNoTracking().Where(volunteer => missing.Contains(volunteer.Id)).Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName }).ToListAsync(ct))
        {
            _names[row.Id] = sealer.Open(Places.VolunteerName(row.Id), row.SealedDisplayName);
        }
    }

    public async Task<string?> OfAsync(PhoneBankDb db, Guid? id, CancellationToken ct)
    {
        if (id is { } known)
        {
            await LoadAsync(db, [known], ct);
        }

        return Of(id);
    }

    public string? Of(Guid? id) => id is { } known ? _names.GetValueOrDefault(known) : null;
}
