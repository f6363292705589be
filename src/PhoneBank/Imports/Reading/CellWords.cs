using System.Collections.Frozen;
using System.Globalization;
using PhoneBank.Books;
using PhoneBank.Phones;
using PhoneBank.Scripts;

namespace PhoneBank.Imports.Reading;

/// <summary>Reads the words people put into cells for languages, countries, consent and forms of address, in the four languages of the interface and each language's own name.</summary>
internal static class CellWords
{
    private static readonly FrozenDictionary<string, string> LanguageNames = Table(
        "he=hebrew|heb|iw|עברית|עברי|ивр|иврит|العبرية|عبرية|عبري|hebreu|hébreu",
        "ar=arabic|ara|ערבית|ערבי|араб|арабский|العربية|عربي|عربية|arabe",
        "ru=russian|rus|רוסית|рус|русский|по русски|الروسية|روسية|روسي|russe",
        "en=english|eng|אנגלית|англ|английский|الإنجليزية|إنجليزية|انجليزي|إنجليزي|الانجليزية|انجليزية|anglais|ingles",
        "fr=french|fra|fre|צרפתית|фр|французский|الفرنسية|فرنسية|فرنسي|francais|français",
        "de=german|deu|ger|גרמנית|нем|немецкий|الألمانية|ألمانية|ألماني|deutsch|allemand",
        "es=spanish|spa|ספרדית|испанский|исп|الإسبانية|إسبانية|إسباني|espanol|español|castellano",
        "am=amharic|amh|אמהרית|амхарский|الأمهرية|أمهرية|አማርኛ",
        "ti=tigrinya|tir|טיגרינית|тигринья|التغرينية|ትግርኛ",
        "yi=yiddish|yid|ji|יידיש|אידיש|идиш|اليديشية|ייִדיש",
        "uk=ukrainian|ukr|אוקראינית|укр|украинский|українська|الأوكرانية|أوكرانية",
        "fa=persian|farsi|fas|per|פרסית|персидский|фарси|الفارسية|فارسية|فارسی",
        "tr=turkish|tur|טורקית|тур|турецкий|التركية|تركية|türkçe|turkce",
        "pt=portuguese|por|פורטוגזית|португальский|البرتغالية|português|portugues",
        "it=italian|ita|איטלקית|итальянский|الإيطالية|italiano",
        "ro=romanian|ron|rum|רומנית|румынский|الرومانية|română|romana",
        "pl=polish|pol|פולנית|польский|البولندية|polski",
        "hu=hungarian|hun|הונגרית|венгерский|المجرية|magyar",
        "ka=georgian|kat|geo|גאורגית|גרוזינית|грузинский|الجورجية|ქართული",
        "hy=armenian|hye|arm|ארמנית|армянский|الأرمنية|հայերեն",
        "nl=dutch|nld|הולנדית|нидерландский|голландский|الهولندية|nederlands",
        "sv=swedish|swe|שוודית|шведский|السويدية|svenska",
        "zh=chinese|zho|chi|mandarin|סינית|китайский|الصينية|中文",
        "hi=hindi|hin|הינדי|хинди|الهندية|हिन्दी",
        "ur=urdu|urd|אורדו|урду|الأردية|اردو",
        "ku=kurdish|kur|כורדית|курдский|الكردية|kurdî",
        "so=somali|som|סומלית|сомалийский|الصومالية|soomaali",
        "el=greek|ell|gre|יוונית|греческий|اليونانية|ελληνικά",
        "th=thai|tha|תאית|תאילנדית|тайский|التايلاندية|ไทย",
        "tl=tagalog|filipino|tgl|טגלוג|פיליפינית|тагальский|التاغالوغية",
        "ja=japanese|jpn|יפנית|японский|اليابانية|日本語",
        "ko=korean|kor|קוריאנית|корейский|الكورية|한국어",
        "az=azerbaijani|aze|אזרית|азербайджанский|الأذربيجانية|azərbaycan",
        "uz=uzbek|uzb|אוזבקית|узбекский|الأوزبكية|oʻzbek",
        "be=belarusian|bel|בלארוסית|белорусский|البيلاروسية|беларуская",
        "lad=ladino|לאדינו|ладино|اللادينو",
        "jrb=judeo arabic|ערבית יהודית",
        "sgn=sign language|שפת סימנים|язык жестов|لغة الإشارة");

    private static readonly FrozenDictionary<string, string> CountryNames = ReadCountries();

