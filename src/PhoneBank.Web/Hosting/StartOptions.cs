namespace PhoneBank.Web.Hosting;

/// <summary>What was said on the command line; the rest goes to the framework (<c>--urls</c> and so on).</summary>
public sealed record StartOptions(bool Demo, string? DataFolder, string? KeyFile, string[] Rest);
