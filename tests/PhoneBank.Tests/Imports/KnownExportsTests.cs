using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Imports;

/// <summary>Exports of other systems are recognised by their heads without help, and who asked there not to be called is not called here.</summary>
public sealed class KnownExportsTests
{
    private const string Us = "US";

    // Four people each; the second has asked not to be called.
    public static TheoryData<string, string, string> Exports => new()
    {
        { "VAN", "Voter File VANID\tLastName\tFirstName\tMiddleName\tPreferred Phone\tCell Phone\tmAddress\tmCity\tSex\tPreferredEmail\tDoNotCall\n1\tBaker\tRosa\tC\t(201) 555-0100\t\t1 Main St\tDayton\tF\tr@example.org\t\n2\tClark\tTess\tC\t(202) 555-0101\t\t2 Main St\tDayton\tF\tt@example.org\tDNC\n3\tGreen\tEmma\tB\t(203) 555-0102\t\t3 Main St\tDayton\tF\te@example.org\tNo\n4\tHill\tJohn\tB\t(205) 555-0103\t\t4 Main St\tDayton\tM\tj@example.org\t\n", "ExternalId,LastName,FirstName,Ignore,Phone,Phone,Ignore,City,AddressForm,Email,DoNotCall" },
        { "Spoke", "id,campaign_id,optedOut,texterFirst,texterLast,texterCell,external_id,first_name,last_name,cell,city,state,zip,message_status\n1,7,false,Noa,T,(214) 555-0190,x1,Rosa,Baker,(201) 555-0100,Dayton,OH,45402,closed\n2,7,true,Noa,T,(214) 555-0190,x2,Tess,Clark,(202) 555-0101,Dayton,OH,45402,closed\n3,7,false,Noa,T,(214) 555-0190,x3,Emma,Green,(203) 555-0102,Dayton,OH,45402,needsMessage\n4,7,false,Noa,T,(214) 555-0190,x4,John,Hill,(205) 555-0103,Dayton,OH,45402,closed\n", "Ignore,Ignore,DoNotCall,Ignore,Ignore,Ignore,ExternalId,FirstName,LastName,Phone,City,Ignore,Ignore,Ignore" },
        { "Spoke of the other fork", "campaignId,campaign,contact[firstName],contact[lastName],contact[cell],contact[zip],contact[city],contact[state],contact[optOut],contact[messageStatus],contact[external_id],tags\n7,May,Rosa,Baker,+12015550100,45402,Dayton,OH,false,closed,x1,\n7,May,Tess,Clark,+12025550101,45402,Dayton,OH,true,closed,x2,\n7,May,Emma,Green,+12035550102,45402,Dayton,OH,false,closed,x3,warm\n7,May,John,Hill,+12055550103,45402,Dayton,OH,false,closed,x4,\n", "Ignore,Ignore,FirstName,LastName,Phone,Ignore,City,Ignore,DoNotCall,Ignore,ExternalId,Tags" },
        { "Zetkin", "Zetkin ID,External ID,First name,Last name,Email,Phone,Alt. phone,Gender,City,Country,Tags,Do not call\n1,,Rosa,Baker,r@example.org,+1 201 555 0100,,f,Dayton,US,active,\n2,,Tess,Clark,t@example.org,+1 202 555 0101,,f,Dayton,US,active,yes\n3,,Emma,Green,e@example.org,+1 203 555 0102,,f,Dayton,US,,no\n4,,John,Hill,j@example.org,+1 205 555 0103,,m,Dayton,US,,\n", "ExternalId,Ignore,FirstName,LastName,Email,Phone,Phone,AddressForm,City,Country,Tags,DoNotCall" },
        { "NationBuilder", "nationbuilder_id,first_name,last_name,full_name,sex,email,phone_number,mobile_number,work_phone_number,do_not_call,do_not_contact,federal_donotcall,primary_city,primary_country_code,tag_list,note,support_level,employer\n1,Rosa,Baker,Rosa Baker,F,r@example.org,(201) 555-0100,,,false,false,false,Dayton,US,\"a, b\",,1,\n2,Tess,Clark,Tess Clark,F,t@example.org,(202) 555-0101,,,true,false,false,Dayton,US,,,1,\n3,Emma,Green,Emma Green,F,e@example.org,,(203) 555-0102,,false,false,false,Dayton,US,,,1,\n4,John,Hill,John Hill,M,j@example.org,(205) 555-0103,,,false,false,false,Dayton,US,,,1,\n", "ExternalId,FirstName,LastName,FullName,AddressForm,Email,Phone,Phone,Phone,DoNotCall,DoNotCall,DoNotCall,City,Country,Tags,Comment,Ignore,Ignore" },
        { "Action Network", "first_name,last_name,email,zip_code,can2_phone,can2_user_city,can2_user_tags,uuid,language,phone_opt_out\nRosa,Baker,r@example.org,45402,2015550100,Dayton,\"a,b\",u1,en,\nTess,Clark,t@example.org,45402,2025550101,Dayton,,u2,en,TRUE\nEmma,Green,e@example.org,45402,2035550102,Dayton,,u3,en,FALSE\nJohn,Hill,j@example.org,45402,2055550103,Dayton,,u4,en,\n", "FirstName,LastName,Email,Ignore,Phone,City,Tags,ExternalId,Language,DoNotCall" },
        { "CiviCRM", "Internal Contact ID,Contact Type,Do Not Phone,Do Not Email,Do Not SMS,Display Name,First Name,Last Name,Preferred Language,Gender,Home-City,Home-Phone-Mobile,Home-Phone-Phone,Home-Email,Group(s),Tag(s),Note(s)\n1,Individual,0,0,0,Rosa Baker,Rosa,Baker,en_US,Female,Dayton,(201) 555-0100,,r@example.org,,,\n2,Individual,1,0,0,Tess Clark,Tess,Clark,en_US,Female,Dayton,(202) 555-0101,,t@example.org,,,\n3,Individual,0,1,0,Emma Green,Emma,Green,en_US,Female,Dayton,,(203) 555-0102,e@example.org,,,\n4,Individual,,,,John Hill,John,Hill,en_US,Male,Dayton,(205) 555-0103,,j@example.org,,,\n", "ExternalId,Ignore,DoNotCall,Ignore,Ignore,FullName,FirstName,LastName,Language,AddressForm,City,Phone,Phone,Email,Tags,Tags,Comment" },
        { "CallHub", "contact,mobile,last_name,first_name,country_code,email,city,tags,dnc_call\n2015550100,,Baker,Rosa,US,r@example.org,Dayton,,No\n2025550101,,Clark,Tess,US,t@example.org,Dayton,,Yes\n2035550102,,Green,Emma,US,e@example.org,Dayton,,No\n2055550103,,Hill,John,US,j@example.org,Dayton,,\n", "Phone,Phone,LastName,FirstName,Country,Email,City,Tags,DoNotCall" },
        { "Hebrew", "מספר מזהה,שם פרטי,שם משפחה,טלפון נייד,עיר,שפה,הערות,לא להתקשר\n1,רוזה,בייקר,(201) 555-0100,דייטון,אנגלית,,\n2,טס,קלארק,(202) 555-0101,דייטון,אנגלית,,כן\n3,אמה,גרין,(203) 555-0102,דייטון,אנגלית,,לא\n4,יוחנן,היל,(205) 555-0103,דייטון,אנגלית,,\n", "ExternalId,FirstName,LastName,Phone,City,Language,Comment,DoNotCall" },
        { "Arabic", "المعرف,الاسم الأول,اسم العائلة,رقم الجوال,المدينة,اللغة,ملاحظات,عدم الاتصال\n1,روزا,بيكر,(201) 555-0100,دايتون,الإنجليزية,,\n2,تيس,كلارك,(202) 555-0101,دايتون,الإنجليزية,,نعم\n3,إيما,غرين,(203) 555-0102,دايتون,الإنجليزية,,لا\n4,جون,هيل,(205) 555-0103,دايتون,الإنجليزية,,\n", "ExternalId,FirstName,LastName,Phone,City,Language,Comment,DoNotCall" },
        { "Russian", "ид,имя,фамилия,мобильный телефон,город,язык,примечание,не звонить\n1,Роза,Бейкер,(201) 555-0100,Дейтон,английский,,\n2,Тесс,Кларк,(202) 555-0101,Дейтон,английский,,да\n3,Эмма,Грин,(203) 555-0102,Дейтон,английский,,нет\n4,Иван,Хилл,(205) 555-0103,Дейтон,английский,,\n", "ExternalId,FirstName,LastName,Phone,City,Language,Comment,DoNotCall" },
    };

