using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.Tests;

namespace PhoneBank.EndToEnd;

[Collection(Journeys.Name)]
public sealed class StartTests(Browser browser)
{
    [Theory, OnBothDatabases]
    public async Task The_application_starts_on_an_empty_installation_and_shows_a_page(DatabaseKind kind)
    {
        await using var app = await AppProcess.StartAsync(kind);
        await using var visitor = await browser.PersonAsync("a visitor", app.Address, Device.Phone);
        await visitor.Page.GotoAsync("/not-found");
        Assert.Contains("not", await visitor.Page.InnerTextAsync("h1"), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(visitor.Complaints);
        Assert.Empty(await visitor.AxeAsync());
    }

    [Fact]
    public async Task A_moved_clock_is_refused_in_production()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => AppProcess.StartAsync(DatabaseKind.Sqlite, new AppOptions { Arguments = ["--PhoneBank:ClockOffset", "01:00:00"] }));
        Assert.Contains("is for tests alone", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_for_tests_lives_at_the_hour_it_is_given()
    {
        var options = AppOptions.AtNoon;
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, options);
        Assert.Contains("TEST CLOCK", app.Output, StringComparison.Ordinal);
        Assert.Equal(DayOfWeek.Tuesday, TimeZoneInfo.ConvertTimeBySystemTimeZoneId(app.Now, "Asia/Jerusalem").DayOfWeek);
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused_in_plain_words()
    {
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            var second = new System.Diagnostics.ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
            foreach (var argument in new[] { Path.Combine(Repository.Root, "src/PhoneBank.Web/bin/Debug/net10.0/PhoneBank.Web.dll"), "--data", app.DataFolder, "--key", app.KeyFile, "--urls", "http://127.0.0.1:0" })
            {
                second.ArgumentList.Add(argument);
            }

            using var process = System.Diagnostics.Process.Start(second)!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            throw new InvalidOperationException($"{process.ExitCode} {error}");
        });
        Assert.StartsWith("1 PhoneBank is already running on this database file.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }
}
