using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.IdentifiedExports;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Volunteers;

namespace PhoneBank.Data;

/// <summary>The whole model. Opened from the factory, once per operation; never injected into a page.</summary>
public sealed class PhoneBankDb(DbContextOptions<PhoneBankDb> options) : IdentityDbContext<Volunteer, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<DataKey> DataKeys => Set<DataKey>();

    public DbSet<ProtectionXml> ProtectionXml => Set<ProtectionXml>();

    public DbSet<InstallationState> Installation => Set<InstallationState>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<StopListEntry> StopListEntries => Set<StopListEntry>();

    public DbSet<Suppression> Suppressions => Set<Suppression>();

    public DbSet<Book> Books => Set<Book>();

    public DbSet<BookMember> BookMembers => Set<BookMember>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<ContactPhone> ContactPhones => Set<ContactPhone>();

    public DbSet<ContactExternalId> ContactExternalIds => Set<ContactExternalId>();

    public DbSet<PhoneKey> PhoneKeys => Set<PhoneKey>();

    public DbSet<ExternalKey> ExternalKeys => Set<ExternalKey>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<ContactLabel> ContactLabels => Set<ContactLabel>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportedContact> ImportedContacts => Set<ImportedContact>();

    public DbSet<ImportedAddition> ImportedAdditions => Set<ImportedAddition>();

    public DbSet<ImportedStop> ImportedStops => Set<ImportedStop>();

    public DbSet<LateStop> LateStops => Set<LateStop>();

    public DbSet<SavedMapping> SavedMappings => Set<SavedMapping>();

    public DbSet<RejectedRow> RejectedRows => Set<RejectedRow>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<HoursOverride> HoursOverrides => Set<HoursOverride>();

    public DbSet<CampaignMember> CampaignMembers => Set<CampaignMember>();

    public DbSet<Outcome> Outcomes => Set<Outcome>();

    public DbSet<ScriptVersion> ScriptVersions => Set<ScriptVersion>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<CallList> CallLists => Set<CallList>();

    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Tally> Tallies => Set<Tally>();

    public DbSet<ListSummary> ListSummaries => Set<ListSummary>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<HoursClass> HoursClasses => Set<HoursClass>();

    public DbSet<Claim> Claims => Set<Claim>();

    public DbSet<Call> Calls => Set<Call>();

    public DbSet<Answer> Answers => Set<Answer>();

    public DbSet<Reveal> Reveals => Set<Reveal>();

    public DbSet<Skip> Skips => Set<Skip>();

    public DbSet<BudgetExtension> BudgetExtensions => Set<BudgetExtension>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<HeldResolution> HeldResolutions => Set<HeldResolution>();

    public DbSet<CallSum> CallSums => Set<CallSum>();

    public DbSet<CallSumMark> CallSumMarks => Set<CallSumMark>();

    public DbSet<StaleCall> StaleCalls => Set<StaleCall>();

    public DbSet<Export> Exports => Set<Export>();

    public DbSet<IdentifiedRequest> IdentifiedRequests => Set<IdentifiedRequest>();

    public DbSet<HelpRequest> HelpRequests => Set<HelpRequest>();

    public DbSet<HelpLine> HelpLines => Set<HelpLine>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeReading> NoticeReadings => Set<NoticeReading>();

    public DbSet<FollowUp> FollowUps => Set<FollowUp>();

    public DbSet<MatchPool> MatchPools => Set<MatchPool>();

    public DbSet<ReEntry> ReEntries => Set<ReEntry>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Volunteer>().ToTable("volunteers");
        builder.Entity<IdentityRole<Guid>>().ToTable("roles");
        builder.Entity<IdentityUserRole<Guid>>().ToTable("volunteer_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("volunteer_claims");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("volunteer_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("volunteer_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("volunteer_passkeys");
        builder.Entity<IdentityRole<Guid>>().HasData(Volunteers.Roles.All.Select(role => new IdentityRole<Guid>
        {
            Id = role.Value,
            Name = role.Key,
            NormalizedName = role.Key.ToUpperInvariant(),
            ConcurrencyStamp = role.Value.ToString("N"),
        }));
        builder.ApplyConfigurationsFromAssembly(typeof(PhoneBankDb).Assembly);
        ModelConventions.Apply(builder, isSqlite: Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal));
    }
}
