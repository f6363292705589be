using Microsoft.Extensions.Localization;
using PhoneBank.Shared;

namespace PhoneBank.Web.Ui;

/// <summary>The sentences for refusals, and counted words.</summary>
public sealed class Texts(IStringLocalizerFactory localizers)
{
    private readonly IStringLocalizer _ui = localizers.Create(typeof(UiText));

    /// <summary>
    /// The sentence a person reads for a refusal, in the language of the request: from the texts of the slice whose
    /// refusal it is (<c>PhoneBank.Calling</c> has <c>Calling/CallingText.resx</c>), else from the shared ones.
    /// </summary>
    public string Of(Error error)
    {
        var slice = error.GetType().Namespace!.Split('.')[1];
        var arguments = error.TextArguments.ToArray();
        if (slice != "Shared")
        {
            var text = localizers.Create($"{slice}.{slice}Text", typeof(Texts).Assembly.GetName().Name!)[error.Key, arguments];
            if (!text.ResourceNotFound)
            {
                return text;
            }
        }

        var shared = _ui[error.Key, arguments];
        return shared.ResourceNotFound ? _ui["NotDone"] : shared;
    }

    /// <summary>
    /// A counted text: takes <c>Key_one</c>, <c>Key_two</c>, <c>Key_few</c>, <c>Key_many</c> or <c>Key_other</c>, as the
    /// language of the request counts. The count is placeholder {0}.
    /// </summary>
    public static string Count(IStringLocalizer localizer, string key, long count, params object[] more) => Counted(localizer, key, count, count, more);

    /// <summary>The same of a count that was not counted to its end: with a plus behind it.</summary>
    public static string CountAtLeast(IStringLocalizer localizer, string key, long count, params object[] more) => Counted(localizer, key, count, $"{count}+", more);

    private static string Counted(IStringLocalizer localizer, string key, long count, object shown, object[] more)
    {
        object[] arguments = [shown, .. more];
        var text = localizer[$"{key}_{Plural.Category(System.Globalization.CultureInfo.CurrentUICulture, count)}", arguments];
        return text.ResourceNotFound ? localizer[$"{key}_other", arguments] : text;
    }
}
