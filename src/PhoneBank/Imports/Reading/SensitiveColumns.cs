using System.Collections.Frozen;

namespace PhoneBank.Imports.Reading;

/// <summary>Kinds of data that a list of people to call should not hold at all.</summary>
public enum SensitiveKind
{
    /// <summary>Unit, base, rank, service number.</summary>
    Military,

    /// <summary>The number of an identity card or a passport.</summary>
    IdentityNumber,

    /// <summary>Arrests, trials, convictions, refusals.</summary>
    Justice,
    Religion,
    Health,
}

/// <summary>
/// Recognises columns that harm people when a list leaks and that nobody needs in order to call. They are left out unless
/// somebody insists.
/// </summary>
public static class SensitiveColumns
{
    private static readonly FrozenDictionary<string, SensitiveKind> Words = Read();

    /// <summary>The kind of a column by its head; null when it is harmless as far as its head says.</summary>
    public static SensitiveKind? KindOf(string head)
    {
        if (Words.TryGetValue(ColumnGuess.Fold(head), out var kind))
        {
            return kind;
        }

        // A head that is known for something harmless is that.
        if (ColumnGuess.IsKnownHead(head))
        {
            return null;
        }

        // "unit (reserve)", "arrested in 2024", "מספר ת.ז": one telling word among others is enough where it has one meaning only.
        foreach (var word in head.Split([' ', '_', '-', '/', '(', ')', ',', ':'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length > 3 && Words.TryGetValue(ColumnGuess.Fold(word), out kind) && kind is not SensitiveKind.Military)
            {
                return kind;
            }
        }

        var bracket = head.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? KindOf(head[..bracket]) : null;
    }

    private static FrozenDictionary<string, SensitiveKind> Read()
    {
        var words = new Dictionary<string, SensitiveKind>(StringComparer.Ordinal);
        Add(SensitiveKind.Military, "unit|army unit|military unit|reserve unit|battalion|brigade|platoon|regiment|squadron|base|army base|military base|rank|military rank|service number|military number|military id|personal number|army number|military profile|military service|reserve days|draft date|enlistment date|"
            + "יחידה|היחידה|יחידה צבאית|יחידת מילואים|גדוד|חטיבה|אוגדה|פלוגה|מחלקה|חיל|בסיס|בסיס צבאי|דרגה|דרגה צבאית|מספר אישי|מס אישי|פרופיל|פרופיל רפואי|שירות צבאי|תפקיד צבאי|ימי מילואים|תאריך גיוס|שמפ|"
            + "الوحدة|وحدة|وحدة عسكرية|الوحدة العسكرية|كتيبة|الكتيبة|لواء|سرية|فصيلة|قاعدة|القاعدة|قاعدة عسكرية|رتبة|الرتبة|الرتبة العسكرية|الرقم العسكري|الرقم الشخصي|الخدمة العسكرية|تاريخ التجنيد|"
            + "часть|воинская часть|подразделение|батальон|бригада|дивизия|рота|взвод|полк|база|военная база|звание|воинское звание|личный номер|военный билет|военная служба|дата призыва");
        Add(SensitiveKind.IdentityNumber, "id number|identity number|national id|national id number|identity card|id card|id card number|id no|teudat zehut|tz number|tz no|passport|passport number|passport no|ssn|social security|social security number|citizen id|"
            + "תז|ת.ז|ת.ז.|תעודת זהות|מספר תעודת זהות|מספר זהות|מס זהות|מספר תז|מס תז|דרכון|מספר דרכון|"
            + "رقم الهوية|الهوية|هوية|رقم هوية|بطاقة الهوية|رقم بطاقة الهوية|جواز السفر|رقم جواز السفر|الرقم الوطني|"
            + "номер паспорта|паспорт|номер удостоверения|удостоверение личности|теудат зеут|теудат-зеут|номер теудат зеут|снилс|инн|идентификационный номер");
        Add(SensitiveKind.Justice, "arrest|arrests|arrested|arrest date|arrest record|detained|detention|detentions|jail|prison|prison term|indictment|conviction|convictions|criminal record|refused|refuser|refusal|refusenik|refusal date|case number|police file|"
            + "מעצר|מעצרים|נעצר|נעצרה|תאריך מעצר|כלא|מאסר|כתב אישום|הרשעה|הרשעות|עבר פלילי|רישום פלילי|משפט|בית משפט|סרבן|סרבנית|סירוב|סרבנות|תאריך סירוב|תיק פלילי|עורך דין|"
            + "اعتقال|الاعتقال|اعتقالات|معتقل|تاريخ الاعتقال|سجن|السجن|توقيف|لائحة اتهام|إدانة|سجل جنائي|السجل الجنائي|محكمة|المحكمة|رافض|رافضة|رفض الخدمة|محامي|"
            + "арест|аресты|арестован|арестована|дата ареста|задержание|задержания|задержан|тюрьма|обвинение|судимость|судимости|приговор|суд|отказник|отказница|отказ от службы|уголовное дело");
        Add(SensitiveKind.Religion, "religion|religious affiliation|religiosity|denomination|sect|ethnicity|ethnic group|race|"
            + "דת|דתיות|רמת דתיות|אמונה|עדה|לאום|מוצא|מוצא אתני|מגזר|"
            + "الدين|ديانة|الديانة|دين|التدين|الطائفة|طائفة|المذهب|القومية|العرق|"
            + "религия|вероисповедание|религиозность|конфессия|национальность|этническая принадлежность");
        Add(SensitiveKind.Health, "health|health status|medical|medical condition|medical notes|diagnosis|disability|disabilities|illness|disease|medication|mental health|ptsd|therapy|therapist|health fund|"
            + "בריאות|מצב בריאותי|רפואי|מידע רפואי|אבחנה|נכות|מוגבלות|מחלה|תרופות|בריאות הנפש|מצב נפשי|פוסט טראומה|קופת חולים|"
            + "الصحة|صحة|الحالة الصحية|طبي|معلومات طبية|تشخيص|إعاقة|الإعاقة|مرض|أمراض|أدوية|الصحة النفسية|صندوق المرضى|"
            + "здоровье|состояние здоровья|медицинские данные|диагноз|инвалидность|болезнь|заболевание|лекарства|психическое здоровье|птср|больничная касса");
        return words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(SensitiveKind kind, string list)
        {
            foreach (var word in list.Split('|'))
            {
                words.TryAdd(ColumnGuess.Fold(word), kind);
            }
        }
    }
}
