using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
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
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "little_languages",
                table: "volunteers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "own_numbers",
                table: "volunteers",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "surnames",
                table: "volunteers",
                type: "bytea",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "entry_id",
                table: "skips",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<Guid>(
                name: "campaign_id",
                table: "skips",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "book_id",
                table: "skips",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "contact_id",
                table: "skips",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "set_by",
                table: "skips",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "keeps_relatives_apart",
                table: "campaigns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "list_summaries",
                columns: table => new
                {
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    waiting = table.Column<string>(type: "text", nullable: false)
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

            migrationBuilder.AlterColumn<Guid>(
                name: "entry_id",
                table: "skips",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "campaign_id",
                table: "skips",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_skips_organizer_id_entry_id",
                table: "skips",
                columns: new[] { "organizer_id", "entry_id" });
        }
    }
}
