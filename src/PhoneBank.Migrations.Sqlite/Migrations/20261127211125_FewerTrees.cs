using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FewerTrees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_entries_campaign_id_contact_id",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "ix_entries_contact_id",
                table: "entries");

            migrationBuilder.CreateIndex(
                name: "ix_entries_contact_id_campaign_id",
                table: "entries",
                columns: new[] { "contact_id", "campaign_id" },
                unique: true);

            // A row is little more than its key: one sorted tree instead of a table and an index of the same. Rebuilding the
            // second drops its trigger.
            migrationBuilder.Sql("""
                CREATE TABLE contact_labels_new (contact_id BLOB NOT NULL, label_id BLOB NOT NULL, CONSTRAINT pk_contact_labels PRIMARY KEY (contact_id, label_id), CONSTRAINT fk_contact_labels_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE) WITHOUT ROWID;
                INSERT INTO contact_labels_new (contact_id, label_id) SELECT contact_id, label_id FROM contact_labels ORDER BY contact_id, label_id;
                DROP TABLE contact_labels;
                ALTER TABLE contact_labels_new RENAME TO contact_labels;
                CREATE INDEX ix_contact_labels_label_id_contact_id ON contact_labels (label_id, contact_id);
                CREATE TABLE contact_external_ids_new (book_id BLOB NOT NULL, contact_id BLOB NOT NULL, blind_index BLOB NOT NULL, CONSTRAINT pk_contact_external_ids PRIMARY KEY (contact_id, blind_index), CONSTRAINT fk_contact_external_ids_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE) WITHOUT ROWID;
                INSERT INTO contact_external_ids_new (book_id, contact_id, blind_index) SELECT book_id, contact_id, blind_index FROM contact_external_ids ORDER BY contact_id, blind_index;
                DROP TABLE contact_external_ids;
                ALTER TABLE contact_external_ids_new RENAME TO contact_external_ids;
                CREATE TRIGGER contact_external_ids_forget_key AFTER DELETE ON contact_external_ids BEGIN
                    DELETE FROM external_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND contact_id = OLD.contact_id;
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_entries_contact_id_campaign_id",
                table: "entries");

            migrationBuilder.CreateIndex(
                name: "ix_entries_campaign_id_contact_id",
                table: "entries",
                columns: new[] { "campaign_id", "contact_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_entries_contact_id",
                table: "entries",
                column: "contact_id");

            migrationBuilder.Sql("""
                CREATE TABLE contact_labels_new (contact_id BLOB NOT NULL, label_id BLOB NOT NULL, CONSTRAINT pk_contact_labels PRIMARY KEY (contact_id, label_id), CONSTRAINT fk_contact_labels_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE);
                INSERT INTO contact_labels_new (contact_id, label_id) SELECT contact_id, label_id FROM contact_labels ORDER BY contact_id, label_id;
                DROP TABLE contact_labels;
                ALTER TABLE contact_labels_new RENAME TO contact_labels;
                CREATE INDEX ix_contact_labels_label_id_contact_id ON contact_labels (label_id, contact_id);
                CREATE TABLE contact_external_ids_new (book_id BLOB NOT NULL, contact_id BLOB NOT NULL, blind_index BLOB NOT NULL, CONSTRAINT pk_contact_external_ids PRIMARY KEY (contact_id, blind_index), CONSTRAINT fk_contact_external_ids_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE);
                INSERT INTO contact_external_ids_new (book_id, contact_id, blind_index) SELECT book_id, contact_id, blind_index FROM contact_external_ids ORDER BY contact_id, blind_index;
                DROP TABLE contact_external_ids;
                ALTER TABLE contact_external_ids_new RENAME TO contact_external_ids;
                CREATE TRIGGER contact_external_ids_forget_key AFTER DELETE ON contact_external_ids BEGIN
                    DELETE FROM external_keys WHERE book_id = OLD.book_id AND blind_index = OLD.blind_index AND contact_id = OLD.contact_id;
                END;
                """);
        }
    }
}
