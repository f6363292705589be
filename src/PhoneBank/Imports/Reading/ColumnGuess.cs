using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PhoneBank.Imports.Reading;

/// <summary>
/// What the columns of a table are likely to be: by their heads in four languages and as other systems export them, else
/// by what is in them. What nobody recognises is left out: data that is not needed is not taken.
/// </summary>
internal static class ColumnGuess
{
    private static readonly FrozenDictionary<string, ColumnMeaning> Heads = ReadHeads();

    public static bool IsKnownHead(string head) => ByHead(head) is not null;

    public static IReadOnlyList<ColumnUse> For(IReadOnlyList<string> heads, IReadOnlyList<string[]> rows)
    {
        var guesses = heads.Select(ByHead).ToArray();
        for (var column = 0; column < guesses.Length; column++)
        {
            if (guesses[column] is null)
            {
                guesses[column] = ByContent(rows, column, guesses);
            }
        }

        // "name" beside a last name is the first name.
        if (!guesses.Contains(ColumnMeaning.FirstName) && guesses.Contains(ColumnMeaning.LastName) && Array.IndexOf(guesses, ColumnMeaning.FullName) is >= 0 and var name)
        {
            guesses[name] = ColumnMeaning.FirstName;
        }

        var taken = new HashSet<ColumnMeaning>();
        return [.. guesses.Select(guess => guess is { } meaning && (MayRepeat(meaning) || taken.Add(meaning)) ? new ColumnUse(meaning) : ColumnUse.Ignored)];
    }

    public static bool MayRepeat(ColumnMeaning meaning) => meaning is ColumnMeaning.Ignore or ColumnMeaning.Phone or ColumnMeaning.Tags or ColumnMeaning.CustomField;

