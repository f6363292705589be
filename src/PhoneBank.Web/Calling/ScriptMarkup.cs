using Markdig;
using Microsoft.AspNetCore.Components;

namespace PhoneBank.Web.Calling;

/// <summary>Turns the plain marks of a script (paragraphs, bold, lists) into HTML. Raw HTML stays text and links do not become links.</summary>
internal static class ScriptMarkup
{
    private static readonly MarkdownPipeline Pipeline = Build();

    public static MarkupString Of(string text) => new(Markdown.ToHtml(text, Pipeline));

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().DisableHeadings();
        builder.InlineParsers.TryRemove<Markdig.Parsers.Inlines.LinkInlineParser>();
        builder.InlineParsers.TryRemove<Markdig.Parsers.Inlines.AutolinkInlineParser>();
        return builder.Build();
    }
}
