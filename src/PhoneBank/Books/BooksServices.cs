using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Books;

internal static class BooksServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddBooks(this IServiceCollection services)
    {
        services.AddSingleton<CreateBook>();
        services.AddSingleton<ChangeBookPace>();
        services.AddSingleton<MyBooks>();
        services.AddSingleton<BookContacts>();
        services.AddSingleton<BookLabels>();
        services.AddSingleton<Labels>();
        services.AddSingleton<ContactWriter>();
        services.AddSingleton<AddContactByHand>();
        services.AddSingleton<ChangeSafeContactCard>();
        services.AddSingleton<FindContacts>();
        services.AddSingleton<OpenContact>();
        services.AddSingleton<EditContact>();
        services.AddSingleton<MergeContacts>();
        services.AddSingleton<EraseContact>();
        services.AddSingleton<ChangeRetention>();
        return services;
    }
}
