using PhoneBank.EndToEnd.App;

namespace PhoneBank.EndToEnd;

/// <summary>Axe, as the journeys ask it, finds what is wrong with a page: silence elsewhere means something.</summary>
[Collection(InBrowser.Name)]
public sealed class AxeIsAskedTests(Browser browser)
{
    private const string Sound = "<!doctype html><html lang=en><title>Sound</title><main><h1>Sound</h1>{0}</main>";

    [Theory]
    [InlineData("<img src='data:,'>", "image-alt")]
    [InlineData("<p style='color:#aaa;background:#fff'>Hardly to be read", "color-contrast")]
    [InlineData("<form><input></form>", "label")]
    [InlineData("<button></button>", "button-name")]
    [InlineData("<h4>Two levels too deep</h4>", "heading-order")]
    public async Task What_is_wrong_with_a_page_is_found_once_it_is_there(string wrong, string rule)
    {
        await using var visitor = await browser.PersonAsync("a visitor", "http://localhost", Device.Phone);
        await visitor.Page.SetContentAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Sound, ""));
        Assert.Empty(await visitor.AskAxeAsync());

        // The same document, asked again.
        await visitor.Page.EvaluateAsync("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", wrong);
        var found = Assert.Single(await visitor.AskAxeAsync());
        Assert.Contains($": {rule} (", found, StringComparison.Ordinal);
    }
}
