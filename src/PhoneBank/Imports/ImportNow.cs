using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>An import that is done.</summary>
public sealed record ImportDone(Guid ImportId, ImportCounts Counts);

/// <summary>Takes a paste or a file from beginning to end with the guessed columns, for quick start. What it refuses leaves nothing behind.</summary>
public sealed class ImportNow(StartImport start, RunImport run, CancelImport cancel)
{
    public async Task<Result<ImportDone>> FromTextAsync(Actor actor, Guid bookId, string text, string? defaultCountry, string? defaultLanguage, CancellationToken ct) =>
        await RestAsync(actor, await start.FromTextAsync(actor, bookId, text, defaultCountry, defaultLanguage, ct), ct);

    public async Task<Result<ImportDone>> FromFileAsync(Actor actor, Guid bookId, Stream content, string fileName, string? defaultCountry, string? defaultLanguage, CancellationToken ct) =>
        await RestAsync(actor, await start.RunAsync(actor, bookId, content, fileName, defaultCountry, defaultLanguage, ct), ct);

    private async Task<Result<ImportDone>> RestAsync(Actor actor, Result<Guid> started, CancellationToken ct)
    {
        if (!started.IsDone)
        {
            return started.Error;
        }

        var found = await run.CheckAsync(actor, started.Value, ct);
        if (!found.IsDone)
        {
            await cancel.RunAsync(actor, started.Value, CancellationToken.None);
            return found.Error;
        }

        var done = await run.RunAsync(actor, started.Value, ct);
        if (!done.IsDone)
        {
            await cancel.RunAsync(actor, started.Value, CancellationToken.None);
            return done.Error;
        }

        return new ImportDone(started.Value, done.Value);
    }
}
