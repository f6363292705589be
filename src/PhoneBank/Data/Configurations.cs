using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.IdentifiedExports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Volunteers;

namespace PhoneBank.Data;

/// <summary>Lengths, indexes and references of every table. Ids are made in code, never by the database.</summary>
internal sealed class Configurations :
    IEntityTypeConfiguration<DataKey>, IEntityTypeConfiguration<ProtectionXml>, IEntityTypeConfiguration<InstallationState>,
    IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<StopListEntry>, IEntityTypeConfiguration<Suppression>,
    IEntityTypeConfiguration<Book>, IEntityTypeConfiguration<BookMember>, IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<ContactPhone>,
    IEntityTypeConfiguration<ContactExternalId>, IEntityTypeConfiguration<PhoneKey>, IEntityTypeConfiguration<ExternalKey>, IEntityTypeConfiguration<Label>, IEntityTypeConfiguration<ContactLabel>,
    IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignMember>, IEntityTypeConfiguration<Outcome>, IEntityTypeConfiguration<ScriptVersion>,
    IEntityTypeConfiguration<Invitation>, IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<TeamMember>, IEntityTypeConfiguration<Volunteer>,
    IEntityTypeConfiguration<CallList>, IEntityTypeConfiguration<Entry>, IEntityTypeConfiguration<Tally>, IEntityTypeConfiguration<Assignment>,
    IEntityTypeConfiguration<HoursClass>, IEntityTypeConfiguration<Claim>, IEntityTypeConfiguration<Call>, IEntityTypeConfiguration<Answer>,
    IEntityTypeConfiguration<Reveal>, IEntityTypeConfiguration<Skip>, IEntityTypeConfiguration<BudgetExtension>, IEntityTypeConfiguration<HeldResolution>,
    IEntityTypeConfiguration<Export>, IEntityTypeConfiguration<HelpRequest>, IEntityTypeConfiguration<HelpLine>, IEntityTypeConfiguration<Notice>,
    IEntityTypeConfiguration<IdentifiedRequest>, IEntityTypeConfiguration<NoticeReading>, IEntityTypeConfiguration<FollowUp>, IEntityTypeConfiguration<MatchPool>, IEntityTypeConfiguration<ReEntry>
{
    private const int LanguageLength = 35;
    private const int CountryLength = 3;
    private const int ZoneLength = 64;

    public void Configure(EntityTypeBuilder<DataKey> builder)
    {
        Id(builder);
        builder.HasIndex(key => key.BookId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProtectionXml> builder) => Id(builder);

    public void Configure(EntityTypeBuilder<InstallationState> builder) => builder.Property(state => state.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        Id(builder);
        builder.Property(entry => entry.Action).HasMaxLength(40);
        builder.Property(entry => entry.Detail).HasMaxLength(200);
        builder.HasIndex(entry => entry.At);
    }

    public void Configure(EntityTypeBuilder<StopListEntry> builder)
    {
        Id(builder);
        builder.HasIndex(entry => entry.Hash);
        builder.HasIndex(entry => entry.CallId);
    }

    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        Id(builder);
        builder.HasIndex(suppression => new { suppression.StopListEntryId, suppression.PhoneId }).IsUnique();
        builder.HasIndex(suppression => suppression.PhoneId);
        builder.HasOne<StopListEntry>().WithMany().HasForeignKey(suppression => suppression.StopListEntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Book> builder)
    {
        Id(builder);
        builder.Property(book => book.DefaultCountry).HasMaxLength(CountryLength);
    }

    public void Configure(EntityTypeBuilder<BookMember> builder)
    {
        builder.HasKey(member => new { member.BookId, member.VolunteerId });
        builder.HasIndex(member => member.VolunteerId);
        builder.HasOne<Book>().WithMany().HasForeignKey(member => member.BookId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        Id(builder);
        builder.Property(contact => contact.Language).HasMaxLength(LanguageLength);
        builder.Property(contact => contact.Country).HasMaxLength(CountryLength);
        builder.Property(contact => contact.TimeZone).HasMaxLength(ZoneLength);
        builder.HasOne<Book>().WithMany().HasForeignKey(contact => contact.BookId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(contact => new { contact.BookId, contact.Id });
        builder.HasIndex(contact => new { contact.ImportId, contact.Id });

        // Wide enough that counting whom a filter finds reads the index alone, in the order the count wants.
        builder.HasIndex(
            contact => new
            {
                contact.BookId, contact.HoursClassId, contact.Language, contact.Id, contact.CallablePhones, contact.RestsUntil, contact.EndedAt,
                contact.Country, contact.TimeZone, contact.Consent, contact.CityId, contact.SourceId,
            },
            "ix_contacts_count");

        // The few who rest, for the sweep that ends their rest.
        builder.HasIndex(contact => contact.RestsUntil, "ix_contacts_resting").HasFilter("rests_until IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<ContactPhone> builder)
    {
        Id(builder);
        builder.Property(phone => phone.Country).HasMaxLength(CountryLength);
        builder.HasIndex(phone => phone.ContactId);
        builder.HasOne<Contact>().WithMany().HasForeignKey(phone => phone.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ContactExternalId> builder)
    {
        builder.HasKey(external => new { external.ContactId, external.BlindIndex });
        builder.HasOne<Contact>().WithMany().HasForeignKey(external => external.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    // No foreign keys: they would need an index that is sorted by phone or contact, and the keys come in no order.
    public void Configure(EntityTypeBuilder<PhoneKey> builder) => builder.HasKey(key => new { key.BookId, key.BlindIndex });

    public void Configure(EntityTypeBuilder<ExternalKey> builder) => builder.HasKey(key => new { key.BookId, key.BlindIndex, key.ContactId });

    public void Configure(EntityTypeBuilder<Label> builder)
    {
        Id(builder);
        builder.HasIndex(label => new { label.BookId, label.BlindIndex }).IsUnique();
        builder.HasOne<Book>().WithMany().HasForeignKey(label => label.BookId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ContactLabel> builder)
    {
        builder.HasKey(label => new { label.ContactId, label.LabelId });
        builder.HasIndex(label => new { label.LabelId, label.ContactId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(label => label.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        Id(builder);
        builder.Property(campaign => campaign.Languages).HasMaxLength(200);
        builder.Property(campaign => campaign.TimeZone).HasMaxLength(ZoneLength);
        builder.Property(campaign => campaign.Hours).HasMaxLength(400);
        builder.Property(campaign => campaign.BlackoutDates).HasMaxLength(2000);
        builder.Property(campaign => campaign.Messengers).HasMaxLength(40);
        builder.HasIndex(campaign => campaign.BookId);
        builder.HasOne<Book>().WithMany().HasForeignKey(campaign => campaign.BookId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CampaignMember> builder)
    {
        Id(builder);
        builder.HasIndex(member => new { member.CampaignId, member.VolunteerId }).IsUnique();
        builder.HasIndex(member => member.VolunteerId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(member => member.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Outcome> builder)
    {
        Id(builder);
        builder.Property(outcome => outcome.Key).HasMaxLength(40);
        builder.Property(outcome => outcome.Definition).HasConversion(
            definition => JsonSerializer.Serialize(definition, SealedJson.Options),
            text => JsonSerializer.Deserialize<OutcomeDefinition>(text, SealedJson.Options)!);
        builder.HasIndex(outcome => new { outcome.CampaignId, outcome.Key }).IsUnique();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(outcome => outcome.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ScriptVersion> builder)
    {
        Id(builder);
        builder.HasIndex(version => new { version.CampaignId, version.Number }).IsUnique();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(version => version.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        Id(builder);
        builder.HasIndex(invitation => invitation.TokenHash).IsUnique();
        builder.HasIndex(invitation => invitation.JoinCodeHash).IsUnique();
        builder.HasIndex(invitation => invitation.CampaignId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(invitation => invitation.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Team> builder)
    {
        Id(builder);
        builder.HasIndex(team => team.CampaignId);
    }

    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.HasKey(member => new { member.TeamId, member.VolunteerId });
        builder.HasIndex(member => member.VolunteerId);
    }

    public void Configure(EntityTypeBuilder<Volunteer> builder)
    {
        builder.Property(volunteer => volunteer.Id).ValueGeneratedNever();
        builder.Property(volunteer => volunteer.CallLanguages).HasMaxLength(200);
        builder.Property(volunteer => volunteer.GoodLanguages).HasMaxLength(200);
        builder.Property(volunteer => volunteer.LittleLanguages).HasMaxLength(200);
        builder.Property(volunteer => volunteer.InterfaceLanguage).HasMaxLength(LanguageLength);
        builder.Property(volunteer => volunteer.FreeCountries).HasMaxLength(400);
        builder.HasIndex(volunteer => volunteer.InvitationId);
        builder.HasIndex(volunteer => volunteer.CalendarKeyHash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CallList> builder)
    {
        Id(builder);
        builder.HasIndex(list => list.CampaignId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(list => list.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Entry> builder)
    {
        Id(builder);
        builder.Property(entry => entry.Language).HasMaxLength(LanguageLength);
        builder.Property(entry => entry.ReroutedTo).HasMaxLength(LanguageLength);
        builder.Property(entry => entry.Country).HasMaxLength(CountryLength);

        // Once in a campaign; also finds all entries of a person. Those of a campaign are found through its lists.
        builder.HasIndex(entry => new { entry.ContactId, entry.CampaignId }).IsUnique();

        // The order in which a list is called; wide enough that choosing the next entry reads the index alone.
        builder.HasIndex(entry => new { entry.ListId, entry.Pass, entry.ReadyAt, entry.RandomKey, entry.HoursClassId, entry.Language }, "ix_entries_queue")
            .HasFilter("state = 'Waiting' AND callable");
        builder.HasIndex(entry => new { entry.ListId, entry.CallbackAt }, "ix_entries_callbacks").HasFilter("state = 'Scheduled'");
        builder.HasIndex(entry => new { entry.CampaignId, entry.LastCallAt }, "ix_entries_held").HasFilter("state = 'Held'");
        builder.HasIndex(entry => new { entry.ListId, entry.Id });
        builder.HasOne<CallList>().WithMany().HasForeignKey(entry => entry.ListId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(entry => entry.ContactId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Tally> builder)
    {
        Id(builder);
        builder.Property(tally => tally.Key).HasMaxLength(60);
        builder.HasIndex(tally => new { tally.ListId, tally.Key });
    }

    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        Id(builder);
        builder.HasIndex(assignment => assignment.ListId);
        builder.HasIndex(assignment => assignment.VolunteerId);
        builder.HasOne<CallList>().WithMany().HasForeignKey(assignment => assignment.ListId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<HoursClass> builder)
    {
        Id(builder);
        builder.Property(hours => hours.Key).HasMaxLength(300);
        builder.HasIndex(hours => hours.Key).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        Id(builder);

        // The two promises of the queue, kept by the database itself.
        builder.HasIndex(claim => claim.EntryId, "ix_claims_one_per_entry").IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(claim => claim.OrganizerId, "ix_claims_one_per_organizer").IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(claim => claim.ExpiresAt, "ix_claims_expiry").HasFilter("ended_at IS NULL");
        builder.HasIndex(claim => claim.OrganizerId, "ix_claims_unreported").HasFilter("ended_by = 'Lapsed' AND reported_at IS NULL");
        builder.HasIndex(claim => new { claim.OrganizerId, claim.TakenAt });
        builder.HasIndex(claim => claim.EntryId, "ix_claims_entry");
        builder.HasOne<Entry>().WithMany().HasForeignKey(claim => claim.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Call> builder)
    {
        Id(builder);
        builder.Property(call => call.Language).HasMaxLength(LanguageLength);
        builder.Property(call => call.Before).HasMaxLength(2000);
        builder.HasIndex(call => call.SubmissionToken).IsUnique();
        builder.HasIndex(call => call.EntryId);
        builder.HasIndex(call => new { call.ContactId, call.EndedAt });
        builder.HasIndex(call => new { call.CampaignId, call.EndedAt, call.Id });
        builder.HasIndex(call => new { call.OrganizerId, call.EndedAt });
        builder.HasIndex(call => call.ClaimId);

        // The list of calls, filtered: an outcome is of one campaign.
        builder.HasIndex(call => new { call.OutcomeId, call.EndedAt, call.Id });
        builder.HasIndex(call => new { call.ListId, call.OutcomeId, call.EndedAt, call.Id });

        // No reference to the entry: what was counted stays when a person is erased.
        builder.HasOne<Outcome>().WithMany().HasForeignKey(call => call.OutcomeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        Id(builder);
        builder.Property(answer => answer.StepId).HasMaxLength(60);
        builder.Property(answer => answer.ChoiceId).HasMaxLength(60);
        builder.HasIndex(answer => new { answer.CallId, answer.StepId }).IsUnique();
        builder.HasOne<Call>().WithMany().HasForeignKey(answer => answer.CallId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Reveal> builder)
    {
        Id(builder);
        builder.HasIndex(reveal => new { reveal.OrganizerId, reveal.BookId, reveal.At, reveal.ContactId });
    }

    public void Configure(EntityTypeBuilder<Skip> builder)
    {
        Id(builder);
        builder.HasIndex(skip => new { skip.EntryId, skip.OrganizerId });
        builder.HasIndex(skip => new { skip.ContactId, skip.OrganizerId }).HasFilter("contact_id IS NOT NULL");
        builder.HasIndex(skip => new { skip.OrganizerId, skip.At });
    }

    public void Configure(EntityTypeBuilder<BudgetExtension> builder)
    {
        Id(builder);
        builder.HasIndex(extension => new { extension.OrganizerId, extension.BookId });
    }

    public void Configure(EntityTypeBuilder<HeldResolution> builder)
    {
        Id(builder);
        builder.HasIndex(resolution => resolution.EntryId);
    }

    public void Configure(EntityTypeBuilder<Export> builder)
    {
        Id(builder);
        builder.HasIndex(export => new { export.BookId, export.At });
        builder.HasOne<Book>().WithMany().HasForeignKey(export => export.BookId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<IdentifiedRequest> builder)
    {
        Id(builder);
        builder.HasIndex(request => new { request.BookId, request.AskedAt });
        builder.HasOne<Book>().WithMany().HasForeignKey(request => request.BookId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<HelpRequest> builder)
    {
        Id(builder);
        builder.HasIndex(request => request.Token).IsUnique();
        builder.HasIndex(request => new { request.CampaignId, request.At }, "ix_help_requests_open").HasFilter("closed_at IS NULL");
        builder.HasIndex(request => request.OrganizerId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(request => request.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<HelpLine> builder)
    {
        Id(builder);
        builder.Property(line => line.Language).HasMaxLength(LanguageLength);
    }

    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        Id(builder);
        builder.HasIndex(notice => new { notice.CampaignId, notice.Until });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(notice => notice.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<NoticeReading> builder)
    {
        builder.HasKey(reading => new { reading.NoticeId, reading.VolunteerId });
        builder.HasOne<Notice>().WithMany().HasForeignKey(reading => reading.NoticeId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<FollowUp> builder)
    {
        Id(builder);
        builder.Property(promise => promise.StepId).HasMaxLength(60);
        builder.Property(promise => promise.Day).HasMaxLength(10);
        builder.Property(promise => promise.Currency).HasMaxLength(3);
        builder.Property(promise => promise.Reference).HasMaxLength(20);
        builder.HasIndex(promise => promise.CallId);
        builder.HasIndex(promise => new { promise.CampaignId, promise.StepId, promise.Day });
        builder.HasIndex(promise => promise.ContactId);
        builder.HasIndex(promise => new { promise.CampaignId, promise.At }, "ix_follow_ups_open").HasFilter("done_at IS NULL AND withdrawn_at IS NULL");
        builder.HasIndex(promise => new { promise.CampaignId, promise.Day, promise.At }, "ix_follow_ups_open_by_day").HasFilter("done_at IS NULL AND withdrawn_at IS NULL");
        builder.HasIndex(promise => new { promise.CampaignId, promise.DoneAt }, "ix_follow_ups_closed").HasFilter("done_at IS NOT NULL AND withdrawn_at IS NULL");
        builder.HasIndex(promise => promise.CampaignId, "ix_follow_ups_pledges").HasFilter("kind = 'Pledge' AND withdrawn_at IS NULL");
        builder.HasIndex(promise => promise.OrganizerId, "ix_follow_ups_mine").HasFilter("organizer_id IS NOT NULL AND done_at IS NULL");
        builder.HasOne<Call>().WithMany().HasForeignKey(promise => promise.CallId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MatchPool> builder)
    {
        Id(builder);
        builder.Property(pool => pool.Currency).HasMaxLength(3);
        builder.HasIndex(pool => pool.CampaignId, "ix_match_pools_one_open").IsUnique().HasFilter("closed_at IS NULL");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(pool => pool.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ReEntry> builder)
    {
        Id(builder);
        builder.HasIndex(entry => entry.TokenHash).IsUnique();
        builder.HasIndex(entry => entry.VolunteerId);
    }

    private static void Id<T>(EntityTypeBuilder<T> builder)
        where T : class => builder.Property<Guid>("Id").ValueGeneratedNever();
}
