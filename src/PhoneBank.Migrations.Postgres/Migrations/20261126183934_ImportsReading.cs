using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ImportsReading : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_imports_one_running_per_book",
                table: "imports");

            migrationBuilder.AddColumn<string>(
                name: "basis",
                table: "imports",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "people_kept",
                table: "imports",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "rows_do_not_call",
                table: "imports",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_origin",
                table: "imports",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "undo_lifts_stops",
                table: "imports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "undone_at",
                table: "imports",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "undone_by",
                table: "imports",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_change",
                table: "imported_contacts",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "imported_stops",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sealed_number = table.Column<byte[]>(type: "bytea", nullable: true),
                    stop_list_entry_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_stops", x => x.id);
                    table.ForeignKey(
                        name: "fk_imported_stops_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_mappings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    book_id = table.Column<Guid>(type: "uuid", nullable: false),
                    heads_index = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_columns = table.Column<byte[]>(type: "bytea", nullable: false),
                    saved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_mappings", x => x.id);
                    table.ForeignKey(
                        name: "fk_saved_mappings_books_book_id",
                        column: x => x.book_id,
                        principalTable: "books",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_imports_one_running_per_book",
                table: "imports",
                column: "book_id",
                unique: true,
                filter: "state IN ('Running', 'Finishing', 'RollingBack', 'Undoing')");

            migrationBuilder.CreateIndex(
                name: "ix_imported_stops_import_id",
                table: "imported_stops",
                column: "import_id");

            migrationBuilder.CreateIndex(
                name: "ix_saved_mappings_book_id_heads_index",
                table: "saved_mappings",
                columns: new[] { "book_id", "heads_index" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imported_stops");

            migrationBuilder.DropTable(
                name: "saved_mappings");

            migrationBuilder.DropIndex(
                name: "ix_imports_one_running_per_book",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "basis",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "people_kept",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "rows_do_not_call",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "sealed_origin",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "undo_lifts_stops",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "undone_at",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "undone_by",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "sealed_change",
                table: "imported_contacts");

            migrationBuilder.CreateIndex(
                name: "ix_imports_one_running_per_book",
                table: "imports",
                column: "book_id",
                unique: true,
                filter: "state IN ('Running', 'Finishing', 'RollingBack')");
        }
    }
}
