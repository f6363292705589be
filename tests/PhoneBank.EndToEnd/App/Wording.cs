using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace PhoneBank.EndToEnd.App;

/// <summary>The words of the interface, from the application's own texts, so that a journey reads a page in any language.</summary>
public static class Wording
{
    private static readonly ConcurrentDictionary<Type, ResourceManager> Texts = new();

    /// <param name="key">Of the text of slice <typeparamref name="T"/>, for example <c>StartCall</c> of <c>CallingText</c>.</param>
    public static string Of<T>(string key, string language, params object[] arguments)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var text = Texts.GetOrAdd(typeof(T), type => new ResourceManager(type)).GetString(key, culture)
            ?? throw new InvalidOperationException($"{typeof(T).Name} has no text '{key}' in {language}.");
        return arguments.Length == 0 ? text : string.Format(culture, text, arguments);
    }
}