    internal static string Fold(string head)
    {
        var text = new StringBuilder(head.Length);
        foreach (var c in head.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        return text.ToString();
    }

    private static ColumnMeaning? ByHead(string head)
    {
        var folded = Fold(head);
        if (folded.Length == 0)
        {
            return null;
        }

        if (Heads.TryGetValue(folded, out var meaning) || Heads.TryGetValue(folded.TrimEnd("0123456789".ToCharArray()), out meaning))
        {
            return meaning;
        }

        // "Phone (mobile)", "טלפון (נייד)": what stands in brackets only explains.
        var bracket = head.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? ByHead(head[..bracket]) : null;
    }

    private static ColumnMeaning? ByContent(IReadOnlyList<string[]> rows, int column, ColumnMeaning?[] guesses)
    {
        if (!guesses.Contains(ColumnMeaning.Email) && TableShape.ShareOf(rows, column, cell => cell.IndexOf('@', StringComparison.Ordinal) > 0 && cell.Contains('.', StringComparison.Ordinal)) >= 0.6)
        {
            return ColumnMeaning.Email;
        }

        if (!guesses.Contains(ColumnMeaning.Phone) && TableShape.HasPhones(rows, column))
        {
            return ColumnMeaning.Phone;
        }

        var isNameless = !guesses.Contains(ColumnMeaning.FirstName) && !guesses.Contains(ColumnMeaning.FullName);
        return isNameless && TableShape.ShareOf(rows, column, cell => cell.Length <= 60 && cell.Any(char.IsLetter) && cell.All(c => char.IsLetter(c) || char.IsWhiteSpace(c) || c is '\'' or '-' or '.' or '"' or '׳' or '״' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) >= 0.9
            ? ColumnMeaning.FullName
            : null;
    }

    private static FrozenDictionary<string, ColumnMeaning> ReadHeads()
    {
        var heads = new Dictionary<string, ColumnMeaning>(StringComparer.Ordinal);

        Add(ColumnMeaning.FirstName, "first name|given name|f name|fname|first|forename|christian name|preferred name|nickname|שם פרטי|פרטי|שם חיבה|الاسم الأول|الاسم الشخصي|الاسم الاول|имя|prénom|vorname|nombre|förnamn");
        Add(ColumnMeaning.LastName, "last name|family name|surname|lname|l name|last|second name|שם משפחה|משפחה|اسم العائلة|العائلة|الاسم الأخير|اللقب|фамилия|nom de famille|nachname|apellido|efternamn");
        Add(ColumnMeaning.FullName, "name|full name|contact|contact name|person|display name|voter name|שם|שם מלא|שם ושם משפחה|איש קשר|الاسم|الاسم الكامل|الإسم|اسم|фио|полное имя|имя и фамилия|ф и о|контакт|nom|nom complet|namn");
        Add(ColumnMeaning.Phone, "phone|phone number|phonenumber|phones|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number|mobile no|cell|cell phone|cellphone|cell number|cellular|home phone|work phone|preferred phone|preferred phone number|best phone|primary phone|other phone|alt phone|alternative phone|alternate phone|second phone|number|msisdn|whatsapp|e164|contact number|phone home|phone mobile|phone cell|landline|voterphone|"
            + "טלפון|טלפון נייד|נייד|מספר טלפון|מס טלפון|מספר נייד|סלולרי|טל|פלאפון|טלפון סלולרי|טלפון בבית|טלפון נוסף|טלפון נוסף 2|מספר|הנייד|מספר פלאפון|"
            + "هاتف|الهاتف|رقم الهاتف|رقم هاتف|جوال|الجوال|رقم الجوال|موبايل|محمول|الهاتف المحمول|رقم الموبايل|تلفون|رقم التلفون|الهاتف النقال|نقال|هاتف آخر|"
            + "телефон|номер телефона|номер|мобильный|мобильный телефон|моб телефон|моб|тел|сотовый|сотовый телефон|доп телефон|другой телефон|téléphone|telefon|teléfono|móvil|handy");
        Add(ColumnMeaning.Email, "email|e mail|mail|email address|e mail address|preferred email|primary email|דואל|דוא ל|דואר אלקטרוני|מייל|אימייל|כתובת מייל|البريد|البريد الإلكتروني|البريد الالكتروني|ايميل|إيميل|почта|эл почта|электронная почта|емейл|имейл|адрес эл почты|courriel|correo|epost");
        Add(ColumnMeaning.ExternalId, "id|external id|externalid|ext id|person id|contact id|supporter id|voter id|voter file vanid|vanid|van id|myc vanid|my campaign id|member id|membership number|zetkin id|civicrm id|contact identifier|nationbuilder id|record id|uid|uuid|identifier|reference|ref|מזהה|מזהה חיצוני|מספר מזהה|קוד|מס מזהה|מספר חבר|المعرف|معرف|رقم المعرف|الرقم التعريفي|رقم العضوية|ид|айди|идентификатор|внешний ид|номер записи|код");
        Add(ColumnMeaning.Language, "language|languages|lang|preferred language|language preference|spoken language|locale|mother tongue|שפה|שפת שיחה|שפה מועדפת|שפת אם|اللغة|لغة|اللغة المفضلة|لغة المحادثة|язык|язык общения|предпочитаемый язык|родной язык|langue|sprache|idioma|språk");
        Add(ColumnMeaning.Country, "country|country code|nation|country name|מדינה|ארץ|ארץ מגורים|الدولة|دولة|البلد|بلد|страна|pays|land|país");
        Add(ColumnMeaning.City, "city|town|mcity|municipality|locality|place|city town|residence|עיר|יישוב|ישוב|עיר מגורים|מקום מגורים|المدينة|مدينة|البلدة|بلدة|مكان السكن|город|населенный пункт|населённый пункт|место жительства|ville|ort|stadt|ciudad|stad");
        Add(ColumnMeaning.TimeZone, "time zone|timezone|tz|zone|אזור זמן|المنطقة الزمنية|توقيت|часовой пояс|таймзона|временная зона");
        Add(ColumnMeaning.Tags, "tags|tag|groups|group|labels|label|activist codes|activist code|category|categories|segments|תגיות|תגית|קבוצה|קבוצות|תוויות|קטגוריה|وسوم|وسم|الوسوم|المجموعة|مجموعات|تصنيف|теги|тег|метки|метка|группа|группы|категория");
        Add(ColumnMeaning.Source, "source|origin|how joined|source code|referrer|channel|how did you hear|מקור|מקור הגעה|איך הגיע|איך הגיעו|المصدر|مصدر|источник|откуда|канал");
        Add(ColumnMeaning.Consent, "consent|opt in|optin|opted in|permission|gdpr consent|may call|can call|agreed|הסכמה|אישור|אישור פנייה|מאשר|מסכים|الموافقة|موافقة|إذن|согласие|разрешение|согласен");
        Add(ColumnMeaning.AddressForm, "gender|sex|form of address|salutation|pronoun|pronouns|title|מגדר|מין|לשון פנייה|לשון פניה|פנייה|الجنس|النوع|صيغة المخاطبة|пол|обращение|форма обращения|genre|geschlecht|kön");
        Add(ColumnMeaning.Comment, "comment|comments|note|notes|remark|remarks|description|about|background|הערות|הערה|תיאור|פרטים נוספים|ملاحظات|ملاحظة|تعليق|تعليقات|комментарий|комментарии|заметки|заметка|примечание|примечания|remarque|bemerkung|comentario");
        Add(ColumnMeaning.SafeHours, "safe hours|hours|call hours|calling hours|best time|best time to call|when to call|availability|שעות בטוחות|שעות נוחות|שעות|מתי להתקשר|ساعات آمنة|الساعات المناسبة|أوقات الاتصال|безопасное время|удобное время|часы|когда звонить");
        return heads.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(ColumnMeaning meaning, string words)
        {
            foreach (var word in words.Split('|'))
            {
                heads.TryAdd(Fold(word), meaning);
            }
        }
    }
}
