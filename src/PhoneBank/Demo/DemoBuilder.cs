using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Demo;

/// <summary>
/// Fills an empty, migrated database with an invented organisation: people, books, campaigns, lists and five days of calls up to
/// the given moment. All of it is done by the operations themselves under a clock of its own, so it can never contradict a rule.
/// </summary>
public sealed class DemoBuilder : IAsyncDisposable
{
    private static readonly TimeSpan Since = TimeSpan.FromDays(8);

    private readonly ServiceProvider _services;
    private readonly DemoClock _clock;
    private readonly DateTime _now;

    private DemoBuilder(StorageSettings storage, MasterKey masterKey, DataFolder folder, DateTime now)
    {
        _now = now;
        _clock = new DemoClock(now > DateTime.UnixEpoch ? now - Since : now);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddPhoneBank(storage, masterKey, folder)
            .BuildServiceProvider();
    }

    /// <param name="now">UTC. The moment at which the demo is opened.</param>
    public static async Task BuildAsync(StorageSettings storage, MasterKey masterKey, DataFolder folder, DateTime now, CancellationToken ct)
    {
        await using var builder = new DemoBuilder(storage, masterKey, folder, now);
        await builder._services.GetRequiredService<KeyRing>().OpenAsync(ct);
        await builder.RunAsync(ct);
    }

    /// <summary>Brings a new file's tables into being, for <see cref="BuildAsync"/> to fill.</summary>
    internal static async Task MigrateAsync(StorageSettings storage, MasterKey masterKey, DataFolder folder, CancellationToken ct)
    {
        await using var builder = new DemoBuilder(storage, masterKey, folder, DateTime.UnixEpoch);
        await using var db = await builder.Get<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        await db.Database.MigrateAsync(ct);
    }

