using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Web.Hosting;

/// <summary>Keeps the keys of cookies and forms in the database, sealed, so that every node knows them and no file shows them.</summary>
internal sealed class ProtectionXmlRepository(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = dbs.CreateDbContext();
        return [.. db.ProtectionXml.AsNoTracking().ToList().Select(row => XElement.Parse(sealer.Open(PlaceOf(row.Id), row.Sealed)))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var id = time.NewId();
        using var db = dbs.CreateDbContext();
        db.ProtectionXml.Add(new ProtectionXml { Id = id, Sealed = sealer.Seal(PlaceOf(id), element.ToString(SaveOptions.DisableFormatting)) });
        db.SaveChanges();
    }

    private static Place PlaceOf(Guid id) => new("protection_xml", "sealed", id);
}
