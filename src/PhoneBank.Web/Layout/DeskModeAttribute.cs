using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace PhoneBank.Web.Layout;

/// <summary>
/// Marks a desk page as interactive. Not prerendered: a page rendered twice would ask everything twice.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeskModeAttribute : RenderModeAttribute
{
    public override IComponentRenderMode Mode { get; } = new InteractiveServerRenderMode(prerender: false);
}
