using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>What holds for one campaign in one minute: who may be called as to hours, and how many callers speak what.</summary>
internal sealed class CampaignMoment
{
    public required DateTime Minute { get; init; }

    public required CampaignHours Hours { get; init; }

    public required IReadOnlyDictionary<Guid, HoursClassKey> Classes { get; init; }

    public required IReadOnlyDictionary<HoursClassKey, HoursState> States { get; init; }

    /// <summary>Hours classes that may be handed out now.</summary>
    public required IReadOnlyList<Guid> Open { get; init; }

    /// <summary>Those of them whose window closes soon.</summary>
    public required IReadOnlyList<Guid> ClosingSoon { get; init; }

    /// <summary>Admitted callers by primary language.</summary>
    public required IReadOnlyDictionary<string, int> Speakers { get; init; }

    public HoursState? StateOf(Guid classId) => Classes.TryGetValue(classId, out var key) ? States[key] : null;
}

/// <summary>
/// The moments of campaigns, worked out at most once a minute and again when something is changed. The windows of hours
/// are whole minutes, so a minute's answer is exact.
/// </summary>
public sealed class CampaignMoments : IDisposable
{
    private readonly ConcurrentDictionary<Guid, CampaignMoment> _moments = new();
    private readonly HoursClasses _classes;
    private readonly CallingHours _hours;
    private readonly IDbContextFactory<PhoneBankDb> _dbs;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public CampaignMoments(HoursClasses classes, CallingHours hours, IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
    {
        (_classes, _hours, _dbs, _time) = (classes, hours, dbs, time);
        _subscription = signals.Subscribe(signal =>
        {
            if (signal.Kind is Signal.CampaignChanged or Signal.ListChanged or Signal.PeopleChanged)
            {
                _moments.Clear();
            }
        });
    }

    /// <summary>The campaign's moment. Must not be called inside a write.</summary>
    internal async Task<CampaignMoment> OfAsync(Guid campaignId, CancellationToken ct)
    {
        var now = _time.UtcNow();
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        if (_moments.TryGetValue(campaignId, out var known) && known.Minute == minute && known.Classes.Count >= _classes.KnownCount)
        {
            return known;
        }

        return _moments[campaignId] = await WorkOutAsync(campaignId, minute, ct);
    }

    /// <summary>The hours classes whose people may be handed out now. Must not be called inside a write.</summary>
    public async Task<IReadOnlyList<Guid>> OpenClassesAsync(Guid campaignId, CancellationToken ct) => (await OfAsync(campaignId, ct)).Open;

    public void Dispose() => _subscription.Dispose();

    /// <summary>A campaign's own hours with what is opened in spite of them.</summary>
    public static async Task<CampaignHours> HoursOfAsync(PhoneBankDb db, Campaign campaign, DateTime now, CancellationToken ct) => HoursOf(
        campaign,
        await db.HoursOverrides.AsNoTracking()
            .Where(opening => opening.CampaignId == campaign.Id && opening.EndedAt == null && opening.UntilAt > now)
            .Select(opening => new HoursOpening(opening.FromAt, opening.UntilAt))
            .ToListAsync(ct));

    /// <summary>A campaign's own hours, as stored.</summary>
    public static CampaignHours HoursOf(Campaign campaign, IReadOnlyList<HoursOpening>? openings = null) => new(
        string.IsNullOrWhiteSpace(campaign.Hours) ? WeeklyWindows.Always : WeeklyWindows.Parse(campaign.Hours),
        campaign.BlackoutDates.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        CalendarSetsText.Read(campaign.Calendars),
        openings);

    private async Task<CampaignMoment> WorkOutAsync(Guid campaignId, DateTime minute, CancellationToken ct)
    {
        await using var db = await _dbs.CreateDbContextAsync(ct);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(candidate => candidate.Id == campaignId, ct);
        var languages = await db.CampaignMembers
            .Where(member => member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null)
            .Join(db.Users.Where(volunteer => volunteer.Status == VolunteerStatus.Active), member => member.VolunteerId, volunteer => volunteer.Id, (_, volunteer) => volunteer.CallLanguages)
            .ToListAsync(ct);
        var classes = await _classes.AllAsync(ct);
        var hours = await HoursOfAsync(db, campaign, minute, ct);
        var open = _hours.Open(classes.Values, hours, minute);
        return new CampaignMoment
        {
            Minute = minute,
            Hours = hours,
            Classes = classes,
            States = open.States,
            Open = [.. classes.Where(pair => open.Open.Contains(pair.Value)).Select(pair => pair.Key).Order()],
            ClosingSoon = [.. classes.Where(pair => open.ClosingSoon.Contains(pair.Value)).Select(pair => pair.Key).Order()],
            Speakers = languages.SelectMany(Caller.Tags).GroupBy(tag => tag, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        };
    }
}
