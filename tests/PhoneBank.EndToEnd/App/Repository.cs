namespace PhoneBank.EndToEnd.App;

internal static class Repository
{
    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PhoneBank.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Not inside the repository.");
    }
}
