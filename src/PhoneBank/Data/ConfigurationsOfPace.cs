using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Books;
using PhoneBank.Campaigns;

namespace PhoneBank.Data;

/// <summary>What decides how often and when people are called.</summary>
internal sealed class ConfigurationsOfPace : IEntityTypeConfiguration<HoursOverride>, IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<Book>
{
    // No figure of a book's stands for "not set", so that a zero is written as a zero.
    private const int NotSet = -1;

    public void Configure(EntityTypeBuilder<HoursOverride> builder)
    {
        builder.Property(opening => opening.Id).ValueGeneratedNever();
        builder.HasIndex(opening => new { opening.CampaignId, opening.UntilAt });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(opening => opening.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Campaign> builder) => builder.Property(campaign => campaign.Calendars).HasMaxLength(80);

    public void Configure(EntityTypeBuilder<Book> builder)
    {
        builder.Property(book => book.HoursBetweenTalks).HasDefaultValue(20).HasSentinel(NotSet);
        builder.Property(book => book.MinutesBetweenTries).HasDefaultValue(60).HasSentinel(NotSet);
    }
}
