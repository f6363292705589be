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

    private ILocator Claimed => Page.Locator("h1[data-claim]");

    /// <summary>From the start page.</summary>
    public async Task TakeFirstAsync()
    {
        await person.PressButtonAsync(person.Says<HomeText>("CallNext"));
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

    /// <summary>Shows the number; gives it as E.164.</summary>
    public async Task<string> StartAsync()
    {
        await person.PressButtonAsync(person.Says<CallingText>("StartCall"));
        var number = Page.Locator("a.pb-phone");
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
        var claim = await Claimed.GetAttributeAsync("data-claim");
        if (ending.Note is not null)
        {
            await person.FillAsync(person.Says<CallingText>("NoteLabel"), ending.Note);
        }

        if (ending.Message is not null)
        {
            await person.FillAsync(person.Says<CallingText>("MessageLabel"), ending.Message);
        }

        var outcome = OutcomeSet.Default.Find(ending.Outcome) ?? throw new InvalidOperationException($"There is no outcome {ending.Outcome}.");
        var label = outcome.TextIn(person.Device.Language, person.Device.Language)!.Label;
        if (outcome.Group == OutcomeGroup.NotReached)
        {
            if (stop)
            {
                await person.TickAsync(person.Says<CallingText>("StopAfterThis"));
            }

            await person.ClickAsync(Page.Locator("button.pb-outcome", new PageLocatorOptions { HasText = label }).First, label);
        }
        else
        {
            await OpenAsync(outcome.Group);
            await person.ClickAsync(Page.Locator("label.pb-outcome", new PageLocatorOptions { HasText = label }).First, label);
            if (outcome.AsksCallbackTime)
            {
                await person.ClickAsync(Page.Locator("#callback .pb-chip").First, "the first time offered");
            }

            if (ending.Reason is not null)
            {
                await person.FillAsync(person.Says<CallingText>("ReasonLabel"), ending.Reason);
            }

            await person.PressButtonAsync(person.Says<CallingText>(stop ? "SaveAndStop" : "SaveAndNext"));
        }

        if (stop)
        {
            await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = person.Says<HistoryText>("ThankYou"), Level = 1 }).WaitForAsync();
        }
        else
        {
            await Page.Locator(expectNobody ? "h1:not([data-claim])" : $"h1[data-claim]:not([data-claim='{claim}'])").First.WaitForAsync();
        }
    }

    private async Task OpenAsync(OutcomeGroup group)
    {
        var part = Page.Locator($"details[data-group={(group == OutcomeGroup.Reached ? "reached" : "care")}]");
        if (await part.GetAttributeAsync("open") is null)
        {
            await person.ClickAsync(part.Locator("> summary"), group == OutcomeGroup.Reached ? "Reached" : "Something is wrong");
        }
    }
}
