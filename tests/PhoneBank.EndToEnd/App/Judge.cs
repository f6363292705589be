using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>Somebody who looks at each page on a phone and a desktop: axe finds nothing, and nothing scrolls sideways. What is wrong goes to the person's complaints.</summary>
/// <param name="person">Who looks.</param>
/// <param name="asksAt">The widths at which axe is asked every day, from page to page in turn; in the long run at each, light and dark.</param>
public sealed class Judge(Person person, params int[] asksAt)
{
    public static readonly int[] Widths = [360, 1280];

    private const string Settled = "async () => { await new Promise(requestAnimationFrame); await Promise.race([new Promise(late => setTimeout(late, 1000)), Promise.all(document.getAnimations().map(change => change.finished.catch(() => {})))]); }";

    /// <summary>The innermost parts that stick out, by tag and class; no words of theirs.</summary>
    private const string Sticking = """
        () => {
            const wide = document.documentElement.clientWidth;
            const out = [...document.querySelectorAll('body *')].filter(one => { const box = one.getBoundingClientRect(); return box.width > 0 && (box.right > wide + 1 || box.left < -1); });
            return out.filter(one => !out.some(other => other !== one && one.contains(other))).slice(0, 5).map(one => `${one.tagName.toLowerCase()}.${one.className}`).join(', ');
        }
        """;

    public Person Person { get; } = person;

    /// <summary>How often axe was asked, by place and width.</summary>
    public List<(string Place, int Width)> Asked { get; } = [];

    public List<string> Places { get; } = [];

    public async Task OpenAsync(string path)
    {
        await Person.OpenAsync(path);
        await JudgeAsync(path);
    }

    public async Task JudgeAsync(string place)
    {
        Places.Add(place);
        var page = Person.Page;
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, width == 360 ? 740 : 800);
            foreach (var scheme in SchemesOn(width))
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

                // Colours that are still on their way from dark to light are nobody's contrast.
                await page.EvaluateAsync(Settled);
                Person.Complaints.AddRange((await Person.AskAxeAsync()).Select(line => $"{place}, {Person.Device.Language}, {width}, {scheme}: {line}"));
                Asked.Add((place, width));
            }

            // Nor is a part on its way to its new place too wide.
            await page.EvaluateAsync(Settled);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 1 and var wide)
            {
                Person.Complaints.Add($"{place}, {Person.Device.Language}: {wide} pixels too wide in {width}, because of {await page.EvaluateAsync<string>(Sticking)}");
            }
        }

        await page.SetViewportSizeAsync(Person.Device.Width, Person.Device.Height);
    }

    // Every day the phone is dark and the desktop light.
    private ColorScheme[] SchemesOn(int width) => Long.Run ? [ColorScheme.Light, ColorScheme.Dark]
        : width != asksAt[Places.Count % asksAt.Length] ? []
        : [width == 360 ? ColorScheme.Dark : ColorScheme.Light];
}
