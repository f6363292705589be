using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using PhoneBank.Data;

namespace PhoneBank.Migrations.Sqlite;

/// <summary>Gives the tools a context of this provider; no database is opened.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<PhoneBankDb>
{
    public PhoneBankDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PhoneBankDb>();
        Storage.Configure(options, new StorageSettings("Data Source=design.db"), gate: null);
        return new PhoneBankDb(options.Options);
    }
}
