using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PhoneBank.Demo;

namespace PhoneBank.Web.Hosting;

/// <summary>Makes the demo before the database is opened, and says where it is and how to get in once it listens.</summary>
internal sealed class DemoStart(DemoDatabase demo, IServer server) : IHostedLifecycleService
{
    private DemoFound _found;

    public async Task PrepareAsync(CancellationToken ct) => _found = await demo.PrepareAsync(ct);

    public Task StartedAsync(CancellationToken cancellationToken) => Console.Out.WriteLineAsync(Announcement(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], _found));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Announcement(IEnumerable<string> addresses, DemoFound found)
    {
        var text = new StringBuilder().AppendLine();
        text.AppendLine(found switch
        {
            DemoFound.MadeNew => "  The demo is ready: an invented organisation, \"Open Hand\", with invented people.",
            DemoFound.KeptAsItWas => "  The demo is ready, as you left it. It is made anew tomorrow.",
            _ => "  The demo was of another day, so it was made anew: what was done in it is gone.",
        });
        text.AppendLine("  No number in it belongs to anybody. Never put real people into it.");
        text.AppendLine();
        foreach (var address in addresses.Select(Reachable).Distinct(StringComparer.Ordinal))
        {
            text.AppendLine($"    Now listening on: {address}");
        }

        text.AppendLine();
        text.AppendLine($"    Everybody signs in with the phrase \"{DemoLogIns.Phrase}\".");
        text.AppendLine();
        foreach (var logIn in DemoLogIns.All)
        {
            text.AppendLine($"    {logIn.Name,-10}  {Role(logIn)}, calls in {string.Join(", ", logIn.Languages.Select(Language))}");
        }

        text.AppendLine();
        text.Append("  Press Ctrl+C to stop.");
        return text.AppendLine().ToString();
    }

    // A wildcard address is none that a browser can open.
    private static string Reachable(string address) =>
        address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);

    private static string Role(DemoLogIn logIn) => logIn switch
    {
        { IsCoordinator: true, IsAdministrator: true } => "coordinator and administrator",
        { IsCoordinator: true } => "coordinator",
        _ => "organizer",
    };

    private static string Language(string tag) => System.Globalization.CultureInfo.GetCultureInfo(tag).EnglishName;
}
