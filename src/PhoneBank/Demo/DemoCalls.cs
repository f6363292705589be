using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Demo;

/// <summary>
/// The calls of the last five days and of today, made by the organizers through the operations, at hours at which they could be
/// made: acts of several organizers in the order of their times. A call the rules refuse at that hour is not made.
/// </summary>
internal sealed class DemoCalls(
    IServiceProvider services, DemoClock clock, DateTime now, Actor coordinator, IReadOnlyDictionary<DemoLogIn, Actor> organizers, DemoLists lists, DemoCampaigns campaigns)
{
    private static readonly HoursClassKey Israel = HoursClassKey.For("Asia/Jerusalem", "IL", safeHours: null, "Asia/Jerusalem");
    private static readonly CampaignHours AnyHours = new(WeeklyWindows.Always, []);
    private static readonly TimeZoneInfo Jerusalem = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem");

    /// <summary>What calls come to: mostly nobody answers.</summary>
    private static readonly string[] Usual =
    [
        OutcomeKeys.NoAnswer, OutcomeKeys.FollowUp, OutcomeKeys.NoAnswer, OutcomeKeys.Talked, OutcomeKeys.LeftMessage, OutcomeKeys.NoAnswer, OutcomeKeys.FollowUp,
        OutcomeKeys.Busy, OutcomeKeys.NoAnswer, OutcomeKeys.Talked, OutcomeKeys.NoAnswer, OutcomeKeys.NotInterested, OutcomeKeys.NoAnswer, OutcomeKeys.FollowUp,
        OutcomeKeys.SomeoneElse, OutcomeKeys.NoAnswer, OutcomeKeys.Talked, OutcomeKeys.WrongNumber, OutcomeKeys.NoAnswer, OutcomeKeys.FollowUp, OutcomeKeys.LeftMessage,
        OutcomeKeys.NoAnswer, OutcomeKeys.Talked, OutcomeKeys.NotInService, OutcomeKeys.NoAnswer, OutcomeKeys.FollowUp, OutcomeKeys.OtherLanguage, OutcomeKeys.NoAnswer, OutcomeKeys.DoNotCall,
    ];

    private static readonly int[] Pledges = [18, 36, 50, 100, 180];

    private readonly PriorityQueue<Func<CancellationToken, Task>, (DateTime At, int Order)> _steps = new();
    private readonly Random _random = new(20261);
    private readonly CallingHours _hours = new();
    private int _order;
    private int _usual;
    private int _promisedDays;

    public async Task RunAsync(CancellationToken ct)
    {
        PlanPastDays();
        PlanToday();
        while (_steps.TryDequeue(out var step, out var when))
        {
            if (when.At <= now)
            {
                clock.GoTo(when.At);
                await step(ct);
            }
        }

        clock.GoTo(now);
        await SweepAsync(ct);
    }

    private void PlanPastDays()
    {
        var today = TimeZoneInfo.ConvertTimeFromUtc(now, Jerusalem).Date;
        var lastShift = LastIsraeliShift();
        for (var day = today.AddDays(-5); day < today; day = day.AddDays(1))
        {
            var start = AtInJerusalem(day, day.DayOfWeek == DayOfWeek.Friday ? new TimeOnly(10, 40) : new TimeOnly(17, 30));
            if (start < lastShift - TimeSpan.FromHours(3))
            {
                Shift(DemoLogIns.Dana, start, Ordinary(lists.SupportHebrew), Ordinary(lists.ProtestHebrew), Ordinary(lists.SupportHebrew));
                Shift(DemoLogIns.Layla, start.AddMinutes(20), Ordinary(lists.SupportArabic), Ordinary(lists.ProtestOthers), Ordinary(null));
                Shift(DemoLogIns.Alexei, start.AddMinutes(35), Ordinary(lists.SupportRussian), Ordinary(lists.ProtestOthers));
            }

            var evening = AtInJerusalem(day, new TimeOnly(20, 10));
            if (evening < now.AddHours(-6))
            {
                Shift(DemoLogIns.Emma, evening, Ordinary(lists.World), Ordinary(lists.World), Ordinary(lists.World));
            }
        }

        Sweeps(now.AddDays(-5));
    }

    private void PlanToday()
    {
        // Made yesterday at this very hour: who could be called then can be called now.
        Shift(DemoLogIns.Dana, now.AddDays(-1).AddMinutes(2), Ordinary(lists.World) with { Outcome = OutcomeKeys.Callback, CallbackAt = now.AddMinutes(10) });
        Shift(DemoLogIns.Emma, now.AddHours(-21), Ordinary(lists.World) with { Outcome = OutcomeKeys.Callback, CallbackAt = now.AddHours(3), ForAnyone = true });

        var start = LastIsraeliShift();
        Shift(
            DemoLogIns.Dana, start,
            Ordinary(lists.SupportHebrew), Ordinary(lists.ProtestHebrew) with { Outcome = OutcomeKeys.Talked },
            Ordinary(lists.SupportHebrew) with { Outcome = OutcomeKeys.Distress, Message = "קול עייף מאוד, כמה לילות בלי שינה. הבטחתי שמישהי מאיתנו תתקשר עוד היום." },
            Ordinary(lists.SupportHebrew) with { Outcome = OutcomeKeys.FollowUp });
        Shift(
            DemoLogIns.Layla, start.AddMinutes(4),
            Ordinary(lists.SupportArabic) with { Outcome = OutcomeKeys.NotSafe, Message = "لم يكن الكلام من البيت مناسبًا. من الأفضل أن نراسل أولًا." }, Ordinary(lists.ProtestOthers));

        Shift(DemoLogIns.Emma, now.AddHours(-3), new(lists.World, OutcomeKeys.NoAnswer), new(lists.World, OutcomeKeys.FollowUp), new(lists.World, OutcomeKeys.LeftMessage), new(lists.World, OutcomeKeys.Talked));
        Shift(DemoLogIns.Dana, now.AddHours(-2), new(null, OutcomeKeys.NoAnswer), new(null, OutcomeKeys.FollowUp));
        Shift(DemoLogIns.Alexei, now.AddMinutes(-100), new(null, OutcomeKeys.Talked), new(null, OutcomeKeys.NoAnswer));
        Shift(DemoLogIns.Alexei, now.AddMinutes(-62), new PlannedCall(null, OutcomeKeys.NoAnswer) { NeverReported = true });
        Shift(DemoLogIns.Layla, now.AddMinutes(-40), new(null, OutcomeKeys.NoAnswer), new(null, OutcomeKeys.FollowUp));
        Shift(DemoLogIns.Layla, now.AddMinutes(-3), new PlannedCall(null, OutcomeKeys.NoAnswer) { NeverReported = true });
    }

    /// <summary>The last hour and a quarter before now in which people in Israel could be called: today, or before the night, Shabbat or holiday.</summary>
    private DateTime LastIsraeliShift()
    {
        var end = now.AddMinutes(-30);
        while (!_hours.At(Israel, AnyHours, end).IsOpen)
        {
            end = end.AddMinutes(-10);
        }

        var start = end.AddMinutes(-45);
        return _hours.At(Israel, AnyHours, start).IsOpen ? start : end;
    }

    private PlannedCall Ordinary(Guid? listId) => new(listId, Usual[_usual++ % Usual.Length]);

    private void Shift(DemoLogIn logIn, DateTime start, params PlannedCall[] calls) => Next(start, new CallerOnShift(logIn, organizers[logIn], new Queue<PlannedCall>(calls)));

    private void Next(DateTime at, CallerOnShift caller)
    {
        if (caller.Calls.TryDequeue(out var call))
        {
            At(at, ct => ClaimAsync(caller, call, ct));
        }
    }

    private void At(DateTime at, Func<CancellationToken, Task> step) => _steps.Enqueue(step, (at, _order++));

    private void Sweeps(DateTime from)
    {
        for (var at = from; at < now; at = at.AddHours(3))
        {
            At(at, SweepAsync);
            At(at, LookAsync);
        }
    }

    private async Task SweepAsync(CancellationToken ct) => await services.GetRequiredService<SweepLapsedClaims>().ExecuteAsync(ct);

    /// <summary>The coordinator looks at what waits; what comes after the last time still does.</summary>
    private async Task LookAsync(CancellationToken ct)
    {
        while (await services.GetRequiredService<NextReview>().ExecuteAsync(coordinator, campaignId: null, ct) is { IsDone: true, Value: var review })
        {
            await services.GetRequiredService<ApproveCall>().ExecuteAsync(coordinator, review, ct);
        }
    }

    private async Task ClaimAsync(CallerOnShift caller, PlannedCall call, CancellationToken ct)
    {
        var campaign = call.ListId is not { } list ? (Guid?)null : list == lists.World ? campaigns.Match : list == lists.ProtestHebrew || list == lists.ProtestOthers ? campaigns.Protest : campaigns.Support;
        var next = services.GetRequiredService<ClaimNextContact>();
        var claimed = await next.ExecuteAsync(caller.Actor, campaign, call.ListId, ct);
        if (!claimed.IsDone && call.ListId is not null && !call.IsForItsList)
        {
            claimed = await next.ExecuteAsync(caller.Actor, null, null, ct);
        }

        if (!claimed.IsDone)
        {
            Next(clock.Now.AddMinutes(1), caller);
        }
        else if (claimed.Value.WasOpen)
        {
            // Still in a call of an earlier plan.
            At(clock.Now.AddMinutes(4), again => ClaimAsync(caller, call, again));
        }
        else
        {
            At(clock.Now.AddSeconds(_random.Next(20, 50)), again => RevealAsync(caller, call, claimed.Value.ClaimId, again));
        }
    }

    private async Task RevealAsync(CallerOnShift caller, PlannedCall call, Guid claimId, CancellationToken ct)
    {
        _ = (await services.GetRequiredService<RevealNumber>().ExecuteAsync(caller.Actor, claimId, phoneId: null, ct)).Required;
        if (!call.NeverReported)
        {
            At(clock.Now.AddSeconds(call.Outcome is OutcomeKeys.NoAnswer or OutcomeKeys.Busy ? _random.Next(35, 70) : _random.Next(100, 330)), again => RecordAsync(caller, call, claimId, again));
        }
    }

    private async Task RecordAsync(CallerOnShift caller, PlannedCall call, Guid claimId, CancellationToken ct)
    {
        var view = (await services.GetRequiredService<CurrentCall>().ExecuteAsync(caller.Actor, claimId, ct)).Required;
        var outcome = (view.Outcomes.FirstOrDefault(offered => offered.Key == call.Outcome) ?? view.Outcomes.First(offered => offered.Key == OutcomeKeys.NoAnswer)).Definition;
        var record = services.GetRequiredService<RecordOutcome>();
        var recorded = await record.ExecuteAsync(caller.Actor, Request(caller, call, view, outcome), ct);
        if (!recorded.IsDone && recorded.Error is CallbackNotPossible)
        {
            // This person cannot be called at that time; somebody else can.
            caller.Calls.Enqueue(call);
            outcome = view.Outcomes.First(offered => offered.Key == OutcomeKeys.NoAnswer).Definition;
            recorded = await record.ExecuteAsync(caller.Actor, Request(caller, call, view, outcome), ct);
        }

        _ = recorded.Required;
        Next(clock.Now.AddSeconds(_random.Next(30, 150)), caller);
    }

    private RecordRequest Request(CallerOnShift caller, PlannedCall call, CallView view, OutcomeDefinition outcome)
    {
        var zone = view.ZoneId ?? view.Callback.Zones.FirstOrDefault();
        var callback = outcome.AsksCallbackTime && call.CallbackAt is { } at && zone is not null ? RoundUp(TimeZoneInfo.ConvertTimeFromUtc(at, TimeZoneInfo.FindSystemTimeZoneById(zone))) : (DateTime?)null;
        return new RecordRequest
        {
            ClaimId = view.ClaimId,
            SubmissionToken = clock.NewId(),
            OutcomeKey = outcome.Key,
            Answers = outcome.Reached && view.Script is { } script ? Answers(script, outcome.Key) : new Dictionary<string, string>(),
            NoteToCallers = view.NotesToNextCallers && outcome.Reached && _random.Next(3) == 0 ? DemoNotes.Pick(caller.LogIn.InterfaceLanguage, _random) : null,
            MessageToCoordinator = view.MessagesToCoordinator ? call.Message : null,
            Reason = outcome.AsksReason ? DemoNotes.Pick(caller.LogIn.InterfaceLanguage, _random) : null,
            CallbackDate = callback is { } day ? DateOnly.FromDateTime(day) : null,
            CallbackTime = callback is { } hour ? TimeOnly.FromDateTime(hour) : null,
            CallbackZone = view.ZoneId is null && callback is not null ? zone : null,
            CallbackMine = callback is not null && !call.ForAnyone,
            SpeaksLanguage = !outcome.ReroutesByLanguage ? null : view.Language == "ru" ? "en" : "ru",
            ScriptLanguage = view.CallLanguage,
            ScriptVersionId = view.ScriptVersionId,
        };
    }

    /// <summary>A way through the script whose answers suggest this outcome; no answers when there is none.</summary>
    private Dictionary<string, string> Answers(ScriptDocument script, string outcomeKey)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var answers = new Dictionary<string, string>(StringComparer.Ordinal);
            while (script.Path(answers) is [.., { Choices: { Count: > 0 } choices } open] && !answers.ContainsKey(open.Id))
            {
                answers[open.Id] = choices[_random.Next(choices.Count)].Id;
            }

            if (script.SuggestedOutcome(answers) == outcomeKey)
            {
                foreach (var pledge in script.Path(answers).Where(step => step.Question is { Kind: QuestionKind.Pledge }))
                {
                    answers[pledge.Id] = $"{Pledges[_random.Next(Pledges.Length)]} USD";
                }

                foreach (var date in script.Path(answers).Where(step => step.Question is { Kind: QuestionKind.Date, Days.Count: > 0 }))
                {
                    // The day with few places fills first.
                    answers[date.Id] = date.Question!.Days[_promisedDays++ < date.Question.Days[1].Places ? 1 : 0].Date;
                }

                return answers;
            }
        }

        return [];
    }

    private static DateTime RoundUp(DateTime local) => local.AddTicks(-(local.Ticks % TimeSpan.FromMinutes(5).Ticks)).AddMinutes(5);

    private static DateTime AtInJerusalem(DateTime day, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(day.Date + time.ToTimeSpan(), DateTimeKind.Unspecified), Jerusalem);

    private sealed record CallerOnShift(DemoLogIn LogIn, Actor Actor, Queue<PlannedCall> Calls);

    /// <param name="ListId">Null: any list of the organizer.</param>
    private sealed record PlannedCall(Guid? ListId, string Outcome)
    {
        public DateTime? CallbackAt { get; init; }

        public bool ForAnyone { get; init; }

        public string? Message { get; init; }

        /// <summary>The number is shown and nothing is said about it.</summary>
        public bool NeverReported { get; init; }

        // Only there do these make sense.
        public bool IsForItsList => Message is not null;
    }
}
