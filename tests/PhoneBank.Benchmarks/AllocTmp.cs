using System.Diagnostics.Tracing;
namespace PhoneBank.Benchmarks;
#pragma warning disable
internal sealed class AllocTmp : EventListener
{
    public static readonly System.Collections.Concurrent.ConcurrentDictionary<string,long> Types = new();
    protected override void OnEventSourceCreated(EventSource s) { if (s.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(s, EventLevel.Verbose, (EventKeywords)1); }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName is { } n && n.StartsWith("GCAllocationTick")) { var t = (string)e.Payload![5]!; var amt = Convert.ToInt64(e.Payload[3]); var st = Environment.GetEnvironmentVariable("ALLOC_STACK") is { } f && t.Contains(f) ? t + " @ " + string.Join(" < ", new System.Diagnostics.StackTrace(4,false).GetFrames().Select(x => x.GetMethod()?.DeclaringType?.Name + "." + x.GetMethod()?.Name).Where(x => !x.StartsWith("System") ).Skip(3).Take(9)) : t; Types.AddOrUpdate(st, amt, (_, o) => o + amt); }
    }
}
