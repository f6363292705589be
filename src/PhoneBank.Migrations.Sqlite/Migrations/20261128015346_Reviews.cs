using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Reviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "reviews",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    call_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    book_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    organizer_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    picked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    taken_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    taken_until = table.Column<long>(type: "INTEGER", nullable: true),
                    judged_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    judged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    corrected_outcome_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sealed_text = table.Column<byte[]>(type: "BLOB", nullable: true),
                    acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews", x => x.id);
                    table.ForeignKey(
                        name: "fk_reviews_calls_call_id",
                        column: x => x.call_id,
                        principalTable: "calls",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_call_id",
                table: "reviews",
                column: "call_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reviews_corrected",
                table: "reviews",
                column: "call_id",
                filter: "corrected_outcome_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_organizer_id_book_id",
                table: "reviews",
                columns: new[] { "organizer_id", "book_id" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_returned",
                table: "reviews",
                column: "organizer_id",
                filter: "verdict = 'Returned' AND acknowledged_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_waiting",
                table: "reviews",
                columns: new[] { "campaign_id", "picked_at", "id" },
                filter: "verdict = 'Waiting'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reviews");
        }
    }
}
