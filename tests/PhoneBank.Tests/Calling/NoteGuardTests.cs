using PhoneBank.Calling;

namespace PhoneBank.Tests.Calling;

/// <summary>What a note is warned about, and what it must not be warned about. Invented numbers and people only.</summary>
public sealed class NoteGuardTests
{
    [Theory]
    [InlineData("call 0501234567 instead")]
    [InlineData("050-1234567")]
    [InlineData("050 123 45 67")]
    [InlineData("(050) 123-4567")]
    [InlineData("050.123.4567")]
    [InlineData("050–1234567")]
    [InlineData("‎+972 50-123-4567‎")]
    [InlineData("00972501234567")]
    [InlineData("972501234567")]
    [InlineData("at the shop: 02-5012345")]
    [InlineData("03-501 2345 after five")]
    [InlineData("555-0142 1 212")]
    [InlineData("ring 212-555-0142")]
    [InlineData("(212) 555-0142 from 18:00")]
    [InlineData("+1 212 555 0142")]
    [InlineData("+44 7700 900123")]
    [InlineData("501-2345")]
    [InlineData("להתקשר לאמא שלו 0501234567 אחרי שש")]
    [InlineData("הנייד של אחותה הוא 052-1234567")]
    [InlineData("ל-054-7654321 אפשר גם בערב")]
    [InlineData("טלפון בבית: 04 8123456")]
    [InlineData("اتصلوا على ٠٥٠١٢٣٤٥٦٧ مساءً")]
    [InlineData("رقم أخيه ۰۵۰-۱۲۳-۴۵۶۷")]
    [InlineData("رقم الجوال 0521234567")]
    [InlineData("на номер 8 (916) 123-45-67")]
    [InlineData("мобильный +7 916 123 45 67")]
    [InlineData("звонить жене: 89161234567")]
    [InlineData("телефон 123-45-67")]
    [InlineData("０５０１２３４５６７")]
    [InlineData("0️⃣5️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣")]
    [InlineData("06 12 34 56 78")]
    [InlineData("on 24.11.2026 at 18:30 ring 0501234567, owes 50 ₪")]
    public void A_phone_number_is_found_however_it_is_spelled(string text) => Assert.Contains(NoteMatter.PhoneNumber, NoteGuard.Find(text));

    [Theory]
    [InlineData("his ID is 123456782")]
    [InlineData("ת.ז. 12345678-2")]
    [InlineData("תעודת זהות 123456782")]
    [InlineData("رقم الهوية ١٢٣٤٥٦٧٨٢")]
    [InlineData("удостоверение 123456782")]
    [InlineData("מספר אישי 8123456")]
    [InlineData("מ.א. 51234567")]
    [InlineData("personal number 7123459")]
    [InlineData("الرقم الشخصي ٨١٢٣٤٥٦")]
    [InlineData("личный номер 8123456")]
    [InlineData("passport AB1234567")]
    [InlineData("passport no. X12345678")]
    public void An_identity_personal_or_passport_number_is_found(string text) => Assert.Contains(NoteMatter.IdNumber, NoteGuard.Find(text));

    [Theory]
    [InlineData("dana@example.org")]
    [InlineData("write to dana.k @ example.co.il")]
    [InlineData("dana (at) example.org")]
    [InlineData("dana at example dot org")]
    [InlineData("המייל שלה dana@example.co.il")]
    [InlineData("דנה שטרודל example.com")]
    [InlineData("بريده: samir@example.net")]
    [InlineData("почта: anna собака example точка ru")]
    [InlineData("same name, gmail.com")]
    public void An_email_address_is_found(string text) => Assert.Contains(NoteMatter.EmailAddress, NoteGuard.Find(text));

