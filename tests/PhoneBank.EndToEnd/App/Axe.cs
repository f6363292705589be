using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>
/// Asks axe in the page itself. What nobody reads is not worked out: where the elements that passed are, a selector for each that
/// did not; no page has frames, sound or film that a second run would have to wait for.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>One line for each rule that is violated.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'"))
        {
            // Half a megabyte, once for a document.
            await page.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async () => {
                const { violations } = await axe.run(document, { resultTypes: ['violations'], selectors: false, iframes: false, preload: false });
                return violations.map(({ id, impact, help, nodes }) => `${location}: ${id} (${impact}): ${help}: ${nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
            }
            """);
    }
}
