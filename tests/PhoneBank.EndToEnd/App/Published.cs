using System.Diagnostics;

namespace PhoneBank.EndToEnd.App;

/// <summary>The application as it is published for an installation (release build, files compressed), made once for all tests of a run.</summary>
public static class Published
{
    private static readonly Lazy<Task<string>> Once = new(PublishAsync);

    /// <summary>The path of the published dll. <c>PHONEBANK_TEST_PUBLISHED</c> may name a folder that holds it already.</summary>
    public static Task<string> DllAsync() => Once.Value;

    private static async Task<string> PublishAsync()
    {
        const string Dll = "PhoneBank.Web.dll";
        if (Environment.GetEnvironmentVariable("PHONEBANK_TEST_PUBLISHED") is { Length: > 0 } given)
        {
            return Path.Combine(given, Dll);
        }

        var folder = Directory.CreateTempSubdirectory("phonebank-published-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        foreach (var argument in new[] { "publish", "src/PhoneBank.Web", "-c", "Release", "-o", folder, "-p:RunAnalyzers=false", "-nodeReuse:false", "-clp:ErrorsOnly" })
        {
            start.ArgumentList.Add(argument);
        }

        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, Dll) : throw new InvalidOperationException("Could not be published:\n" + said);
    }
}
