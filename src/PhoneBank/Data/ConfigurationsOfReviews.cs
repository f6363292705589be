using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Calling;
using PhoneBank.Reviews;

namespace PhoneBank.Data;

/// <summary>What coordinators say of calls.</summary>
internal sealed class ConfigurationsOfReviews : IEntityTypeConfiguration<Review>
{
    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.Property(review => review.Id).ValueGeneratedNever();
        builder.HasOne<Call>().WithOne().HasForeignKey<Review>(review => review.CallId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(review => new { review.CampaignId, review.PickedAt, review.Id }, "ix_reviews_waiting").HasFilter("verdict = 'Waiting'");
        builder.HasIndex(review => review.CallId, "ix_reviews_corrected").HasFilter("corrected_outcome_id IS NOT NULL");
        builder.HasIndex(review => review.OrganizerId, "ix_reviews_returned").HasFilter("verdict = 'Returned' AND acknowledged_at IS NULL");
        builder.HasIndex(review => new { review.OrganizerId, review.BookId });
    }
}
