using Microsoft.AspNetCore.Components;

namespace PhoneBank.Web.Calling;

/// <summary>
/// Links within the page. The document's base is the root, so a bare <c>#id</c> would leave the page; and a form shown again
/// after a post lives at the post's own address, which must not be asked for anew while something typed is on it.
/// </summary>
internal static class Anchor
{
    public static string To(NavigationManager navigation, string id) => new Uri(navigation.Uri).PathAndQuery + "#" + id;
}
