using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ContactKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_contacts_count",
                table: "contacts");

            migrationBuilder.DropIndex(
                name: "ix_contact_phones_book_id_blind_index",
                table: "contact_phones");

            migrationBuilder.DropIndex(
                name: "ix_contact_external_ids_book_id_blind_index",
                table: "contact_external_ids");

            // One sorted tree each; with row numbers they would be two.
            migrationBuilder.Sql("""
                CREATE TABLE phone_keys (book_id BLOB NOT NULL, blind_index BLOB NOT NULL, phone_id BLOB NOT NULL, CONSTRAINT pk_phone_keys PRIMARY KEY (book_id, blind_index)) WITHOUT ROWID;
                CREATE TABLE external_keys (book_id BLOB NOT NULL, blind_index BLOB NOT NULL, contact_id BLOB NOT NULL,
                    CONSTRAINT pk_external_keys PRIMARY KEY (book_id, blind_index, contact_id)) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "late_stops",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    import_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    stop_list_entry_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    blind_index = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_late_stops", x => x.id);
                    table.ForeignKey(
                        name: "fk_late_stops_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_late_stops_stop_list_entries_stop_list_entry_id",
                        column: x => x.stop_list_entry_id,
                        principalTable: "stop_list_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_count",
                table: "contacts",
                columns: new[] { "book_id", "hours_class_id", "language", "id", "callable_phones", "rests_until", "ended_at", "country", "time_zone", "consent", "city_id", "source_id" },
                filter: "usable");

            migrationBuilder.CreateIndex(
                name: "ix_late_stops_import_id",
                table: "late_stops",
                column: "import_id");

            migrationBuilder.CreateIndex(
                name: "ix_late_stops_stop_list_entry_id",
                table: "late_stops",
                column: "stop_list_entry_id");

            migrationBuilder.Sql("""
                INSERT INTO phone_keys (book_id, blind_index, phone_id) SELECT book_id, blind_index, id FROM contact_phones ORDER BY book_id, blind_index;
                INSERT INTO external_keys (book_id, blind_index, contact_id) SELECT book_id, blind_index, contact_id FROM contact_external_ids ORDER BY book_id, blind_index, contact_id;
                """);

            // Whatever deletes a phone or an external id deletes its key. Rebuilding one of these tables drops its trigger.
            migrationBuilder.Sql("""
                CREATE TRIGGER contact_phones_forget_key AFTER DELETE ON contact_phones BEGIN
                    DELETE FROM phone_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND phone_id = OLD.id;
                END;
                CREATE TRIGGER contact_external_ids_forget_key AFTER DELETE ON contact_external_ids BEGIN
                    DELETE FROM external_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND contact_id = OLD.contact_id;
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER contact_phones_forget_key;
                DROP TRIGGER contact_external_ids_forget_key;
                """);

            migrationBuilder.DropTable(
                name: "external_keys");

            migrationBuilder.DropTable(
                name: "late_stops");

            migrationBuilder.DropTable(
                name: "phone_keys");

            migrationBuilder.DropIndex(
                name: "ix_contacts_count",
                table: "contacts");

            migrationBuilder.CreateIndex(
                name: "ix_contacts_count",
                table: "contacts",
                columns: new[] { "book_id", "hours_class_id", "language", "usable", "id", "callable_phones", "rests_until", "ended_at", "country", "time_zone", "consent", "city_id", "source_id" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_phones_book_id_blind_index",
                table: "contact_phones",
                columns: new[] { "book_id", "blind_index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_contact_external_ids_book_id_blind_index",
                table: "contact_external_ids",
                columns: new[] { "book_id", "blind_index" });
        }
    }
}
