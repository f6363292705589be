using System.Diagnostics.CodeAnalysis;

namespace PhoneBank.Web.Account;

/// <summary>Where to go after signing in or switching the language: only ever to a page of ours.</summary>
public static class LocalUrl
{
    public static bool IsLocal([NotNullWhen(true)] string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\') && !url.Any(char.IsControl);

    /// <summary>The address, or the start page when it is not ours.</summary>
    public static string Of(string? url) => IsLocal(url) ? url : "/";
}
