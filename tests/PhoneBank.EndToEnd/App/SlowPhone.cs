using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>
/// A cheap phone on a train: the processor four times slower than this machine, 400 ms to every answer, 1.6 Mbit/s down and
/// 750 kbit/s up (what browsers' tools call "slow 3G" to "fast 3G"). Taps are timed from the finger to the painted answer.
/// </summary>
public static class SlowPhone
{
    public const int CpuSlowdown = 4;
    public const int RoundTripMs = 400;
    private const int BytesDown = 1_600_000 / 8;
    private const int BytesUp = 750_000 / 8;

    /// <summary>Whoever types on a phone needs this long for a key.</summary>
    private const int KeyMs = 40;

    public static async Task SlowDownAsync(this Person person)
    {
        person.KeyMs = KeyMs;
        var cdp = await person.Context.NewCDPSessionAsync(person.Page);
        await cdp.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = CpuSlowdown });
        await cdp.SendAsync("Network.enable");
        await cdp.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = RoundTripMs,
            ["downloadThroughput"] = BytesDown,
            ["uploadThroughput"] = BytesUp,
        });
    }

    /// <summary>Does something that ends in a tap and gives the time from the last touch to the moment the answer is painted.</summary>
    /// <param name="answer">A selector of what the tap shows; nothing on the page matches it yet.</param>
    public static async Task<TimeSpan> TimeTapAsync(this Person person, string answer, Func<Task> tap)
    {
        if (!person.Device.Script)
        {
            // Here the page cannot keep the time itself: what the test's own messages take is counted in.
            var clock = Stopwatch.StartNew();
            await tap();
            await person.Page.Locator(answer).First.WaitForAsync();
            return clock.Elapsed;
        }

        await person.Page.EvaluateAsync(
            """
            answer => {
                let at = 0;
                document.addEventListener('pointerdown', event => { at = event.timeStamp; }, { capture: true });
                window.answered = new Promise(done => {
                    const look = () => {
                        if (at && document.querySelector(answer)?.getClientRects().length) {
                            changes.disconnect();
                            requestAnimationFrame(() => setTimeout(() => done(performance.now() - at)));
                        }
                    };
                    const changes = new MutationObserver(look);
                    changes.observe(document.documentElement, { childList: true, subtree: true, attributes: true });
                });
            }
            """,
            answer);
        await tap();
        return TimeSpan.FromMilliseconds(await person.Page.EvaluateAsync<double>("window.answered"));
    }

    /// <summary>The value 95 of 100 do not exceed.</summary>
    public static TimeSpan P95(this IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }

    /// <summary>For example <c>median 0.48 s, p95 0.61 s, most 0.70 s</c>.</summary>
    public static string Figures(this IReadOnlyCollection<TimeSpan> times) =>
        string.Create(CultureInfo.InvariantCulture, $"median {times.Order().ElementAt(times.Count / 2).TotalSeconds:F2} s, p95 {times.P95().TotalSeconds:F2} s, most {times.Max().TotalSeconds:F2} s, of {times.Count}");
}
