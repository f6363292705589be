using PhoneBank.Data;
using PhoneBank.Privacy;

namespace PhoneBank.Web.Hosting;

/// <summary>Where this installation keeps its data and its key: from the command line, else configuration, else the user's own folders.</summary>
internal sealed record Installation(DataFolder Folder, StorageSettings Storage, string KeyFile)
{
    public static Installation From(StartOptions start, IConfiguration configuration)
    {
        var name = start.Demo ? "demo" : "live";
        var folder = start.DataFolder ?? configuration["PhoneBank:DataFolder"]
            ?? Path.Combine(UserFolder(Environment.SpecialFolder.LocalApplicationData, ".local/share"), "phonebank", name);
        var connection = start.Demo ? null : configuration.GetConnectionString("PhoneBank");
        var keyFile = start.KeyFile ?? configuration["PhoneBank:KeyFile"]
            ?? Path.Combine(UserFolder(Environment.SpecialFolder.ApplicationData, ".config"), "phonebank", KeyName(name, folder, start.DataFolder is null));
        return new Installation(new DataFolder(folder), new StorageSettings(connection ?? $"Data Source={Path.Combine(folder, "phonebank.db")}"), keyFile);
    }

    /// <summary>Reads the key; makes it only for a database that does not exist yet.</summary>
    public MasterKey OpenKey()
    {
        if (Path.GetFullPath(KeyFile).StartsWith(Path.GetFullPath(Folder.Path) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new MasterKeyException($"The key file {KeyFile} is inside the data folder. Whoever takes that folder would have the key as well: keep it elsewhere (--key, or PhoneBank:KeyFile).");
        }

        var isNew = Storage.Kind == DatabaseKind.Postgres || !File.Exists(Path.Combine(Folder.Path, "phonebank.db"));
        return MasterKey.LoadOrCreate(KeyFile, mayCreate: isNew);
    }

    // Two installations of one user must not share a key by accident.
    private static string KeyName(string name, string folder, bool isDefaultFolder) =>
        isDefaultFolder ? $"{name}.key" : $"{name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Path.GetFullPath(folder))).AsSpan(0, 6))}.key";

    private static string UserFolder(Environment.SpecialFolder folder, string fallback)
    {
        var path = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
        return path.Length > 0 ? path : Path.Combine(Directory.GetCurrentDirectory(), fallback);
    }
}
