using PhoneBank.Reports;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Reports;

/// <summary>Keeps the sums reports are made of.</summary>
internal sealed class CallSumming(SummarizeCalls summarize, TimeProvider time, ILogger<CallSumming> logger) : RepeatedWork(TimeSpan.FromSeconds(30), time, logger)
{
    protected override Task WorkAsync(CancellationToken ct) => summarize.ExecuteAsync(ct);
}
