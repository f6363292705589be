using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace PhoneBank.Web.Hosting;

internal static class Proxies
{
    /// <summary>
    /// Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> only from the proxies listed in <c>PhoneBank:Proxy</c>
    /// (addresses or networks, as a list or separated by commas): from anybody else they would let a stranger choose the address we see.
    /// </summary>
    public static void TrustProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("PhoneBank:Proxy");
        var listed = section.GetChildren().Select(child => child.Value).Append(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardedHeaders = listed.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var value in listed)
            {
                if (IPAddress.TryParse(value, out var address))
                {
                    options.KnownProxies.Add(address);
                }
                else
                {
                    options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(value, out var network)
                        ? network
                        : throw new InvalidOperationException($"PhoneBank:Proxy has '{value}', which is neither an address nor a network such as 10.0.0.0/8."));
                }
            }
        });
    }
}
