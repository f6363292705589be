using System.Collections.Frozen;

namespace PhoneBank.Imports.Reading;

/// <summary>
/// The heads of columns we know: as people write them in four languages, and as VAN, both Spokes, Zetkin, NationBuilder,
/// Action Network, CiviCRM and CallHub export them.
/// </summary>
internal static class ColumnHeads
{
    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly FrozenDictionary<string, ColumnMeaning> Heads = Read();

    /// <summary>What a folded head means; a number at its end ("phone 2") only counts.</summary>
    public static ColumnMeaning? Find(string folded) =>
        Heads.TryGetValue(folded, out var meaning) || Heads.TryGetValue(folded.TrimEnd(Digits), out meaning) ? meaning : null;

    private static FrozenDictionary<string, ColumnMeaning> Read()
    {
        var heads = new Dictionary<string, ColumnMeaning>(StringComparer.Ordinal);

        // First, so that "do not call" is never taken for anything else.
        Add(ColumnMeaning.DoNotCall, "do not call|donotcall|do not phone|do not contact|dnc|dnc call|dnc calls|on dnc|on dnc list|dnc list|is dnc|no calls|no call|no phone|no contact|never call|federal do not call|federal donotcall|national dnc|opted out|opt out|optout|is opted out|is optout|opted out of calls|opt out calls|opted out calls|call opt out|calls opt out|phone opt out|voice opt out|opted out call|unsubscribed from calls|stop list|blocklist|do not call list|"
            + "לא להתקשר|אין להתקשר|נא לא להתקשר|לא לפנות|אין לפנות|ביקש לא להתקשר|ביקשה לא להתקשר|הוסר|הסרה|ביקש הסרה|ביקשו הסרה|להסיר|רשימת הסרה|סירב לשיחות|"
            + "لا تتصل|عدم الاتصال|ممنوع الاتصال|لا للاتصال|عدم التواصل|طلب عدم الاتصال|الرجاء عدم الاتصال|لا يتصل به|إلغاء الاشتراك|قائمة عدم الاتصال|"
            + "не звонить|не беспокоить|звонить нельзя|не связываться|отказ от звонков|отказался от звонков|просил не звонить|просит не звонить|стоп лист|стоп-лист|чёрный список|черный список|не контактировать|nicht anrufen|ne pas appeler|no llamar|ring inte");
        Add(ColumnMeaning.FirstName, "first name|given name|f name|fname|first|forename|christian name|preferred name|nickname|contact first name|can2 first name|שם פרטי|פרטי|שם חיבה|الاسم الأول|الاسم الشخصي|الاسم الاول|имя|prénom|vorname|nombre|förnamn");
        Add(ColumnMeaning.LastName, "last name|family name|surname|lname|l name|last|second name|contact last name|שם משפחה|משפחה|اسم العائلة|العائلة|الاسم الأخير|اللقب|фамилия|nom de famille|nachname|apellido|efternamn");
        Add(ColumnMeaning.FullName, "name|full name|contact|contact name|person|display name|voter name|supporter name|שם|שם מלא|שם ושם משפחה|איש קשר|الاسم|الاسم الكامل|الإسم|اسم|фио|полное имя|имя и фамилия|ф и о|контакт|nom|nom complet|namn");
        Add(ColumnMeaning.Phone, "phone|phone number|phonenumber|phones|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number|mobile no|cell|cell phone|cellphone|cell number|cellular|home phone|work phone|work phone number|preferred phone|preferred phone number|pref phone|best phone|primary phone|other phone|alt phone|alternative phone|alternate phone|second phone|number|msisdn|whatsapp|e164|contact number|phone home|phone mobile|phone cell|landline|voterphone|can phone|can2 phone|contact mobile|phone mobile number|home phone number|cell phone number|primary phone number|main phone|home phone mobile|home phone phone|phone 1 number|"
            + "טלפון|טלפון נייד|נייד|מספר טלפון|מס טלפון|מספר נייד|סלולרי|טל|פלאפון|טלפון סלולרי|טלפון בבית|טלפון נוסף|טלפון נוסף 2|מספר|הנייד|מספר פלאפון|"
            + "هاتف|الهاتف|رقم الهاتف|رقم هاتف|جوال|الجوال|رقم الجوال|موبايل|محمول|الهاتف المحمول|رقم الموبايل|تلفون|رقم التلفون|الهاتف النقال|نقال|هاتف آخر|"
            + "телефон|номер телефона|номер|мобильный|мобильный телефон|моб телефон|моб|тел|сотовый|сотовый телефон|доп телефон|другой телефон|téléphone|telefon|teléfono|móvil|handy");
        Add(ColumnMeaning.Email, "email|e mail|mail|email address|e mail address|preferred email|primary email|home email|work email|can2 email|email1|דואל|דוא ל|דואר אלקטרוני|מייל|אימייל|כתובת מייל|البريد|البريد الإلكتروني|البريد الالكتروني|ايميل|إيميل|почта|эл почта|электронная почта|емейл|имейл|адрес эл почты|courriel|correo|epost");
        Add(ColumnMeaning.ExternalId, "id|external id|externalid|ext id|external identifier|person id|contact id|supporter id|voter id|voter file vanid|vanid|van id|myc vanid|my campaign id|my campaign vanid|member id|membership number|zetkin id|civicrm id|internal contact id|contact identifier|nationbuilder id|signup nationbuilder id|record id|uid|uuid|identifier|reference|ref|מזהה|מזהה חיצוני|מספר מזהה|קוד|מס מזהה|מספר חבר|المعرف|معرف|رقم المعرف|الرقم التعريفي|رقم العضوية|ид|айди|идентификатор|внешний ид|номер записи|код");
        Add(ColumnMeaning.Language, "language|languages|lang|preferred language|language preference|spoken language|locale|mother tongue|language spoken|can2 language|שפה|שפת שיחה|שפה מועדפת|שפת אם|اللغة|لغة|اللغة المفضلة|لغة المحادثة|язык|язык общения|предпочитаемый язык|родной язык|langue|sprache|idioma|språk");
        Add(ColumnMeaning.Country, "country|country code|nation|country name|primary country code|primary country|can2 country|מדינה|ארץ|ארץ מגורים|الدولة|دولة|البلد|بلد|страна|pays|land|país");
        Add(ColumnMeaning.City, "city|town|mcity|vcity|municipality|locality|place|city town|residence|primary city|home city|can2 user city|can2 city|עיר|יישוב|ישוב|עיר מגורים|מקום מגורים|المدينة|مدينة|البلدة|بلدة|مكان السكن|город|населенный пункт|населённый пункт|место жительства|ville|ort|stadt|ciudad|stad");
        Add(ColumnMeaning.TimeZone, "time zone|timezone|tz|zone|אזור זמן|المنطقة الزمنية|توقيت|часовой пояс|таймзона|временная зона");
        Add(ColumnMeaning.Tags, "tags|tag|tag list|tags list|can2 user tags|groups|group|groups s|tag s|labels|label|activist codes|activist code|category|categories|segments|תגיות|תגית|קבוצה|קבוצות|תוויות|קטגוריה|وسوم|وسم|الوسوم|المجموعة|مجموعات|تصنيف|теги|тег|метки|метка|группа|группы|категория");
        Add(ColumnMeaning.Source, "source|origin|how joined|source code|source codes|contact source|referrer|channel|how did you hear|מקור|מקור הגעה|איך הגיע|איך הגיעו|المصدر|مصدر|источник|откуда|канал");
        Add(ColumnMeaning.Consent, "consent|opt in|optin|opted in|mobile opt in|phone opt in|permission|gdpr consent|may call|can call|agreed|הסכמה|אישור|אישור פנייה|מאשר|מסכים|الموافقة|موافقة|إذن|согласие|разрешение|согласен");
        Add(ColumnMeaning.AddressForm, "gender|sex|form of address|salutation|pronoun|pronouns|title|מגדר|מין|לשון פנייה|לשון פניה|פנייה|الجنس|النوع|صيغة المخاطبة|пол|обращение|форма обращения|genre|geschlecht|kön");
        Add(ColumnMeaning.Comment, "comment|comments|note|notes|note s|remark|remarks|description|about|background|הערות|הערה|תיאור|פרטים נוספים|ملاحظات|ملاحظة|تعليق|تعليقات|комментарий|комментарии|заметки|заметка|примечание|примечания|remarque|bemerkung|comentario");
        Add(ColumnMeaning.SafeHours, "safe hours|hours|call hours|calling hours|best time|best time to call|when to call|availability|שעות בטוחות|שעות נוחות|שעות|מתי להתקשר|ساعات آمنة|الساعات المناسبة|أوقات الاتصال|безопасное время|удобное время|часы|когда звонить");

        // What came of calls, as we and others hand it back: a word that stands in every row must not be taken for a name.
        Add(ColumnMeaning.Ignore, "contact type|canvass result|call result|result|date contacted|date canvassed|outcome|outcome label|last outcome|disposition|phonebank result|phonebank date|phonebank outcome");
        return heads.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(ColumnMeaning meaning, string words)
        {
            foreach (var word in words.Split('|'))
            {
                heads.TryAdd(ColumnGuess.Fold(word), meaning);
            }
        }
    }
}