    [Theory, MemberData(nameof(Exports))]
    public async Task Its_heads_are_known_and_its_wishes_are_kept(string system, string file, string columns)
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world, Us);
        var done = await desk.ImportAsync(file);

        Assert.Equal((system, columns), (system, string.Join(',', (await desk.ViewAsync(done.ImportId)).Plan.Columns.Select(use => use.Meaning))));
        Assert.Equal((4, 3, 1, 0), (done.Counts.Rows, done.Counts.New, done.Counts.DoNotCall, done.Counts.Invalid));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(3, await desk.NamedAsync(done.ImportId));
        var stopped = world.Sealer.StopListHash("+12025550101");
        Assert.Equal(stopped, (await db.StopListEntries.SingleAsync()).Hash);
        var details = (await db.Contacts.ToListAsync()).ConvertAll(desk.DetailsOf);
        Assert.DoesNotContain(details, one => one.Names[0].First is "Tess" or "טס" or "تيس" or "Тесс");
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_marked_is_silent_in_every_book_also_when_another_row_names_them(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var otherBook = (await world.Get<CreateBook>().RunAsync(desk.Noa, "Supporters", ProtectionLevel.Supporters, "IL", CancellationToken.None)).Required;
        await (desk with { BookId = otherBook }).ImportAsync("name,phone\nHanna Katz,050-1000003\n");

        // Far apart in the file: what one chunk has written the other must silence.
        var others = string.Concat(Enumerable.Range(0, 600).Select(n => string.Create(CultureInfo.InvariantCulture, $"Person {n},050{1_100_000 + n},no\n")));
        var importId = (await desk.StartAsync("name,phone,do not call\nDana Levi,050-1000001,\nYusuf Khoury,050-1000002,x\nHanna Katz,050-1000003,2024-05-01\n" + others + "Dana Levi,+972 50 100 0001,yes\nJoe Khoury,050-1000002,\nNobody,12,yes\n")).Required;
        var dry = (await desk.CheckAsync(importId)).Required;
        Assert.Equal(0, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
        var counts = (await desk.RunAsync(importId)).Required;

        Assert.Equal((601, 3, 1, 1), (counts.New, counts.DoNotCall, counts.StopListed, counts.Invalid));
        Assert.Equal((dry.New, dry.DoNotCall, dry.StopListed, dry.Invalid), (counts.New, counts.DoNotCall, counts.StopListed, counts.Invalid));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(3, await db.StopListEntries.CountAsync());
        Assert.Equal(600, await db.Contacts.CountAsync(contact => contact.CallablePhones > 0));
        Assert.True((await db.ContactPhones.SingleAsync(phone => phone.BookId == otherBook)).Suppressed);
        Assert.Equal(0, await db.ImportedStops.CountAsync(stop => stop.SealedNumber != null));

        // The same list again stops nobody twice.
        await desk.ImportAsync("name,phone,do not call\nYusuf Khoury,050-1000002,x\n");
        Assert.Equal(3, await world.ReadAsync(read => read.StopListEntries.CountAsync()));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("לא", false)]
    [InlineData("لا", false)]
    [InlineData("Нет", false)]
    [InlineData("yes", true)]
    [InlineData("1", true)]
    [InlineData("✓", true)]
    [InlineData("asked in May", true)]
    public void What_stands_in_such_a_column_marks_unless_it_says_no(string cell, bool marks) => Assert.Equal(marks, CellWords.IsStopped(cell));

    [Theory]
    [InlineData("unit", SensitiveKind.Military)]
    [InlineData("Base", SensitiveKind.Military)]
    [InlineData("rank", SensitiveKind.Military)]
    [InlineData("יחידה", SensitiveKind.Military)]
    [InlineData("מספר אישי", SensitiveKind.Military)]
    [InlineData("الرتبة", SensitiveKind.Military)]
    [InlineData("воинская часть", SensitiveKind.Military)]
    [InlineData("ID number", SensitiveKind.IdentityNumber)]
    [InlineData("ת.ז.", SensitiveKind.IdentityNumber)]
    [InlineData("رقم الهوية", SensitiveKind.IdentityNumber)]
    [InlineData("номер паспорта", SensitiveKind.IdentityNumber)]
    [InlineData("Arrested in 2024", SensitiveKind.Justice)]
    [InlineData("מעצרים", SensitiveKind.Justice)]
    [InlineData("الاعتقال", SensitiveKind.Justice)]
    [InlineData("аресты", SensitiveKind.Justice)]
    [InlineData("religion", SensitiveKind.Religion)]
    [InlineData("דת", SensitiveKind.Religion)]
    [InlineData("الديانة", SensitiveKind.Religion)]
    [InlineData("вероисповедание", SensitiveKind.Religion)]
    [InlineData("health (self-reported)", SensitiveKind.Health)]
    [InlineData("מצב בריאותי", SensitiveKind.Health)]
    [InlineData("الحالة الصحية", SensitiveKind.Health)]
    [InlineData("здоровье", SensitiveKind.Health)]
    [InlineData("city", null)]
    [InlineData("id", null)]
    [InlineData("מספר", null)]
    [InlineData("opted out", null)]
    public void Columns_that_should_not_exist_are_known_in_four_languages(string head, SensitiveKind? kind) =>
        Assert.Equal(kind, SensitiveColumns.KindOf(head));

    [Fact]
    public async Task They_are_left_out_with_the_reason_and_taken_only_when_somebody_insists()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync("שם,טלפון,ת.ז,יחידה,תחביב\nדנה לוי,050-1000001,300000001,גולני,שחמט\nיוסף חורי,050-1000002,300000002,נחל,שירה\n")).Required;
        var view = await desk.ViewAsync(importId);
        Assert.Equal([ColumnMeaning.FullName, ColumnMeaning.Phone, ColumnMeaning.Ignore, ColumnMeaning.Ignore, ColumnMeaning.Ignore], view.Plan.Columns.Select(use => use.Meaning));
        Assert.Equal([(SensitiveKind.IdentityNumber, true), (SensitiveKind.Military, true)], view.Sensitive.Select(column => (column.Kind, column.IsLeftOut)));

        var columns = view.Plan.Columns.ToList();
        columns[3] = new ColumnUse(ColumnMeaning.CustomField);
        await world.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Columns = columns }, CancellationToken.None);
        Assert.Equal([true, false], (await desk.ViewAsync(importId)).Sensitive.Select(column => column.IsLeftOut));
        await desk.CheckAsync(importId);
        await desk.RunAsync(importId);
        var fields = (await world.Get<BookLabels>().RunAsync(desk.Noa, desk.BookId, [LabelKind.Field], CancellationToken.None)).Required;
        Assert.Equal(["יחידה"], fields.Select(field => field.Text));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_heads_again_are_read_as_the_last_time_in_that_book(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync("who,reach at,about\nDana Levi,050-1000001,chess\n")).Required;
        ColumnUse[] columns = [new(ColumnMeaning.FullName), new(ColumnMeaning.Phone), new(ColumnMeaning.CustomField, "Hobby")];
        await world.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Columns = columns, HasHeader = true }, CancellationToken.None);
        await desk.CheckAsync(importId);
        Assert.True((await desk.RunAsync(importId)).IsDone);

        var again = await desk.ViewAsync((await desk.StartAsync("Who;REACH AT;About\nYusuf Khoury;050-1000002;song\n")).Required);
        Assert.Equal(columns, again.Plan.Columns);
        Assert.NotNull(again.Plan.MappedAsOf);
        var otherOrder = await desk.ViewAsync((await desk.StartAsync("reach at,who,about\n050-1000003,Olga Petrova,x\n")).Required);
        Assert.Null(otherOrder.Plan.MappedAsOf);
        var otherBook = (await world.Get<CreateBook>().RunAsync(desk.Noa, "Supporters", ProtectionLevel.Supporters, "IL", CancellationToken.None)).Required;
        var other = await (desk with { BookId = otherBook }).StartAsync("who,reach at,about\nYusuf Khoury,050-1000002,song\n");
        Assert.Null((await desk.ViewAsync(other.Required)).Plan.MappedAsOf);

        var saved = await world.ReadAsync(db => db.SavedMappings.SingleAsync());
        Assert.Equal(-1, saved.SealedColumns.AsSpan().IndexOf("Hobby"u8));
    }
}
