using PhoneBank.Lists;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Lists;

/// <summary>Fills the lists that refill themselves, every two minutes.</summary>
internal sealed class ListRefilling(RefillLists refill, TimeProvider time, ILogger<ListRefilling> logger) : RepeatedWork(TimeSpan.FromMinutes(2), time, logger)
{
    protected override Task WorkAsync(CancellationToken ct) => refill.ExecuteAsync(ct);
}
