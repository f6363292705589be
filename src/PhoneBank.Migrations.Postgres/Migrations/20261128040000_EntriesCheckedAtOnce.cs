using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Postgres.Migrations
{
    /// <summary>
    /// That people and lists of entries exist is asked once a statement instead of once a row, which was two fifths of the time of filling a
    /// list. What is refused and what goes along when a person is deleted stay what the foreign keys said; SQLite keeps them.
    /// </summary>
    public partial class EntriesCheckedAtOnce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A foreign key would lock each person's row, which writes every page of them. Instead whoever deletes people waits for those who add
            // entries, and they for her: both are rare and short, and no call does either.
            migrationBuilder.Sql("""
                ALTER TABLE entries DROP CONSTRAINT fk_entries_contacts_contact_id, DROP CONSTRAINT fk_entries_call_lists_list_id;

                CREATE FUNCTION wait_for_deleted_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(hashtextextended('entries of contacts', 0));
                    RETURN NULL;
                END $$;

                CREATE FUNCTION wait_for_added_entries() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock(hashtextextended('entries of contacts', 0));
                    RETURN NULL;
                END $$;

                CREATE FUNCTION check_added_entries() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    found bigint;
                BEGIN
                    IF EXISTS (SELECT 1 FROM added WHERE NOT EXISTS (SELECT 1 FROM contacts WHERE contacts.id = added.contact_id)) THEN
                        RAISE foreign_key_violation USING MESSAGE = 'An entry needs its contact.', TABLE = 'entries', CONSTRAINT = 'fk_entries_contacts_contact_id';
                    END IF;

                    PERFORM 1 FROM call_lists WHERE id IN (SELECT list_id FROM added) FOR KEY SHARE;
                    GET DIAGNOSTICS found = ROW_COUNT;
                    IF found < (SELECT count(DISTINCT list_id) FROM added) THEN
                        RAISE foreign_key_violation USING MESSAGE = 'An entry needs its list.', TABLE = 'entries', CONSTRAINT = 'fk_entries_call_lists_list_id';
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE FUNCTION check_moved_entry() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM 1 FROM call_lists WHERE id = NEW.list_id FOR KEY SHARE;
                    IF NOT FOUND THEN
                        RAISE foreign_key_violation USING MESSAGE = 'An entry needs its list.', TABLE = 'entries', CONSTRAINT = 'fk_entries_call_lists_list_id';
                    END IF;
                    PERFORM 1 FROM contacts WHERE id = NEW.contact_id FOR KEY SHARE;
                    IF NOT FOUND THEN
                        RAISE foreign_key_violation USING MESSAGE = 'An entry needs its contact.', TABLE = 'entries', CONSTRAINT = 'fk_entries_contacts_contact_id';
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE FUNCTION delete_entries_of_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    DELETE FROM entries WHERE contact_id IN (SELECT id FROM gone);
                    RETURN NULL;
                END $$;

                CREATE FUNCTION refuse_list_with_entries() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT 1 FROM entries WHERE list_id = OLD.id) THEN
                        RAISE foreign_key_violation USING MESSAGE = 'A list with entries stays.', TABLE = 'entries', CONSTRAINT = 'fk_entries_call_lists_list_id';
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE TRIGGER entries_wait BEFORE INSERT ON entries FOR EACH STATEMENT EXECUTE FUNCTION wait_for_deleted_contacts();
                CREATE TRIGGER contacts_wait BEFORE DELETE ON contacts FOR EACH STATEMENT EXECUTE FUNCTION wait_for_added_entries();
                CREATE TRIGGER entries_check_added AFTER INSERT ON entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_added_entries();
                CREATE TRIGGER entries_check_moved AFTER UPDATE OF list_id, contact_id ON entries FOR EACH ROW
                    WHEN (OLD.list_id <> NEW.list_id OR OLD.contact_id <> NEW.contact_id) EXECUTE FUNCTION check_moved_entry();
                CREATE TRIGGER contacts_delete_entries AFTER DELETE ON contacts REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_entries_of_contacts();
                CREATE TRIGGER call_lists_keep_entries AFTER DELETE ON call_lists FOR EACH ROW EXECUTE FUNCTION refuse_list_with_entries();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER call_lists_keep_entries ON call_lists;
                DROP TRIGGER contacts_delete_entries ON contacts;
                DROP TRIGGER entries_check_moved ON entries;
                DROP TRIGGER entries_check_added ON entries;
                DROP TRIGGER contacts_wait ON contacts;
                DROP TRIGGER entries_wait ON entries;
                DROP FUNCTION refuse_list_with_entries(), delete_entries_of_contacts(), check_moved_entry(), check_added_entries(), wait_for_added_entries(), wait_for_deleted_contacts();

                ALTER TABLE entries
                    ADD CONSTRAINT fk_entries_call_lists_list_id FOREIGN KEY (list_id) REFERENCES call_lists (id) ON DELETE RESTRICT,
                    ADD CONSTRAINT fk_entries_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE;
                """);
        }
    }
}
