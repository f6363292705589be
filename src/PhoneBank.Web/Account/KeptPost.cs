using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using PhoneBank.Shared;

namespace PhoneBank.Web.Account;

/// <summary>The form of a call that could not be taken where it was sent, so that it can be sent once more.</summary>
public sealed record KeptPost(string Path, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Bytes of a form as it comes in.</summary>
    public const int LongestForm = 64 * 1024;

    /// <summary>What holds typed words; everything else is one tap to do again.</summary>
    private static readonly string[] Paths =
    [
        "/call/address", "/call/break", "/call/draft", "/call/language", "/call/not-called", "/call/outcome", "/call/phone", "/help-now/ask", "/notices/read",
    ];

    public Guid ClaimId => Guid.TryParse(Value("claim"), CultureInfo.InvariantCulture, out var id) ? id : Guid.Empty;

    public string? Value(string name) => Fields.FirstOrDefault(field => field.Key == name).Value is { Length: > 0 } value ? value : null;

    /// <summary>Null when this is no form of a call, or did not come from a page of ours: nobody else may put words into a volunteer's mouth.</summary>
    public static async Task<KeptPost?> OfAsync(HttpContext http, CancellationToken ct)
    {
        var request = http.Request;
        if (!HttpMethods.IsPost(request.Method) || !Paths.Contains(request.Path.Value, StringComparer.Ordinal)
            || !request.HasFormContentType || request.ContentLength is null or > LongestForm || !IsFromHere(http))
        {
            return null;
        }

        var token = http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
        var form = await request.ReadFormAsync(ct);
        var post = new KeptPost(
            request.Path.Value!,
            [.. form.Where(field => field.Key != token).SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))]);
        return post.ClaimId == Guid.Empty ? null : post;
    }

    // Our pages send no referrer, so the origin is withheld too. Browsers too old to say where a post comes from keep our strict cookie out of foreign ones.
    private static bool IsFromHere(HttpContext http) => http.Request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "" => http.Request.Cookies.ContainsKey(http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name!),
        var site => site == "same-origin",
    };
}

/// <summary>
/// Carries a form through signing in, sealed and for two hours, in a hidden field of the sign-in page: never in an
/// address, a cookie or the browser's storage.
/// </summary>
internal sealed class KeptPosts(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Account.KeptPost");

    public string Seal(KeptPost post) => _protector.Protect(JsonSerializer.Serialize(new Carried(post, time.UtcNow() + Longest)));

    /// <summary>Null when it is too old or not ours.</summary>
    public KeptPost? Open(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var carried = JsonSerializer.Deserialize<Carried>(_protector.Unprotect(text));
            return carried is not null && time.UtcNow() < carried.Until ? carried.Post : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private sealed record Carried(KeptPost Post, DateTime Until);
}
