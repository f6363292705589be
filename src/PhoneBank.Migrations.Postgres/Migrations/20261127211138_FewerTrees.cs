using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FewerTrees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_entries_campaign_id_contact_id",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "ix_entries_contact_id",
                table: "entries");

            migrationBuilder.CreateIndex(
                name: "ix_entries_contact_id_campaign_id",
                table: "entries",
                columns: new[] { "contact_id", "campaign_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_entries_contact_id_campaign_id",
                table: "entries");

            migrationBuilder.CreateIndex(
                name: "ix_entries_campaign_id_contact_id",
                table: "entries",
                columns: new[] { "campaign_id", "contact_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_entries_contact_id",
                table: "entries",
                column: "contact_id");
        }
    }
}
