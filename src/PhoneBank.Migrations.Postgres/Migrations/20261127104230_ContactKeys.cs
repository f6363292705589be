using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
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

            migrationBuilder.CreateTable(
                name: "external_keys",
                columns: table => new
                {
                    book_id = table.Column<Guid>(type: "uuid", nullable: false),
                    blind_index = table.Column<byte[]>(type: "bytea", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_keys", x => new { x.book_id, x.blind_index, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "late_stops",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stop_list_entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    blind_index = table.Column<byte[]>(type: "bytea", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "phone_keys",
                columns: table => new
                {
                    book_id = table.Column<Guid>(type: "uuid", nullable: false),
                    blind_index = table.Column<byte[]>(type: "bytea", nullable: false),
                    phone_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phone_keys", x => new { x.book_id, x.blind_index });
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

            // Whatever deletes a phone or an external id deletes its key.
            migrationBuilder.Sql("""
                CREATE FUNCTION forget_phone_key() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM phone_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND phone_id = OLD.id;
                    RETURN OLD;
                END $$;
                CREATE FUNCTION forget_external_key() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM external_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND contact_id = OLD.contact_id;
                    RETURN OLD;
                END $$;
                CREATE TRIGGER contact_phones_forget_key AFTER DELETE ON contact_phones FOR EACH ROW EXECUTE FUNCTION forget_phone_key();
                CREATE TRIGGER contact_external_ids_forget_key AFTER DELETE ON contact_external_ids FOR EACH ROW EXECUTE FUNCTION forget_external_key();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER contact_phones_forget_key ON contact_phones;
                DROP TRIGGER contact_external_ids_forget_key ON contact_external_ids;
                DROP FUNCTION forget_phone_key();
                DROP FUNCTION forget_external_key();
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