    /// <summary>Whether the tables are those of this version.</summary>
    internal static async Task<bool> IsUpToDateAsync(StorageSettings storage, MasterKey masterKey, DataFolder folder, CancellationToken ct)
    {
        await using var builder = new DemoBuilder(storage, masterKey, folder, DateTime.UnixEpoch);
        await using var db = await builder.Get<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        return !(await db.Database.GetPendingMigrationsAsync(ct)).Any();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task RunAsync(CancellationToken ct)
    {
        var noa = new Actor((await Get<SetUpInstallation>().ExecuteAsync(Get<SetUpCode>().Text, AccountOf(DemoLogIns.Noa), ct)).Required);
        await PrepareToCallAsync(noa, ct);
        var reservists = await BookAsync(noa, "Reservists", ProtectionLevel.AtRisk, "IL", "reservists.csv", DemoPeople.Reservists(), ct);
        var protesters = await BookAsync(noa, "Protest sign-ups", ProtectionLevel.Careful, "IL", "protest-table.csv", DemoPeople.Protesters(), ct);
        var supporters = await BookAsync(noa, "Supporters", ProtectionLevel.Supporters, "US", "supporters.csv", DemoPeople.Supporters(), ct);

        _clock.Advance(TimeSpan.FromHours(2));
        var support = await CampaignAsync(noa, reservists, CampaignTemplate.ReservistSupport, "Reservist support", Israeli, ct);
        var protest = await CampaignAsync(noa, protesters, CampaignTemplate.ProtestFollowUp, "After the October protest", Israeli, ct);
        var match = await CampaignAsync(noa, supporters, CampaignTemplate.SupportersMatch, "Winter match", WorldWide, ct);

        await MatchAsync(noa, match, ct);

        _clock.Advance(TimeSpan.FromHours(1));
        var lists = new DemoLists(
            SupportHebrew: await ListAsync(noa, support, "Hebrew speakers", ["he", "en", ContactFilter.Unknown], 2, ct),
            SupportArabic: await ListAsync(noa, support, "Arabic speakers", ["ar"], 1, ct),
            SupportRussian: await ListAsync(noa, support, "Russian speakers", ["ru"], 1, ct),
            ProtestHebrew: await ListAsync(noa, protest, "Hebrew, English and unknown", ["he", "en", ContactFilter.Unknown], 1, ct),
            ProtestOthers: await ListAsync(noa, protest, "Arabic and Russian speakers", ["ar", "ru"], 1, ct),
            World: await ListAsync(noa, match, "Supporters world-wide", [], 0, ct));
        foreach (var campaign in new[] { support, protest, match })
        {
            _ = (await Get<OpenCampaign>().ExecuteAsync(noa, campaign, ct)).Required;
        }

        _clock.Advance(TimeSpan.FromHours(4));
        await CoordinatorAsync(noa, DemoLogIns.Amir, [reservists, protesters, supporters], [support, protest, match], ct);
        var organizers = new Dictionary<DemoLogIn, Actor>();
        foreach (var logIn in DemoLogIns.Organizers)
        {
            organizers[logIn] = await JoinAsync(noa, logIn, logIn == DemoLogIns.Emma ? [match, protest] : [support, protest, match], ct);
            await PrepareToCallAsync(organizers[logIn], ct, practises: logIn != DemoLogIns.Emma);
            _clock.Advance(TimeSpan.FromMinutes(11));
        }

        _ = (await Get<AdmitVolunteers>().ExecuteAsync(noa, support, volunteerIds: null, ct)).Required;
        await AssignAsync(noa, organizers, lists, ct);

        var calls = new DemoCalls(_services, _clock, _now, noa, organizers, lists, new DemoCampaigns(support, protest, match));
        await calls.RunAsync(ct);

        // Emma would help the reservists too; the waiting room is where that begins.
        _clock.GoTo(_now);
        var pass = new JoinPass(await TokenAsync(noa, support, ct), Code: null);
        _ = (await Get<JoinCampaign>().ExecuteAsync(organizers[DemoLogIns.Emma], pass, ct)).Required;
        _ = await TokenAsync(noa, match, ct);
        await AnswerAlarmsAsync(noa, ct);
        await HelpAsync(noa, organizers[DemoLogIns.Layla], ct);
        await FinishAsync(ct);
    }

    // Somebody was there at once; what to do about the person is still open.
    private async Task AnswerAlarmsAsync(Actor noa, CancellationToken ct)
    {
        foreach (var request in await Get<OpenHelp>().ExecuteAsync(noa, ct))
        {
            MustBeDone(await Get<TakeHelpRequest>().ExecuteAsync(noa, request.Id, ct));
            MustBeDone(await Get<CloseHelpRequest>().ExecuteAsync(noa, request.Id, ct));
        }
    }

    // Numbers that were set aside for fiction; nobody answers there.
    private async Task HelpAsync(Actor noa, Actor layla, CancellationToken ct)
    {
        foreach (var (language, name, number, hours) in new[]
        {
            ("he", "קו קשב (לדוגמה)", "+44 20 7946 0101", "יום ולילה"),
            ("ar", "خط الإصغاء (مثال)", "+44 20 7946 0102", "ليلًا ونهارًا"),
            ("ru", "Линия доверия (пример)", "+44 20 7946 0103", "круглосуточно"),
            ("en", "Listening line (example)", "+44 20 7946 0104", "day and night"),
        })
        {
            MustBeDone(await Get<SaveHelpLine>().ExecuteAsync(noa, new HelpLineEdit(_clock.NewId(), language, name, number, hours), ct));
        }

        _ = (await Get<AskForHelp>().ExecuteAsync(layla, new HelpAsk { Token = _clock.NewId(), Kind = HelpKind.Question, Text = "May I say where the next meeting is, or only the day?" }, ct)).Required;
    }

    /// <param name="practises">Who does not is offered the practice call on the start page.</param>
    private async Task PrepareToCallAsync(Actor actor, CancellationToken ct, bool practises = true)
    {
        MustBeDone(await Get<GivePromises>().ExecuteAsync(actor, ct));
        if (practises)
        {
            MustBeDone(await Get<FinishPractice>().ExecuteAsync(actor, wouldWriteDownAll: false, ct));
        }
    }

    private static CampaignSettings Israeli { get; } = new()
    {
        Name = "",
        Organization = "יד פתוחה",
        Languages = ["he", "ar", "ru", "en"],
        Hours = "Su-Th 10:00-21:00; Fr 10:00-13:00",

        // Whoever tries the demo on a holiday wants to call somebody.
        Calendars = CalendarSets.None,
        Messengers = [Messengers.Signal],
    };

    private static CampaignSettings WorldWide { get; } = new()
    {
        Name = "",
        Organization = "Open Hand",
        Languages = ["en", "he", "ar", "ru"],
        Calendars = CalendarSets.None,
        PickFromList = true,
        DonationAddress = DemoMatch.DonationAddress,
    };

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private static NewAccount AccountOf(DemoLogIn logIn) => new()
    {
        DisplayName = logIn.DisplayName,
        LogInName = logIn.Name,
        Password = DemoLogIns.Phrase,
        CallLanguages = logIn.Languages,
        InterfaceLanguage = logIn.InterfaceLanguage,
    };

    private async Task<Guid> BookAsync(Actor noa, string name, ProtectionLevel level, string country, string fileName, IReadOnlyList<DemoPerson> people, CancellationToken ct)
    {
        var bookId = (await Get<CreateBook>().RunAsync(noa, name, level, country, ct)).Required;
        await DemoContacts.ImportAsync(_services, noa, bookId, country, fileName, people, ct);
        return bookId;
    }

    private async Task<Guid> CampaignAsync(Actor noa, Guid bookId, string template, string name, CampaignSettings settings, CancellationToken ct) =>
        (await Get<CreateCampaign>().ExecuteAsync(noa, bookId, settings with { Name = name, Goal = CampaignTemplate.Find(template)!.TextIn("en").Goal }, template, ct)).Required;

    private async Task MatchAsync(Actor noa, Guid campaignId, CancellationToken ct)
    {
        var script = (await Get<ScriptForEditor>().ExecuteAsync(noa, campaignId, ct)).Required;
        _ = (await Get<SaveScript>().ExecuteAsync(noa, campaignId, DemoMatch.Script(_now), script.Standing?.NewestId, ct)).Required;
        _ = (await Get<OpenMatchPool>().ExecuteAsync(noa, campaignId, DemoMatch.Terms, ct)).Required;
    }

    private async Task<Guid> ListAsync(Actor noa, Guid campaignId, string name, IReadOnlyList<string> languages, int priority, CancellationToken ct) =>
        (await Get<MakeCallList>().ExecuteAsync(noa, campaignId, new NewCallList(name, new ContactFilter { Languages = languages }, priority), progress: null, ct)).Required.ListId;

    private async Task AssignAsync(Actor noa, Dictionary<DemoLogIn, Actor> organizers, DemoLists lists, CancellationToken ct)
    {
        foreach (var (listId, assignee, maximum) in new (Guid, Assignee, int?)[]
        {
            (lists.World, Assignee.Everyone, null),
            (lists.ProtestHebrew, Assignee.Everyone, null),
            (lists.ProtestOthers, Assignee.Volunteer(organizers[DemoLogIns.Layla].VolunteerId), null),
            (lists.ProtestOthers, Assignee.Volunteer(organizers[DemoLogIns.Alexei].VolunteerId), null),
            (lists.SupportHebrew, Assignee.Volunteer(organizers[DemoLogIns.Dana].VolunteerId), null),
            (lists.SupportHebrew, Assignee.Volunteer(organizers[DemoLogIns.Layla].VolunteerId), 20),
            (lists.SupportArabic, Assignee.Volunteer(organizers[DemoLogIns.Layla].VolunteerId), null),
            (lists.SupportRussian, Assignee.Volunteer(organizers[DemoLogIns.Alexei].VolunteerId), null),
        })
        {
            _ = (await Get<AssignList>().ExecuteAsync(noa, listId, assignee, maximum, ct)).Required;
        }
    }

    private async Task<Actor> JoinAsync(Actor noa, DemoLogIn logIn, Guid[] campaigns, CancellationToken ct)
    {
        Actor? actor = null;
        foreach (var campaign in campaigns)
        {
            var pass = new JoinPass(await TokenAsync(noa, campaign, ct), Code: null);
            if (actor is { } known)
            {
                _ = (await Get<JoinCampaign>().ExecuteAsync(known, pass, ct)).Required;
            }
            else
            {
                actor = new Actor((await Get<JoinCampaign>().WithNewAccountAsync(pass, AccountOf(logIn), ct)).Required.VolunteerId);
            }
        }

        return actor ?? throw new InvalidOperationException("Nobody joins nothing.");
    }

    // One link for each campaign, as a coordinator would hand it round.
    private async Task<string> TokenAsync(Actor noa, Guid campaignId, CancellationToken ct)
    {
        var open = (await Get<CampaignInvitations>().ExecuteAsync(noa, campaignId, ct)).Required.Invitations.FirstOrDefault(invitation => invitation.IsOpen);
        return (open ?? (await Get<MakeInvitation>().ExecuteAsync(noa, campaignId, new InvitationTerms(), ct)).Required).Token;
    }

    private async Task CoordinatorAsync(Actor noa, DemoLogIn logIn, Guid[] books, Guid[] campaigns, CancellationToken ct)
    {
        var actor = await JoinAsync(noa, logIn, campaigns, ct);
        await PrepareToCallAsync(actor, ct);
        MustBeDone(await Get<ChangeRole>().ExecuteAsync(noa, actor.VolunteerId, Roles.Coordinator, granted: true, ct));
        await using var db = await Get<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        db.BookMembers.AddRange(books.Select(book => new BookMember { BookId = book, VolunteerId = actor.VolunteerId, AddedAt = _clock.UtcNow(), AddedBy = noa.VolunteerId }));
        await db.SaveChangesAsync(ct);
    }

    // The demo's day: a demo of another day is made anew.
    private async Task FinishAsync(CancellationToken ct)
    {
        await using var db = await Get<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync(ct);
        foreach (var volunteer in await db.Users.ToListAsync(ct))
        {
            volunteer.SpeaksAs = DemoLogIns.All.First(logIn => logIn.Name == volunteer.UserName).SpeaksAs;
        }

        var state = await db.Installation.SingleAsync(ct);
        state.Demo = true;
        state.SetUpAt = _now;
        state.RecoverySheetConfirmedAt = _now;
        await db.SaveChangesAsync(ct);
    }

    private static void MustBeDone(Result result)
    {
        if (!result.IsDone)
        {
            throw new InvalidOperationException($"Refused: {result.Error.Key}");
        }
    }
}

internal sealed record DemoCampaigns(Guid Support, Guid Protest, Guid Match);

internal sealed record DemoLists(Guid SupportHebrew, Guid SupportArabic, Guid SupportRussian, Guid ProtestHebrew, Guid ProtestOthers, Guid World);
