using Bunit;
using Microsoft.AspNetCore.Components;

namespace PhoneBank.Web.Tests;

public sealed class BunitTests
{
    [Fact]
    public void A_component_is_rendered_and_compared_as_html()
    {
        using var context = new BunitContext();
        RenderFragment paragraph = builder => builder.AddMarkupContent(0, "<p  class=\"pb-muted\">Nobody is  waiting.</p>");
        var rendered = context.Render(paragraph);

        rendered.MarkupMatches("<p class=\"pb-muted\">Nobody is waiting.</p>");
        Assert.Throws<HtmlEqualException>(() => rendered.MarkupMatches("<p class=\"pb-muted\">Somebody is waiting.</p>"));
    }
}
