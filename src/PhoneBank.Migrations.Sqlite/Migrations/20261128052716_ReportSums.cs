using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReportSums : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_calls_outcome_id",
                table: "calls");

            migrationBuilder.CreateTable(
                name: "call_sum_marks",
                columns: table => new
                {
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    until_at = table.Column<long>(type: "INTEGER", nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_sum_marks", x => x.campaign_id);
                    table.ForeignKey(
                        name: "fk_call_sum_marks_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "call_sums",
                columns: table => new
                {
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 121, nullable: false),
                    calls = table.Column<int>(type: "INTEGER", nullable: false),
                    reached = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_call_sums", x => new { x.campaign_id, x.day, x.list_id, x.kind, x.key });
                    table.ForeignKey(
                        name: "fk_call_sums_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stale_calls",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stale_calls", x => x.id);
                    table.ForeignKey(
                        name: "fk_stale_calls_campaigns_campaign_id",
                        column: x => x.campaign_id,
                        principalTable: "campaigns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_calls_list_id_outcome_id_ended_at_id",
                table: "calls",
                columns: new[] { "list_id", "outcome_id", "ended_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_outcome_id_ended_at_id",
                table: "calls",
                columns: new[] { "outcome_id", "ended_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_stale_calls_campaign_id_at",
                table: "stale_calls",
                columns: new[] { "campaign_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "call_sum_marks");

            migrationBuilder.DropTable(
                name: "call_sums");

            migrationBuilder.DropTable(
                name: "stale_calls");

            migrationBuilder.DropIndex(
                name: "ix_calls_list_id_outcome_id_ended_at_id",
                table: "calls");

            migrationBuilder.DropIndex(
                name: "ix_calls_outcome_id_ended_at_id",
                table: "calls");

            migrationBuilder.CreateIndex(
                name: "ix_calls_outcome_id",
                table: "calls",
                column: "outcome_id");
        }
    }
}
