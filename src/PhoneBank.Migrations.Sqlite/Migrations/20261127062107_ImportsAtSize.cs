using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ImportsAtSize : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_imported_contacts_additions",
                table: "imported_contacts");

            migrationBuilder.DropIndex(
                name: "ix_contacts_import_id",
                table: "contacts");

            // The same id of another system twice at one contact says nothing more than once.
            migrationBuilder.Sql("""
                DELETE FROM contact_external_ids WHERE EXISTS (
                    SELECT 1 FROM contact_external_ids o
                    WHERE o.contact_id = contact_external_ids.contact_id AND o.blind_index = contact_external_ids.blind_index AND o.id < contact_external_ids.id);
                """);

            migrationBuilder.DropPrimaryKey(
                name: "pk_contact_external_ids",
                table: "contact_external_ids");

            migrationBuilder.DropIndex(
                name: "ix_contact_external_ids_contact_id",
                table: "contact_external_ids");

            migrationBuilder.DropColumn(
                name: "sealed_addition",
                table: "imported_contacts");

            migrationBuilder.DropColumn(
                name: "id",
                table: "contact_external_ids");

            migrationBuilder.AddPrimaryKey(
                name: "pk_contact_external_ids",
                table: "contact_external_ids",
                columns: new[] { "contact_id", "blind_index" });

            migrationBuilder.CreateTable(
                name: "imported_additions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    import_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    sealed_facts = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_additions", x => x.id);
                    table.ForeignKey(
                        name: "fk_imported_additions_contacts_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_imported_additions_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_count",
                table: "contacts",
                columns: new[] { "book_id", "hours_class_id", "language", "usable", "id", "callable_phones", "rests_until", "ended_at", "country", "time_zone", "consent", "city_id", "source_id" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_import_id_id",
                table: "contacts",
                columns: new[] { "import_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_additions_contact_id",
                table: "imported_additions",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_additions_import_id_contact_id",
                table: "imported_additions",
                columns: new[] { "import_id", "contact_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imported_additions");

            migrationBuilder.DropIndex(
                name: "ix_contacts_count",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_contacts_import_id_id",
                table: "contacts");

            migrationBuilder.DropPrimaryKey(
                name: "pk_contact_external_ids",
                table: "contact_external_ids");

            migrationBuilder.AddColumn<byte[]>(
                name: "sealed_addition",
                table: "imported_contacts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "id",
                table: "contact_external_ids",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddPrimaryKey(
                name: "pk_contact_external_ids",
                table: "contact_external_ids",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_contacts_additions",
                table: "imported_contacts",
                column: "import_id",
                filter: "sealed_addition IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_import_id",
                table: "contacts",
                column: "import_id");

            migrationBuilder.CreateIndex(
                name: "ix_contact_external_ids_contact_id",
                table: "contact_external_ids",
                column: "contact_id");
        }
    }
}
