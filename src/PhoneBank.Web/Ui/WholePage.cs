using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PhoneBank.Web.Ui;

/// <summary>A page that answers a post where it was sent, because what was sent has to stay on it.</summary>
internal static class WholePage
{
    /// <summary>This part in the frame of organizers' pages.</summary>
    public static IResult Of<TPart>(HttpContext http, int status, params (string Name, object? Value)[] parameters)
        where TPart : IComponent
    {
        KnowAssets(http);
        RenderFragment page = builder =>
        {
            builder.OpenComponent<TPart>(0);
            foreach (var (name, value) in parameters)
            {
                builder.AddComponentParameter(1, name, value);
            }

            builder.CloseComponent();
        };
        return new RazorComponentResult<App>(new Dictionary<string, object?> { [nameof(App.Body)] = page }) { StatusCode = status };
    }

    /// <summary>Lets what is rendered here name style sheets and icons as pages do, by their fingerprints, which browsers keep.</summary>
    public static void KnowAssets(HttpContext http)
    {
        if (http.GetEndpoint() is { } endpoint
            && endpoint.Metadata.GetMetadata<ResourceAssetCollection>() is null
            && http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
                .Select(other => other.Metadata.GetMetadata<ResourceAssetCollection>()).FirstOrDefault(assets => assets is not null) is { } found)
        {
            http.SetEndpoint(new Endpoint(endpoint.RequestDelegate, new EndpointMetadataCollection([.. endpoint.Metadata, found]), endpoint.DisplayName));
        }
    }
}
