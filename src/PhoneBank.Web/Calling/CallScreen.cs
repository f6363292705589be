using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>One state of the call page, ready to be shown.</summary>
public sealed record CallScreen
{
    /// <summary>The person held now, or whose report is asked for; null when nobody is.</summary>
    public CallView? View { get; init; }

    /// <summary>What the form holds.</summary>
    public CallValues Values { get; init; } = new();

    /// <summary>Makes one call of however many posts of this form.</summary>
    public required Guid Token { get; init; }

    /// <summary>Why what was asked for was not done; null when it was.</summary>
    public Error? Refusal { get; init; }

    /// <summary>What was asked for with the refused post: a next person, or to stop.</summary>
    public bool ThenNext { get; init; }

    /// <summary>How long the number still stands on the page; zero when it is hidden and can be shown again.</summary>
    public TimeSpan NumberLeft { get; init; } = NumberWindow.Length;

    /// <summary>What was to be added to the call recorded last, and was not.</summary>
    public RefusedAddition? Addition { get; init; }

    /// <summary>What was posted for a claim that is gone, so that nothing typed is lost.</summary>
    public CallValues? Lost { get; init; }

    /// <summary>The call recorded last, while it can be undone.</summary>
    public RecordedCall? Recorded { get; init; }

    /// <summary>Lapsed claims that wait for a report.</summary>
    public IReadOnlyList<UnreportedClaim> Unreported { get; init; } = [];

    /// <summary>The next person was asked for, and the questions about lapsed calls come first.</summary>
    public bool WantsNext { get; init; }

    /// <summary>The organizer's own day, where nobody's number is shown.</summary>
    public MyPaceView? Pace { get; init; }

    public CallScope Scope { get; init; }

    /// <summary>The page was come back to: it says whose call this was.</summary>
    public bool Reopened { get; init; }

    /// <summary>Nobody is held, because the person looked at last must not be called any more.</summary>
    public bool PersonSilenced { get; init; }

    /// <summary>The list somebody was picked from, to go back to.</summary>
    public Guid? PickedFrom { get; init; }
}

/// <summary>A call that can still be undone.</summary>
/// <param name="UndoUntil">UTC.</param>
/// <param name="Late">Its claim had lapsed.</param>
/// <param name="Conflicting">Somebody else had recorded a call meanwhile.</param>
public sealed record RecordedCall(Guid CallId, string OutcomeKey, DateTime UndoUntil, bool Late, bool Conflicting)
{
    /// <summary>Less than all that was pledged could be doubled.</summary>
    public bool MatchIsShort { get; init; }

    /// <inheritdoc cref="PhoneBank.Calling.Recorded.TakesNote"/>
    public bool TakesNote { get; init; }

    /// <inheritdoc cref="PhoneBank.Calling.Recorded.TakesMessage"/>
    public bool TakesMessage { get; init; }

    /// <inheritdoc cref="PhoneBank.Calling.Recorded.OtherNumberLeft"/>
    public bool OtherNumberLeft { get; init; }

    /// <summary>Something was added to it.</summary>
    public bool Added { get; init; }

    public static RecordedCall From(Recorded recorded) => new(recorded.CallId, recorded.OutcomeKey, recorded.UndoUntil, recorded.Late, recorded.Conflicting)
    {
        TakesNote = recorded.TakesNote,
        TakesMessage = recorded.TakesMessage,
        OtherNumberLeft = recorded.OtherNumberLeft,
        MatchIsShort = recorded.MatchIsShort,
    };
}

/// <summary>Reads what the call page shows. Claims nothing.</summary>
public sealed class CallScreens(CurrentCall current, UnreportedCalls unreported, MyPace pace, SilencedPerson silenced, LastRecorded lastRecorded, NumberWindow window, TimeProvider time)
{
    /// <summary>A caller not heard of for so long may have forgotten whose call was open.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    /// <summary>The open call as somebody finds it who opens the page: after a while, in another session or coming from elsewhere it is named.</summary>
    public async Task<CallScreen> OpenAsync(HttpContext http, Actor actor, CallScope scope, CancellationToken ct)
    {
        var screen = await ReadAsync(http, actor, scope, claimId: null, ct);
        return screen.View is { Stage: CallStage.Calling } view
            && (view.Now - view.ActiveAt >= LongPause || http.Request.Headers["Sec-Fetch-Site"] == "none" || await SessionLimits.BeganAsync(http) > view.ActiveAt)
                ? screen with { Reopened = true }
                : screen;
    }

    /// <summary>The open call, or with a claim's id the one whose report is asked for.</summary>
    public async Task<CallScreen> ReadAsync(HttpContext http, Actor actor, CallScope scope, Guid? claimId, CancellationToken ct)
    {
        var view = await ViewAsync(actor, claimId, ct);
        return new CallScreen
        {
            View = view,
            Values = view is null ? new CallValues() : CallValues.From(view.Draft),
            Token = time.NewId(),
            NumberLeft = window.LeftOf(http, view),
            Recorded = lastRecorded.Read(http, actor),
            Unreported = view is null ? await unreported.ExecuteAsync(actor, ct) : [],
            Pace = view is null or { Stage: CallStage.Viewing } ? await pace.ExecuteAsync(actor, ct) : null,
            PersonSilenced = view is null && await silenced.ExecuteAsync(actor, ct),
            Scope = scope,
        };
    }

    /// <summary>The same page again after a refusal, with everything that was typed and the same token.</summary>
    public async Task<CallScreen> RefusedAsync(HttpContext http, Actor actor, PostedCall posted, Error refusal, CancellationToken ct)
    {
        var view = await ViewAsync(actor, posted.ClaimId, ct);
        var screen = new CallScreen
        {
            View = view,
            Token = time.NewId(),
            Refusal = refusal,
            ThenNext = posted.ThenNext,
            NumberLeft = window.LeftOf(http, view),
            Recorded = lastRecorded.Read(http, actor),
            Unreported = view is null ? await unreported.ExecuteAsync(actor, ct) : [],
            Pace = view is null or { Stage: CallStage.Viewing } ? await pace.ExecuteAsync(actor, ct) : null,
            Scope = posted.Scope,
        };
        return view?.ClaimId == posted.ClaimId
            ? screen with { Values = refusal is TextHoldsDetails details ? posted.Values with { Kept = Findings.Write(details.Findings) } : posted.Values, Token = posted.Token }
            : screen with { Values = view is null ? new CallValues() : CallValues.From(view.Draft), Lost = posted.Values };
    }

    private async Task<CallView?> ViewAsync(Actor actor, Guid? claimId, CancellationToken ct)
    {
        if (claimId is { } id && await current.ExecuteAsync(actor, id, ct) is { IsDone: true } asked)
        {
            return asked.Value;
        }

        return (await current.ExecuteAsync(actor, claimId: null, ct)).Value;
    }
}
