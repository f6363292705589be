using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AssignmentJudgement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_skips_organizer_id_entry_id",
                table: "skips");

            migrationBuilder.AddColumn<string>(
                name: "good_languages",
                table: "volunteers",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "little_languages",
                table: "volunteers",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "own_numbers",
                table: "volunteers",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "surnames",
                table: "volunteers",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AlterColumn<byte[]>(
                name: "entry_id",
                table: "skips",
                type: "BLOB",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "BLOB");

            migrationBuilder.AlterColumn<byte[]>(
                name: "campaign_id",
                table: "skips",
                type: "BLOB",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "BLOB");

            migrationBuilder.AddColumn<byte[]>(
                name: "book_id",
                table: "skips",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "contact_id",
                table: "skips",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "set_by",
                table: "skips",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "keeps_relatives_apart",
                table: "campaigns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "list_summaries",
                columns: table => new
                {
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    waiting = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_list_summaries", x => x.list_id);
                    table.ForeignKey(
                        name: "fk_list_summaries_call_lists_list_id",
                        column: x => x.list_id,
                        principalTable: "call_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_skips_contact_id_organizer_id",
                table: "skips",
                columns: new[] { "contact_id", "organizer_id" },
                filter: "contact_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_skips_entry_id_organizer_id",
                table: "skips",
                columns: new[] { "entry_id", "organizer_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "list_summaries");

            migrationBuilder.DropIndex(
                name: "ix_skips_contact_id_organizer_id",
                table: "skips");

            migrationBuilder.DropIndex(
                name: "ix_skips_entry_id_organizer_id",
                table: "skips");

            migrationBuilder.DropColumn(
                name: "good_languages",
                table: "volunteers");

            migrationBuilder.DropColumn(
                name: "little_languages",
                table: "volunteers");

            migrationBuilder.DropColumn(
                name: "own_numbers",
                table: "volunteers");

            migrationBuilder.DropColumn(
                name: "surnames",
                table: "volunteers");

            migrationBuilder.DropColumn(
                name: "book_id",
                table: "skips");

            migrationBuilder.DropColumn(
                name: "contact_id",
                table: "skips");

            migrationBuilder.DropColumn(
                name: "set_by",
                table: "skips");

            migrationBuilder.DropColumn(
                name: "keeps_relatives_apart",
                table: "campaigns");

            migrationBuilder.AlterColumn<byte[]>(
                name: "entry_id",
                table: "skips",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "BLOB",
                oldNullable: true);

            migrationBuilder.AlterColumn<byte[]>(
                name: "campaign_id",
                table: "skips",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "BLOB",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_skips_organizer_id_entry_id",
                table: "skips",
                columns: new[] { "organizer_id", "entry_id" });
        }
    }
}
