using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Lists;

namespace PhoneBank.Data;

/// <summary>What is kept about lists beside their entries.</summary>
internal sealed class ConfigurationsOfLists : IEntityTypeConfiguration<ListSummary>
{
    public void Configure(EntityTypeBuilder<ListSummary> builder)
    {
        builder.HasKey(summary => summary.ListId);
        builder.Property(summary => summary.ListId).ValueGeneratedNever();
        builder.HasOne<CallList>().WithOne().HasForeignKey<ListSummary>(summary => summary.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}
