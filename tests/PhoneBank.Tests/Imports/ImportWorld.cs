using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Imports;

/// <summary>A coordinator with an empty book, and the files to import into it.</summary>
public sealed record ImportDesk(World World, Actor Noa, Guid BookId)
{
    public const string TwoPeople = "first name,last name,phone\nDana,Levi,050-1000001\nYusuf,Khoury,050-1000002\n";

    public static async Task<ImportDesk> OpenAsync(World world, string country = "IL")
    {
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator, Roles.Organizer);
        var book = await world.Get<CreateBook>().RunAsync(noa, "Reservists", ProtectionLevel.AtRisk, country, CancellationToken.None);
        return new ImportDesk(world, noa, book.Required);
    }

    public static string DataFile(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "data", name);

    public Task<Result<Guid>> StartAsync(string text) => StartAsync(Encoding.UTF8.GetBytes(text));

    public async Task<Result<Guid>> StartAsync(byte[] bytes, string name = "people.csv")
    {
        using var content = new MemoryStream(bytes);
        return await World.Get<StartImport>().RunAsync(Noa, BookId, content, name, defaultCountry: null, defaultLanguage: null, CancellationToken.None);
    }

    public async Task<ImportDone> ImportAsync(string text) =>
        (await World.Get<ImportNow>().FromTextAsync(Noa, BookId, text, defaultCountry: null, defaultLanguage: null, CancellationToken.None)).Required;

    public async Task<ImportDone> ImportFileAsync(string name, string? country = null)
    {
        await using var content = File.OpenRead(DataFile(name));
        return (await World.Get<ImportNow>().FromFileAsync(Noa, BookId, content, name, country, defaultLanguage: null, CancellationToken.None)).Required;
    }

    public Task<Result<ImportCounts>> CheckAsync(Guid importId) => World.Get<RunImport>().CheckAsync(Noa, importId, CancellationToken.None);

    public Task<Result<ImportCounts>> RunAsync(Guid importId) => World.Get<RunImport>().RunAsync(Noa, importId, CancellationToken.None);

    public async Task<ImportView> ViewAsync(Guid importId) => (await World.Get<ImportDetails>().RunAsync(Noa, importId, CancellationToken.None)).Required;

    /// <summary>How many contacts a call list "from this import" is made of.</summary>
    public async Task<int> NamedAsync(Guid importId)
    {
        await using var db = await World.OpenDbAsync();
        return await new ContactFilter { ImportId = importId }.Of(db, BookId).CountAsync();
    }

    public ContactDetails DetailsOf(Contact contact) => World.Sealer.OpenJson<ContactDetails>(Places.ContactDetails(contact.Id), contact.SealedDetails);
}
