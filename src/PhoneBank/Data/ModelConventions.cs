using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PhoneBank.Data;

/// <summary>
/// What holds for every table: snake_case names (so that hand-written SQL needs no quotes on either database), enums as
/// words, times in UTC. On SQLite an id is 16 bytes and a time is its count of ticks: a third of the size of the text
/// forms, and both sort as they should.
/// </summary>
internal static class ModelConventions
{
    public static void Apply(ModelBuilder builder, bool isSqlite)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
            {
                continue;
            }

            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                Convert(property, isSqlite);
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(SnakeCase(key.GetName()!));
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName(SnakeCase(key.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }
        }
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static void Convert(IMutableProperty property, bool isSqlite)
    {
        if (property.GetValueConverter() is not null)
        {
            return;
        }

        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(EnumToStringConverter<>).MakeGenericType(type))!);
            property.SetMaxLength(32);
        }
        else if (type == typeof(DateTime))
        {
            property.SetValueConverter(isSqlite
                ? new ValueConverter<DateTime, long>(time => time.Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc))
                : new ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc)));
        }
        else if (type == typeof(DateTimeOffset))
        {
            property.SetValueConverter(isSqlite
                ? new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero))
                : new ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time));
        }
        else if (type == typeof(Guid) && isSqlite)
        {
            property.SetValueConverter(new ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true)));
        }
    }
}
