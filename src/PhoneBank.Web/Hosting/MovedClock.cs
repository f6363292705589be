using System.Globalization;

namespace PhoneBank.Web.Hosting;

/// <summary>
/// The machine's clock, moved forward by a fixed time, so that journeys of a real process meet decent calling hours at any
/// hour of the night. Timers and measured spans are not touched. Never in production: calls would be made at night.
/// </summary>
internal sealed class MovedClock(TimeSpan offset) : TimeProvider
{
    /// <summary>Of the setting; a time such as <c>2.03:30:00</c> (two days, three and a half hours).</summary>
    public const string Setting = "PhoneBank:ClockOffset";

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;

    /// <summary>Registers it when asked for; refuses in every environment but <c>Testing</c>.</summary>
    public static void AddTo(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return;
        }

        if (!environment.IsEnvironment("Testing"))
        {
            throw new MovedClockException($"{Setting} is for tests alone: with it people would be called at night. Take it out, or start with ASPNETCORE_ENVIRONMENT=Testing.");
        }

        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var offset) || offset < TimeSpan.Zero)
        {
            throw new MovedClockException($"{Setting} must be a time not below zero, such as 2.03:30:00.");
        }

        services.AddSingleton<TimeProvider>(new MovedClock(offset));
        Console.Error.WriteLine($"TEST CLOCK: this process lives {text} ahead of the machine.");
    }
}

/// <summary>The operator asked for a moved clock where there must not be one.</summary>
public sealed class MovedClockException(string message) : Exception(message);
