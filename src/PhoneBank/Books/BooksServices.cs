using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Books;

internal static class BooksServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddBooks(this IServiceCollection services)
    {
        return services;
    }
}
