using PhoneBank.Lists;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Lists;

/// <summary>Keeps entries in step with their people, a piece every few seconds.</summary>
internal sealed class EntryAligning(AlignEntries align, TimeProvider time, ILogger<EntryAligning> logger) : RepeatedWork(TimeSpan.FromSeconds(10), time, logger)
{
    protected override Task WorkAsync(CancellationToken ct) => align.ExecuteAsync(ct);
}
