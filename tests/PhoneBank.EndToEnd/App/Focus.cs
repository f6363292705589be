using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>Where the keyboard is, and whether one sees it.</summary>
public static class Focus
{
    private const int MostTabs = 80;

    /// <summary>Presses Tab until the focus is on what the selector matches. Wherever it stops on the way it is to be seen.</summary>
    public static async Task TabToAsync(this Person person, string selector)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            if (await person.IsOnAsync(selector))
            {
                return;
            }

            await person.PressKeyAsync("Tab");
            if (await person.Page.EvaluateAsync<string?>(Unseen) is { } unseen)
            {
                person.Complaints.Add($"{person.Page.Url}: the focus cannot be seen on {unseen}");
            }
        }

        throw new TimeoutException($"{MostTabs} tabs do not lead to {selector} on {person.Page.Url}:\n{await person.Page.InnerTextAsync("body")}");
    }

    public static Task<bool> IsOnAsync(this Person person, string selector) =>
        person.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector);

    /// <summary>After a swap the focus is on the heading, or on what was refused: a screen reader reads on from there.</summary>
    public static async Task StartsAtHeadingOrRefusalAsync(this Person person)
    {
        var on = await person.Page.EvaluateAsync<string>("document.activeElement.closest('h1, [data-refusal]') ? '' : document.activeElement.outerHTML.slice(0, 200)");
        Assert.True(on.Length == 0, "The focus is on " + on);
    }

    /// <summary>
    /// Gives the focus to everything that takes it, one after the other, and returns what is then outside the window, wider than
    /// it, or under a part that stands fixed.
    /// </summary>
    public static Task<string[]> CoveredAsync(this Person person) => person.Page.EvaluateAsync<string[]>(
        """
        async () => {
            const bad = [];
            const fixed = [...document.querySelectorAll('body *')].filter(one => ['fixed', 'sticky'].includes(getComputedStyle(one).position));
            for (const one of document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')) {
                const box = one.matches('input[type=radio], input[type=checkbox]') ? one.closest('label') ?? one : one;
                if (one.tabIndex < 0 || one.disabled || !one.checkVisibility() || box.getBoundingClientRect().width < 2) {
                    continue;
                }

                one.focus();
                await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                const at = box.getBoundingClientRect();
                const name = one.outerHTML.slice(0, 120);
                if (at.left < -1 || at.right > innerWidth + 1) {
                    bad.push(`sideways (${Math.round(at.left)} to ${Math.round(at.right)}): ${name}`);
                }

                if (at.bottom <= 0 || at.top >= innerHeight) {
                    bad.push(`outside the window: ${name}`);
                }

                for (const part of fixed) {
                    const over = part.getBoundingClientRect();
                    const deep = Math.min(over.bottom, at.bottom) - Math.max(over.top, at.top);
                    if (!part.contains(one) && !one.contains(part) && over.width && deep > Math.max(2, at.height / 2)) {
                        bad.push(`under ${part.className}: ${name}`);
                    }
                }
            }

            return bad;
        }
        """);

    private const string Unseen =
        """
        () => {
            const one = document.activeElement;
            // On the small button inside a date the focus is the browser's own, and so is the ring around it.
            if (!one || one === document.body || !one.matches(':focus')) {
                return null;
            }

            // A choice is a label with its box in it; the ring is drawn around the words beside the box.
            const seen = [one, one.nextElementSibling].filter(Boolean).some(part => {
                const style = getComputedStyle(part);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && part.getClientRects().length;
            });
            return seen ? null : one.outerHTML.slice(0, 160);
        }
        """;
}
