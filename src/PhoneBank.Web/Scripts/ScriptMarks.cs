using Markdig;
using Markdig.Parsers.Inlines;
using Microsoft.AspNetCore.Components;

namespace PhoneBank.Web.Scripts;

/// <summary>The plain marks of a script (paragraphs, bold, lists) as HTML. Links, pictures and HTML stay text.</summary>
public static class ScriptMarks
{
    private static readonly MarkdownPipeline Pipeline = Build();

    public static MarkupString ToHtml(string text) => new(Markdown.ToHtml(text, Pipeline));

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().UseSoftlineBreakAsHardlineBreak().DisableHtml().DisableHeadings();
        builder.InlineParsers.TryRemove<LinkInlineParser>();
        builder.InlineParsers.TryRemove<AutolinkInlineParser>();
        return builder.Build();
    }
}