    private static readonly FrozenDictionary<string, string> YesAndNo = Table(
        "yes=yes|y|true|1|x|v|opt in|opted in|given|agreed|כן|הסכים|הסכימה|מאשר|מאשרת|יש|نعم|أجل|موافق|موافقة|да|согласен|согласна|есть|oui|ja|si|sí",
        "no=no|n|false|0|opt out|opted out|refused|declined|לא|סירב|סירבה|אין|لا|غير موافق|رفض|нет|отказ|не согласен|не согласна|non|nein");

    // Whatever else stands in such a column ("DNC", a date, a reason) is a wish not to be called.
    private static readonly FrozenSet<string> NotStopped = FrozenSet.ToFrozenSet(
        new[]
        {
            "", "no", "n", "false", "0", "none", "null", "never", "not set", "n/a", "na", "unknown", "opt in", "opted in", "subscribed", "callable", "ok", "can call", "may call", "active",
            "לא", "אין", "ללא", "אפשר", "מותר", "לא ידוע", "לא רלוונטי", "لا", "كلا", "لا يوجد", "مسموح", "غير معروف", "нет", "не", "можно", "разрешено", "неизвестно", "отсутствует", "non", "nein", "nej",
        }.Select(ColumnGuess.Fold),
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Forms = Table(
        "m=m|male|man|masculine|mr|he|he him|זכר|ז|גבר|מר|ذكر|رجل|مذكر|السيد|м|муж|мужской|мужчина|г н|monsieur|herr|mann|männlich",
        "f=f|female|woman|feminine|mrs|ms|miss|she|she her|w|נקבה|נ|אישה|גב|גברת|أنثى|انثى|امرأة|مؤنث|السيدة|ж|жен|женский|женщина|г жа|madame|frau|weiblich|k");

    /// <summary>The BCP-47 tag of what is written; null when nobody knows such a language.</summary>
    public static string? Language(string cell)
    {
        if (LanguageNames.TryGetValue(ColumnGuess.Fold(cell), out var tag))
        {
            return tag;
        }

        var normal = LanguageTags.Normalize(cell);
        if (normal.Length is < 2 or > 35 || !normal.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return null;
        }

        var primary = LanguageTags.PrimaryOf(normal);
        return LanguageNames.Values.Contains(primary, StringComparer.Ordinal) || IsIsoLanguage(primary) ? primary : null;
    }

    /// <summary>The ISO 3166 code of what is written; null when it is no country.</summary>
    public static string? Country(string cell) => CountryNames.GetValueOrDefault(ColumnGuess.Fold(cell));

    public static Consent Consent(string cell) => YesAndNo.GetValueOrDefault(ColumnGuess.Fold(cell)) switch
    {
        "yes" => Books.Consent.Given,
        "no" => Books.Consent.Refused,
        _ => cell is "✓" or "✔" or "V" or "v" ? Books.Consent.Given : Books.Consent.Unknown,
    };

    /// <summary>Whether a cell of a do-not-call column marks its row.</summary>
    public static bool IsStopped(string cell) => !NotStopped.Contains(ColumnGuess.Fold(cell)) || cell.Trim() is "✓" or "✔" or "☑";

    public static AddressForm Form(string cell) => Forms.GetValueOrDefault(ColumnGuess.Fold(cell)) switch
    {
        "m" => AddressForm.Masculine,
        "f" => AddressForm.Feminine,
        _ => AddressForm.Unknown,
    };

    private static bool IsIsoLanguage(string primary) =>
        primary.Length == 2 && CultureInfo.GetCultures(CultureTypes.NeutralCultures).Any(culture => culture.TwoLetterISOLanguageName == primary && culture.Name == primary);

    private static FrozenDictionary<string, string> ReadCountries()
    {
        var names = new Dictionary<string, string>(
            Table(
                "IL=israel|isr|ישראל|израиль|إسرائيل|اسرائيل", "PS=palestine|pse|פלסטין|הרשות הפלסטינית|палестина|فلسطين", "US=usa|united states|united states of america|america|ארהב|ארצות הברית|сша|соединенные штаты|америка|الولايات المتحدة|أمريكا|امريكا",
                "GB=uk|united kingdom|great britain|britain|england|scotland|wales|gbr|בריטניה|אנגליה|великобритания|англия|بريطانيا|المملكة المتحدة|انجلترا", "DE=germany|deutschland|deu|גרמניה|германия|ألمانيا|المانيا",
                "FR=france|fra|צרפת|франция|فرنسا", "IE=ireland|irl|éire|אירלנד|ирландия|أيرلندا|ايرلندا", "CA=canada|can|קנדה|канада|كندا", "AU=australia|aus|אוסטרליה|австралия|أستراليا|استراليا",
                "RU=russia|russian federation|rus|רוסיה|россия|روسيا", "UA=ukraine|ukr|אוקראינה|украина|україна|أوكرانيا", "JO=jordan|jor|ירדן|иордания|الأردن|الاردن", "EG=egypt|egy|מצרים|египет|مصر", "LB=lebanon|lbn|לבנון|ливан|لبنان",
                "SY=syria|syr|סוריה|сирия|سوريا", "TR=turkey|türkiye|tur|טורקיה|турция|تركيا", "ES=spain|esp|españa|ספרד|испания|إسبانيا", "IT=italy|ita|italia|איטליה|италия|إيطاليا", "NL=netherlands|holland|nld|הולנד|нидерланды|голландия|هولندا",
                "BE=belgium|bel|בלגיה|бельгия|بلجيكا", "CH=switzerland|che|schweiz|suisse|שווייץ|שוויץ|швейцария|سويسرا", "AT=austria|aut|österreich|אוסטריה|австрия|النمسا", "SE=sweden|swe|sverige|שוודיה|швеция|السويد",
                "NO=norway|nor|norge|נורווגיה|норвегия|النرويج", "DK=denmark|dnk|danmark|דנמרק|дания|الدنمارك", "FI=finland|fin|suomi|פינלנד|финляндия|فنلندا", "PL=poland|pol|polska|פולין|польша|بولندا", "GR=greece|grc|יוון|греция|اليونان",
                "CY=cyprus|cyp|קפריסין|кипр|قبرص", "RO=romania|rou|רומניה|румыния|رومانيا", "HU=hungary|hun|הונגריה|венгрия|المجر", "CZ=czechia|czech republic|cze|צכיה|чехия|التشيك", "GE=georgia|geo|גאורגיה|грузия|جورجيا", "AM=armenia|arm|ארמניה|армения|أرمينيا",
                "AZ=azerbaijan|aze|אזרביגן|азербайджан|أذربيجان", "KZ=kazakhstan|kaz|קזחסטן|казахстан|كازاخستان", "BY=belarus|blr|בלארוס|беларусь|белоруссия|بيلاروس", "ET=ethiopia|eth|אתיופיה|эфиопия|إثيوبيا", "ER=eritrea|eri|אריתריאה|эритрея|إريتريا",
                "IN=india|ind|הודו|индия|الهند", "CN=china|chn|סין|китай|الصين", "JP=japan|jpn|יפן|япония|اليابان", "BR=brazil|bra|brasil|ברזיל|бразилия|البرازيل", "AR=argentina|arg|ארגנטינה|аргентина|الأرجنتين", "MX=mexico|mex|méxico|מקסיקו|мексика|المكسيك",
                "ZA=south africa|zaf|דרום אפריקה|юар|южная африка|جنوب أفريقيا", "NZ=new zealand|nzl|ניו זילנד|новая зеландия|نيوزيلندا", "PT=portugal|prt|פורטוגל|португалия|البرتغال", "AE=united arab emirates|uae|are|איחוד האמירויות|אמירויות|оаэ|эмираты|الإمارات",
                "SA=saudi arabia|sau|ערב הסעודית|саудовская аравия|السعودية", "MA=morocco|mar|maroc|מרוקו|марокко|المغرب", "TN=tunisia|tun|תוניסיה|тунис|تونس", "DZ=algeria|dza|אלגיריה|алжир|الجزائر", "IQ=iraq|irq|עיראק|ирак|العراق", "IR=iran|irn|איראן|иран|إيران"),
            StringComparer.Ordinal);
        foreach (var country in PhoneNumbers.Countries)
        {
            names.TryAdd(ColumnGuess.Fold(country.Code), country.Code);
            try
            {
                names.TryAdd(ColumnGuess.Fold(new RegionInfo(country.Code).EnglishName), country.Code);
            }
            catch (ArgumentException)
            {
                // A calling region this machine has no name for; its code is enough.
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> Table(params ReadOnlySpan<string> lines)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var split = line.IndexOf('=', StringComparison.Ordinal);
            table.TryAdd(ColumnGuess.Fold(line[..split]), line[..split]);
            foreach (var word in line[(split + 1)..].Split('|').Select(ColumnGuess.Fold).Where(word => word.Length > 0))
            {
                table.TryAdd(word, line[..split]);
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
