using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class BookRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_calls_entries_entry_id",
                table: "calls");

            migrationBuilder.AddColumn<int>(
                name: "retention_days",
                table: "books",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "retention_days",
                table: "books");

            migrationBuilder.AddForeignKey(
                name: "fk_calls_entries_entry_id",
                table: "calls",
                column: "entry_id",
                principalTable: "entries",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
