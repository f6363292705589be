using System.Net;
using Bunit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Hosting;
using PhoneBank.Web.Reports;
using PhoneBank.Web.Tests.Host;
using PhoneBank.Web.Tests.Reports;

namespace PhoneBank.Web.Tests.Help;

/// <summary>Two nodes over one PostgreSQL database.</summary>
public sealed class SignalRelayTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_notice_given_on_one_node_reaches_a_page_open_on_another_within_two_seconds()
    {
        await using var first = await PhoneBankHost.StartAsync(DatabaseKind.Postgres);
        await using var second = await SecondNodeAsync(first);
        var scene = await first.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var cookies = (await first.SignedInAsync(mia)).Cookies;
        using var browser = new Browser(second.GetTestServer().CreateHandler(), new Uri("https://localhost/"), cookies);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/call/events");
        using var response = await browser.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": open", await events.ReadLineAsync());
        await ListeningAsync(first, second);

        var notice = new NewNotice { Id = Guid.NewGuid(), CampaignId = scene.CampaignId, Text = "Meet at 19:00", ShownFor = 1 };
        Assert.True((await first.World.Get<GiveNotice>().ExecuteAsync(scene.Coordinator, notice, CancellationToken.None)).IsDone);

        using var late = new CancellationTokenSource(Soon);
        string? line;
        do
        {
            line = await events.ReadLineAsync(late.Token);
        }
        while (line is not null && !line.StartsWith("event:", StringComparison.Ordinal));
        Assert.Equal("event: notice", line);
    }

    [Fact]
    public async Task A_number_stopped_on_one_node_is_off_a_page_open_on_another_within_a_second()
    {
        const string Number = "+972501111222";
        await using var first = await PhoneBankHost.StartAsync(DatabaseKind.Postgres);
        await using var second = await SecondNodeAsync(first);
        var scene = await first.World.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAsync(mia);
        var cookies = (await first.SignedInAsync(mia)).Cookies;
        using var browser = new Browser(second.GetTestServer().CreateHandler(), new Uri("https://localhost/"), cookies);
        Assert.True((await browser.OpenAsync("/call")).Has("[data-number-again]"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/call/events");
        using var response = await browser.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": open", await events.ReadLineAsync());
        await ListeningAsync(first, second);

        Assert.True((await first.World.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None)).IsDone);

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        string? line;
        do
        {
            line = await events.ReadLineAsync(late.Token);
        }
        while (line is not null && !line.StartsWith("event:", StringComparison.Ordinal));
        Assert.Equal("event: silenced", line);
        var page = await browser.OpenAsync("/call");
        Assert.DoesNotContain(Number, page.Text, StringComparison.Ordinal);
        Assert.True(page.Has("[data-silenced]"));
    }

    [Fact]
    public async Task A_call_taken_on_one_node_is_on_the_live_page_of_another_within_two_seconds()
    {
        await using var first = await PhoneBankHost.StartAsync(DatabaseKind.Postgres);
        await using var second = await SecondNodeAsync(first);
        var scene = await first.World.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        await using var context = LiveShiftParts.Over(second.Services, scene.Coordinator);
        var page = context.Render<LiveShiftLive>();
        await ListeningAsync(first, second);
        page.WaitForState(() => page.FindAll("[data-live='true']").Count == 1, TimeSpan.FromSeconds(10));
        Assert.Empty(page.FindAll("[data-caller]"));

        await scene.ClaimAsync(mia);

        page.WaitForState(() => page.FindAll("[data-caller='Reading']").Count == 1, Soon);
    }

    [Fact]
    public async Task A_signal_is_heard_once_on_each_node()
    {
        await using var first = await PhoneBankHost.StartAsync(DatabaseKind.Postgres);
        await using var second = await SecondNodeAsync(first);
        await ListeningAsync(first, second);
        var (here, there) = (new List<Signal>(), new TaskCompletionSource<Signal>(TaskCreationOptions.RunContinuationsAsynchronously));
        using var listeningHere = first.World.Get<Signals>().Subscribe(here.Add);

        // What told that the node listens may still be on its way.
        using var listeningThere = second.Services.GetRequiredService<Signals>().Subscribe(heard => _ = heard.Kind != "ready" && there.TrySetResult(heard));
        var signal = new Signal(Signal.HelpAsked, Guid.NewGuid(), Guid.NewGuid());

        first.World.Get<Signals>().Publish(signal);

        Assert.Equal(signal, await there.Task.WaitAsync(Soon));
        Assert.Equal([signal], here);
    }

    // A node needs a moment to listen after its start.
    private static async Task ListeningAsync(PhoneBankHost from, WebApplication to)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = to.Services.GetRequiredService<Signals>().Subscribe(signal =>
        {
            if (signal.Kind == "ready")
            {
                heard.TrySetResult();
            }
        });
        for (var attempt = 0; attempt < 100 && !heard.Task.IsCompleted; attempt++)
        {
            from.World.Get<Signals>().Publish(new Signal("ready"));
            await Task.WhenAny(heard.Task, Task.Delay(100));
        }

        Assert.True(heard.Task.IsCompleted);
    }

    private static async Task<WebApplication> SecondNodeAsync(PhoneBankHost first)
    {
        var key = Path.Combine(Directory.CreateTempSubdirectory("phonebank-keys-").FullName, "second.key");
        var app = PhoneBankApp.Build(
            new StartOptions(Demo: false, first.World.Folder.Path, key, ["--ConnectionStrings:PhoneBank", first.World.Storage.ConnectionString]),
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.Replace(ServiceDescriptor.Singleton(first.World.Get<TimeProvider>()));
                builder.Services.Replace(ServiceDescriptor.Singleton(first.World.Get<MasterKey>()));
                builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost/"));
            });
        await PhoneBankApp.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        return app;
    }
}
