using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>Pictures of pages. With <c>PHONEBANK_SCREENSHOTS=1</c> they go to <c>docs/screenshots</c>, else they are taken and thrown away.</summary>
public static class Pictures
{
    public static readonly bool Kept = Environment.GetEnvironmentVariable("PHONEBANK_SCREENSHOTS") is { Length: > 0 };

    /// <summary>Judges the page and takes its picture, as much of it as the window shows.</summary>
    public static async Task TakeAsync(Person person, string name)
    {
        await person.Page.WaitForLoadStateAsync(LoadState.Load);
        await person.JudgeAsync();
        await person.Page.EvaluateAsync("scrollTo(0, 0)");
        var path = Path.Combine(Repository.Root, "docs/screenshots", name + ".png");
        var picture = await person.Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
        if (Kept)
        {
            await File.WriteAllBytesAsync(path, picture);
        }
    }
}
