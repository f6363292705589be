using Microsoft.Playwright;
using PhoneBank.Campaigns;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Home;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>How a call ends.</summary>
/// <param name="Outcome">Its key, for example <c>talked</c>.</param>
/// <param name="Note">For the next caller.</param>
/// <param name="Message">For the coordinator.</param>
public sealed record Ending(string Outcome, string? Note = null, string? Message = null, string? Reason = null);

/// <summary>A call as its organizer saw it.</summary>
/// <param name="Number">E.164.</param>
public sealed record MadeCall(string Organizer, string FirstName, string Number, Ending Ending);

/// <summary>An organizer's start page and call page.</summary>
public sealed class CallPages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>Matches the number once it is shown.</summary>
    public const string Number = "a.pb-phone";

    private ILocator Claimed => Page.Locator("h1[data-claim]");

    /// <summary>Matches the name of the person after this one.</summary>
    public async Task<string> NextPersonAsync() => $"h1[data-claim]:not([data-claim='{await Claimed.GetAttributeAsync("data-claim")}'])";

    /// <summary>From the start page.</summary>
    public async Task TakeFirstAsync()
    {
        await person.PressButtonAsync(person.Says<HomeText>("CallNext"));

        // Whoever left a call unreported is asked about it first, and may go on without an answer.
        var later = Page.Locator("form:has(input[name=asked]) button").First;
        await Claimed.Or(later).First.WaitForAsync();
        if (await Claimed.CountAsync() == 0)
        {
            await person.ClickAsync(later, "the next person all the same");
        }

        await Claimed.WaitForAsync();
    }

    /// <summary>From the start page: the next person, or the call left open.</summary>
    public async Task TakeFirstOrGoOnAsync()
    {
        var goOn = Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = person.Says<HomeText>("GoOn") });
        if (await goOn.CountAsync() > 0)
        {
            await person.ClickAsync(goOn, "go on");
            await Claimed.WaitForAsync();
            return;
        }

        await TakeFirstAsync();
    }

    public Task<string> FirstNameAsync() => Claimed.InnerTextAsync();

    /// <summary>The call has not begun: no number was shown yet in this claim. One that was may be hidden again by now.</summary>
    public async Task<bool> WaitsForStartAsync() =>
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = person.Says<CallingText>("StartCall") }).CountAsync() > 0;

    /// <summary>Shows the number; gives it as E.164.</summary>
    public async Task<string> StartAsync()
    {
        await person.PressButtonAsync(person.Says<CallingText>("StartCall"));
        var number = Page.Locator(Number);
        await number.WaitForAsync();
        return (await number.GetAttributeAsync("href"))!["tel:".Length..];
    }

    /// <summary>Reads the script's first choice question, if there is one, and takes its first answer.</summary>
    public async Task AnswerFirstQuestionAsync()
    {
        var answer = Page.Locator("[data-script] .pb-chip:visible").First;
        if (await answer.CountAsync() > 0)
        {
            await person.ClickAsync(answer, "an answer");
        }
    }

    /// <summary>Records how it ended, and goes on to the next person or stops.</summary>
    /// <param name="expectNobody">There will be no next person; the page says why.</param>
    public async Task EndAsync(Ending ending, bool stop = false, bool expectNobody = false)
    {
        var next = await NextPersonAsync();
        await ChooseAsync(ending, stop);
        await SaveAsync(ending, stop);
        if (stop)
        {
            await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = person.Says<HistoryText>("ThankYou"), Level = 1 }).WaitForAsync();
        }
        else
        {
            await Page.Locator(expectNobody ? "h1:not([data-claim])" : next).First.WaitForAsync();
        }
    }

    /// <summary>All that is written and chosen before the tap that records.</summary>
    public async Task ChooseAsync(Ending ending, bool stop = false)
    {
        if (ending.Note is not null)
        {
            await person.FillAsync(person.Says<CallingText>("NoteLabel"), ending.Note);
        }

        if (ending.Message is not null)
        {
            await person.FillAsync(person.Says<CallingText>("MessageLabel"), ending.Message);
        }

        var outcome = OutcomeOf(ending);
        if (outcome.Group == OutcomeGroup.NotReached)
        {
            if (stop)
            {
                await person.TickAsync(person.Says<CallingText>("StopAfterThis"));
            }

            return;
        }

        await OpenAsync(outcome.Group);
        await person.ClickAsync(Page.Locator("label.pb-outcome", new PageLocatorOptions { HasText = LabelOf(outcome) }).First, LabelOf(outcome));
        if (outcome.AsksCallbackTime)
        {
            await person.ClickAsync(Page.Locator("#callback .pb-chip").First, "the first time offered");
        }

        if (ending.Reason is not null)
        {
            await person.FillAsync(person.Says<CallingText>("ReasonLabel"), ending.Reason);
        }
    }

    /// <summary>The tap that records what <see cref="ChooseAsync"/> chose.</summary>
    public Task SaveAsync(Ending ending, bool stop = false)
    {
        var outcome = OutcomeOf(ending);
        return outcome.Group == OutcomeGroup.NotReached
            ? person.ClickAsync(Page.Locator("button.pb-outcome", new PageLocatorOptions { HasText = LabelOf(outcome) }).First, LabelOf(outcome))
            : person.PressButtonAsync(person.Says<CallingText>(stop ? "SaveAndStop" : "SaveAndNext"));
    }

    /// <summary>Waits until the page says that all is saved.</summary>
    public Task SavedAsync() => Page.Locator("[data-save][data-state=saved]").WaitForAsync();

    /// <summary>What stands in the fields of the call, by their names: typed texts, dates and times, choices taken.</summary>
    public Task<Dictionary<string, string>> WrittenAsync() => Page.EvaluateAsync<Dictionary<string, string>>(
        """
        Object.fromEntries(Array.from(document.querySelectorAll('form[data-draft] :is(input, textarea, select)'))
            .filter(field => field.name && field.type !== 'hidden' && !field.disabled && field.value !== '' && field.name !== 'stop'
                && ((field.type !== 'radio' && field.type !== 'checkbox') || field.checked))
            .map(field => [field.name, field.value]))
        """);

    private static OutcomeDefinition OutcomeOf(Ending ending) =>
        OutcomeSet.Default.Find(ending.Outcome) ?? throw new InvalidOperationException($"There is no outcome {ending.Outcome}.");

    private string LabelOf(OutcomeDefinition outcome) => outcome.TextIn(person.Device.Language, person.Device.Language)!.Label;

    private async Task OpenAsync(OutcomeGroup group)
    {
        var part = Page.Locator($"details[data-group={(group == OutcomeGroup.Reached ? "reached" : "care")}]");
        if (await part.GetAttributeAsync("open") is null)
        {
            await person.ClickAsync(part.Locator("> summary"), group == OutcomeGroup.Reached ? "Reached" : "Something is wrong");
        }
    }
}
