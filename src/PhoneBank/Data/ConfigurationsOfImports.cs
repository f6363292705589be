using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Books;
using PhoneBank.Imports;
using PhoneBank.Privacy;

namespace PhoneBank.Data;

/// <summary>The tables of imports.</summary>
internal sealed class ConfigurationsOfImports :
    IEntityTypeConfiguration<Import>, IEntityTypeConfiguration<ImportedContact>, IEntityTypeConfiguration<ImportedAddition>, IEntityTypeConfiguration<ImportedStop>, IEntityTypeConfiguration<RejectedRow>,
    IEntityTypeConfiguration<LateStop>, IEntityTypeConfiguration<SavedMapping>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.Property(import => import.Id).ValueGeneratedNever();
        builder.Property(import => import.DefaultCountry).HasMaxLength(3);
        builder.Property(import => import.Failure).HasMaxLength(80);
        builder.HasIndex(import => import.BookId);

        // One import at a time per book, also across nodes.
        builder.HasIndex(import => import.BookId, "ix_imports_one_running_per_book").IsUnique().HasFilter("state IN ('Running', 'Finishing', 'RollingBack', 'Undoing')");
    }

    public void Configure(EntityTypeBuilder<ImportedContact> builder)
    {
        builder.HasKey(imported => new { imported.ImportId, imported.ContactId });
        builder.HasIndex(imported => imported.ContactId);
        builder.HasOne<Import>().WithMany().HasForeignKey(imported => imported.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Contact>().WithMany().HasForeignKey(imported => imported.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportedAddition> builder)
    {
        builder.Property(addition => addition.Id).ValueGeneratedNever();
        builder.HasIndex(addition => new { addition.ImportId, addition.ContactId });
        builder.HasIndex(addition => addition.ContactId);
        builder.HasOne<Import>().WithMany().HasForeignKey(addition => addition.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Contact>().WithMany().HasForeignKey(addition => addition.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportedStop> builder)
    {
        builder.Property(stop => stop.Id).ValueGeneratedNever();
        builder.HasIndex(stop => stop.ImportId);
        builder.HasOne<Import>().WithMany().HasForeignKey(stop => stop.ImportId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<LateStop> builder)
    {
        builder.Property(stop => stop.Id).ValueGeneratedNever();
        builder.HasIndex(stop => stop.ImportId);
        builder.HasIndex(stop => stop.StopListEntryId);
        builder.HasOne<Import>().WithMany().HasForeignKey(stop => stop.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StopListEntry>().WithMany().HasForeignKey(stop => stop.StopListEntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RejectedRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Reason).HasMaxLength(80);
        builder.HasIndex(row => new { row.ImportId, row.Line });
        builder.HasOne<Import>().WithMany().HasForeignKey(row => row.ImportId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SavedMapping> builder)
    {
        builder.Property(mapping => mapping.Id).ValueGeneratedNever();
        builder.HasIndex(mapping => new { mapping.BookId, mapping.HeadsIndex }).IsUnique();
        builder.HasOne<Book>().WithMany().HasForeignKey(mapping => mapping.BookId).OnDelete(DeleteBehavior.Cascade);
    }
}
