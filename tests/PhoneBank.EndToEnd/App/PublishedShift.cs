namespace PhoneBank.EndToEnd.App;

/// <summary>The published build with a campaign on a book of supporters, for what is measured.</summary>
public sealed class PublishedShift(WholeBrowser browser) : IAsyncLifetime
{
    private const int People = 220;

    public Shift Shift { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Shift = await Shift.StartAsync(browser, Data.DatabaseKind.Sqlite, People, options: AppOptions.AtNoon with { Published = true });

    public async Task DisposeAsync() => await Shift.DisposeAsync();
}
