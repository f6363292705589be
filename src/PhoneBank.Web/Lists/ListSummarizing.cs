using PhoneBank.Lists;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Lists;

/// <summary>Keeps what waits in each list counted, a piece every few seconds.</summary>
internal sealed class ListSummarizing(SummarizeLists summarize, TimeProvider time, ILogger<ListSummarizing> logger) : RepeatedWork(TimeSpan.FromSeconds(10), time, logger)
{
    protected override Task WorkAsync(CancellationToken ct) => summarize.ExecuteAsync(ct);
}
