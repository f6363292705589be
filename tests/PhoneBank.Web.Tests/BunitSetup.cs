using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PhoneBank.Web.Tests;

internal static class BunitSetup
{
    /// <summary>bUnit asks for another version of this assembly than the one there is; they do the same for what it calls.</summary>
    [ModuleInitializer]
    internal static void AnswerForDiffing() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
