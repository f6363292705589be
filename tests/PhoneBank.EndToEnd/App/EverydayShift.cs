namespace PhoneBank.EndToEnd.App;

/// <summary>One application for the tests that only need somebody to call: each brings organizers of its own. The book is of supporters.</summary>
public sealed class EverydayShift : IAsyncLifetime
{
    private const int People = 400;
    private Shift? _shift;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<Shift> GetAsync(Browser browser) =>
        _shift ??= await Shift.StartAsync(browser, Data.DatabaseKind.Sqlite, People);

    public async Task DisposeAsync()
    {
        if (_shift is not null)
        {
            await _shift.DisposeAsync();
        }
    }
}
