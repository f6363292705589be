using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.IdentifiedExports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.IdentifiedExports;

/// <summary>A book with coordinators who have passphrases, and the acts of an export with names.</summary>
public sealed record IdentifiedDesk(CallingScene Scene)
{
    public const string Words = "harbor lemon quiet copper sail";

    public World World => Scene.World;

    public Actor Noa => Scene.Coordinator;

    public static async Task<IdentifiedDesk> OpenAsync(World world, ProtectionLevel level)
    {
        world.WithQuickHashing();
        var desk = new IdentifiedDesk(await world.CallingSceneAsync(level: level));
        await desk.GiveWordsAsync(desk.Noa);
        return desk;
    }

    public async Task<Actor> OtherAsync()
    {
        var other = await Scene.CoordinatorAsync();
        await GiveWordsAsync(other);
        return other;
    }

    public async Task GiveWordsAsync(Actor actor)
    {
        await using var db = await World.OpenDbAsync();
        var volunteer = await db.Users.SingleAsync(found => found.Id == actor.VolunteerId);
        volunteer.PasswordHash = World.Get<IPasswordHasher<Volunteer>>().HashPassword(volunteer, Words);
        await db.SaveChangesAsync();
    }

    public Task<Result<Guid>> AskAsync(Actor? actor = null, string? reason = "Court asked", string? words = Words, Guid? campaignId = null, Guid? listId = null) =>
        World.Get<AskIdentifiedExport>().ExecuteAsync(actor ?? Noa, campaignId ?? Scene.CampaignId, listId, reason, words, CancellationToken.None);

    public Task<Result> ApproveAsync(Actor actor, Guid id, string? words = Words) => World.Get<ApproveIdentifiedExport>().ExecuteAsync(actor, id, words, CancellationToken.None);

    public Task<Result<MadeIdentified>> MakeAsync(Guid id, Actor? actor = null, string? words = Words) =>
        World.Get<MakeIdentifiedExport>().ExecuteAsync(actor ?? Noa, id, words, CancellationToken.None);

    public Task<Result> EndAsync(Actor actor, Guid id) => World.Get<EndIdentifiedExport>().ExecuteAsync(actor, id, CancellationToken.None);

    public Task SweepAsync() => World.Get<SweepIdentifiedExports>().RunAsync(CancellationToken.None);

    public async Task<Result<byte[]>> FetchAsync(Guid id, Actor? actor = null)
    {
        var file = await World.Get<FetchIdentifiedExport>().ExecuteAsync(actor ?? Noa, id, CancellationToken.None);
        if (!file.IsDone)
        {
            return file.Error;
        }

        await using var content = file.Value.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public async Task<IdentifiedState> StateAsync(Guid id, Actor? actor = null) =>
        (await World.Get<IdentifiedExportsQuery>().ExecuteAsync(actor ?? Noa, CancellationToken.None)).Single(row => row.Id == id).State;

    /// <summary>What lies on the disk of these exports.</summary>
    public string[] OnDisk()
    {
        var folder = Path.Combine(World.Folder.Path, "exports");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    /// <summary>Opens the file as docs/exports.md tells everybody to; null when the program says no.</summary>
    public static async Task<byte[]?> OpenWithOpenSslAsync(byte[] file, string passphrase)
    {
        var folder = Directory.CreateTempSubdirectory("phonebank-openssl-");
        try
        {
            var (sealedFile, plain) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"));
            await File.WriteAllBytesAsync(sealedFile, file);
            var start = new ProcessStartInfo("openssl", ["enc", "-d", "-aes-256-cbc", "-pbkdf2", "-iter", "600000", "-md", "sha256", "-in", sealedFile, "-out", plain, "-pass", "stdin"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteLineAsync(passphrase);
            process.StandardInput.Close();
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? await File.ReadAllBytesAsync(plain) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