    [Theory]
    [InlineData("lives at 12 Lemon Street")]
    [InlineData("12a King Lemon St., second floor")]
    [InlineData("Lemon Street 15")]
    [InlineData("lemon rd. no. 7, ring twice")]
    [InlineData("P.O. Box 1234")]
    [InlineData("גר ברחוב הלימון 15")]
    [InlineData("רח' הלימון 15, דירה 3")]
    [InlineData("שדרות בן ציון 7 תל אביב")]
    [InlineData("ברחוב הלימון מספר 15")]
    [InlineData("דרך מנחם בגין 132")]
    [InlineData("ת.ד. 1234")]
    [InlineData("يسكن في شارع الليمون 15")]
    [InlineData("بشارع الملك فيصل رقم ١٢")]
    [InlineData("живёт на ул. Лимонная, д. 15")]
    [InlineData("улица Лимонная 15")]
    [InlineData("Лимонный проспект, 28")]
    [InlineData("дом 5, кв. 12")]
    public void A_street_address_is_found(string text) => Assert.Contains(NoteMatter.Address, NoteGuard.Find(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("Ask for her after 18:00, never before 17.30")]
    [InlineData("between 17.30-20.00 on 24.11.2026")]
    [InlineData("24/11/2026 18:00-20:00")]
    [InlineData("from 2026-11-24 to 2026-12-01")]
    [InlineData("24.11.2026-26.11.2026")]
    [InlineData("24/11/26, 25/11/26 or 26/11/26")]
    [InlineData("20261124")]
    [InlineData("served 2019-2023")]
    [InlineData("1800-2000 suits best")]
    [InlineData("0800-1000")]
    [InlineData("10/2026-12/2026")]
    [InlineData("pledged 1,500,000 NIS")]
    [InlineData("1 500 000")]
    [InlineData("owes 1500000 ₪ to the bank")]
    [InlineData("₪ 12000 a month, $1,250.50 in May")]
    [InlineData("1000000 signatures")]
    [InlineData("on the 5th, 6th, 7th, 8th and 9th")]
    [InlineData("5, 6, 7, 8, 9, 10, 11")]
    [InlineData("10 12 14 16 18")]
    [InlineData("1. bus 2. flyers 3. chairs 4. tea 5. cups 6. mats 7. rope")]
    [InlineData("has 3 children, 12, 14 and 16")]
    [InlineData("call 24/7")]
    [InlineData("bus 480 at 7 or 405 at 8")]
    [InlineData("met 3 people on the street")]
    [InlineData("10 minutes down the road")]
    [InlineData("on the main street at 5")]
    [InlineData("was on the street 3 times")]
    [InlineData("5 years on the road")]
    [InlineData("read about Lemon Street 2008")]
    [InlineData("Flat 5 is fine")]
    [InlineData("100-200-300 people")]
    [InlineData("meet at home. Come early")]
    [InlineData("at 5 @ the square")]
    [InlineData("version 3.14.15 of the form")]
    [InlineData("wants 2 tickets and a ride at 19:30")]
    [InlineData("rather on 555")]
    [InlineData("לחזור אחרי 18:00, לא לפני 17:30")]
    [InlineData("ביום 24.11 בשעה 20:00")]
    [InlineData("תורם 1,200 ש\"ח בשנה")]
    [InlineData("250000 שקל")]
    [InlineData("ברחוב יש 20 אנשים")]
    [InlineData("נפגשנו ברחוב אתמול ב-8")]
    [InlineData("היה ברחוב 3 שנים")]
    [InlineData("דרך הקבוצה 3 פעמים")]
    [InlineData("בן 34, שני ילדים בני 5 ו-7")]
    [InlineData("שירת בשנים 2012-2015")]
    [InlineData("מעוניין להגיע עם 3 חברים")]
    [InlineData("على أساس يومي، بعد الساعة ١٨:٣٠")]
    [InlineData("في الشارع نحو 20 شخصًا")]
    [InlineData("كان في شارع مزدحم 3 مرات")]
    [InlineData("تبرّع بمبلغ ٥٠٠٠ شيكل في ٢٤/١١/٢٠٢٦")]
    [InlineData("عمره ٣٤ ولديه ٣ أطفال")]
    [InlineData("перезвонить после 18:30, 24.11.2026")]
    [InlineData("на улице 5 градусов")]
    [InlineData("на главной улице 3 человека")]
    [InlineData("даст 1 500 000 руб. в 2027 году")]
    [InlineData("служил 2015–2018, ему 34 года")]
    [InlineData("придёт с 3 друзьями в 19.30")]
    public void Times_dates_money_and_counts_are_left_alone(string? text) => Assert.Empty(NoteGuard.Find(text));

    [Theory]
    [InlineData("serves in battalion 51")]
    [InlineData("the 7th brigade")]
    [InlineData("בגדוד 51")]
    [InlineData("מיחידה 4321")]
    [InlineData("في الكتيبة 51")]
    [InlineData("в 51-м батальоне")]
    [InlineData("в/ч 12345")]
    public void A_military_unit_is_found_only_where_people_are_at_risk(string text)
    {
        Assert.Contains(NoteMatter.Unit, NoteGuard.Find(text, atRisk: true));
        Assert.DoesNotContain(NoteMatter.Unit, NoteGuard.Find(text));
    }

    [Theory]
    [InlineData("asked about the unit")]
    [InlineData("היחידה שלו לא ידועה לי")]
    [InlineData("3 company cars")]
    [InlineData("وحدة من الناس")]
    public void A_unit_without_a_number_is_no_unit(string text) => Assert.Empty(NoteGuard.Find(text, atRisk: true));

    [Fact]
    public void Several_kinds_are_named_once_each() => Assert.Equal(
        [NoteMatter.PhoneNumber, NoteMatter.EmailAddress, NoteMatter.Address],
        NoteGuard.Find("050-1234567 or 052-7654321, dana@example.org, Lemon Street 15"));

    [Fact]
    public void The_longest_text_is_looked_through_at_once()
    {
        string[] texts = [new('1', 8000), string.Concat(Enumerable.Repeat("1 ", 4000)), string.Concat(Enumerable.Repeat("ул. а", 1600)), string.Concat(Enumerable.Repeat("street lemon ", 600)), new('a', 8000), string.Concat(Enumerable.Repeat("רחוב ", 1600)), string.Concat(Enumerable.Repeat("1.1-", 2000)), "\ud800" + new string('@', 4000)];

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.All(texts, text => NoteGuard.Find(text, atRisk: true));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), clock.Elapsed.ToString());
    }
}
