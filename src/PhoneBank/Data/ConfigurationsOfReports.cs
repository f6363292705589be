using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Campaigns;
using PhoneBank.Reports;

namespace PhoneBank.Data;

/// <summary>What reports are answered from.</summary>
internal sealed class ConfigurationsOfReports : IEntityTypeConfiguration<CallSum>, IEntityTypeConfiguration<CallSumMark>, IEntityTypeConfiguration<StaleCall>
{
    public void Configure(EntityTypeBuilder<CallSum> builder)
    {
        builder.HasKey(sum => new { sum.CampaignId, sum.Day, sum.ListId, sum.Kind, sum.Key });
        builder.Property(sum => sum.Kind).HasMaxLength(20);
        builder.Property(sum => sum.Key).HasMaxLength(121);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(sum => sum.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CallSumMark> builder)
    {
        builder.HasKey(mark => mark.CampaignId);
        builder.Property(mark => mark.CampaignId).ValueGeneratedNever();
        builder.Property(mark => mark.Zone).HasMaxLength(64);
        builder.HasOne<Campaign>().WithOne().HasForeignKey<CallSumMark>(mark => mark.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StaleCall> builder)
    {
        builder.Property(call => call.Id).ValueGeneratedNever();
        builder.HasIndex(call => new { call.CampaignId, call.At });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(call => call.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}
