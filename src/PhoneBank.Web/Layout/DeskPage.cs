using Microsoft.AspNetCore.Components;
using PhoneBank.Shared;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Layout;

/// <summary>
/// A coordinator's page of plain forms. What was posted stays in its fields until the post has succeeded; a success is
/// always a redirect, so that reloading the page does nothing twice.
/// </summary>
public abstract class DeskPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected Actor Actor => Http.User.Actor();

    protected CancellationToken Ct => Http.RequestAborted;

    /// <summary>Why the post of this request was refused; null when it was not.</summary>
    protected Error? Refused { get; set; }

    protected bool IsPost => Http.Request.HasFormContentType;

    /// <summary>The field that was refused, if it was one.</summary>
    protected string? RefusedField => (Refused as InvalidField)?.Field;

    /// <summary>What was posted in a field; before a post, <paramref name="otherwise"/>.</summary>
    protected string Posted(string field, string otherwise = "") => IsPost && Http.Request.Form.TryGetValue(field, out var values) ? values.ToString() : otherwise;

    /// <summary>Whether a box was ticked; an unticked one posts nothing.</summary>
    protected bool Ticked(string field, bool otherwise = false) => IsPost ? Http.Request.Form.ContainsKey(field) : otherwise;

    /// <summary>Whether one of several boxes or options of one name was chosen.</summary>
    protected bool Chosen(string field, string value, bool otherwise = false) => IsPost ? Http.Request.Form[field].Contains(value) : otherwise;

    protected IReadOnlyList<string> PostedAll(string field) => IsPost ? [.. Http.Request.Form[field].OfType<string>()] : [];

    /// <summary>Null when the field is empty or no whole number.</summary>
    protected int? PostedNumber(string field) => int.TryParse(Posted(field), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Goes on after a success, or stays and says why not.</summary>
    protected void Finish(Result result, string next)
    {
        if (result.IsDone)
        {
            Navigation.NavigateTo(next);
        }
        else
        {
            Refused = result.Error;
        }
    }
}
