using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhoneBank.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NobodySeesUndecided : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // An import in the middle of its end has counted those that were to be seen already; it counts all of them when it is done.
            migrationBuilder.Sql("""
                UPDATE books SET people = people - (SELECT count(*) FROM contacts c JOIN imports i ON i.id = c.import_id WHERE i.book_id = books.id AND i.state = 'Finishing' AND c.usable)
                WHERE id IN (SELECT book_id FROM imports WHERE state = 'Finishing')
                """);

            migrationBuilder.DropIndex(
                name: "ix_contacts_count",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "usable",
                table: "contacts");

            migrationBuilder.AddColumn<byte[]>(
                name: "undecided_import_id",
                table: "books",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[16]);

            migrationBuilder.Sql("""
                UPDATE books SET undecided_import_id = (SELECT i.id FROM imports i WHERE i.book_id = books.id AND i.state IN ('Running', 'Finishing', 'RollingBack') LIMIT 1)
                WHERE id IN (SELECT book_id FROM imports WHERE state IN ('Running', 'Finishing', 'RollingBack'))
                """);

            migrationBuilder.CreateIndex(
                name: "ix_contacts_count",
                table: "contacts",
                columns: new[] { "book_id", "hours_class_id", "language", "id", "callable_phones", "rests_until", "ended_at", "country", "time_zone", "consent", "city_id", "source_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_contacts_count",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "undecided_import_id",
                table: "books");

            migrationBuilder.AddColumn<bool>(
                name: "usable",
                table: "contacts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_contacts_count",
                table: "contacts",
                columns: new[] { "book_id", "hours_class_id", "language", "id", "callable_phones", "rests_until", "ended_at", "country", "time_zone", "consent", "city_id", "source_id" },
                filter: "usable");
        }
    }
}
