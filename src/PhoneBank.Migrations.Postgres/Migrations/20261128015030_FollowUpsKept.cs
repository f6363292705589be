using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FollowUpsKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ended_as",
                table: "follow_ups",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "paid_in_hundredths",
                table: "follow_ups",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_closed",
                table: "follow_ups",
                columns: new[] { "campaign_id", "done_at" },
                filter: "done_at IS NOT NULL AND withdrawn_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_mine",
                table: "follow_ups",
                column: "organizer_id",
                filter: "organizer_id IS NOT NULL AND done_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_open",
                table: "follow_ups",
                columns: new[] { "campaign_id", "at" },
                filter: "done_at IS NULL AND withdrawn_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_open_by_day",
                table: "follow_ups",
                columns: new[] { "campaign_id", "day", "at" },
                filter: "done_at IS NULL AND withdrawn_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_pledges",
                table: "follow_ups",
                column: "campaign_id",
                filter: "kind = 'Pledge' AND withdrawn_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_follow_ups_closed",
                table: "follow_ups");

            migrationBuilder.DropIndex(
                name: "ix_follow_ups_mine",
                table: "follow_ups");

            migrationBuilder.DropIndex(
                name: "ix_follow_ups_open",
                table: "follow_ups");

            migrationBuilder.DropIndex(
                name: "ix_follow_ups_open_by_day",
                table: "follow_ups");

            migrationBuilder.DropIndex(
                name: "ix_follow_ups_pledges",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "ended_as",
                table: "follow_ups");

            migrationBuilder.DropColumn(
                name: "paid_in_hundredths",
                table: "follow_ups");
        }
    }
}
