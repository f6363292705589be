using System.Text.RegularExpressions;

namespace PhoneBank.Calling;

/// <summary>The forms that <see cref="NoteGuard"/> knows, over text with plain digits, dashes, quotes and spaces.</summary>
public static partial class NoteGuard
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const int Timeout = 500;

    // What is counted, and parts of the day: a number before them is no house.
    private const string Counted =
        "(?!\\s*-?\\s*(?:%|שנ|ימים|יום|שע|דקות|דקה|פעמים|פעם|אנשים|איש|ילדים|חודש|שבוע|מטר|ק\"מ|בערב|בבוקר|בצהר|בלילה|אחה"
        + "|مرات|مرة|سنوات|سنة|أيام|يوم|ساعات|ساعة|دقائق|دقيقة|شخص|أشخاص|أطفال|أشهر|شهر|أسابيع|مساء|صباح|متر|كم"
        + "|градус|час|минут|раз|лет|год|дн|день|человек|недел|месяц|дет|утра|вечера|дня|ночи|метр|км"
        + "|am\\b|pm\\b|a\\.m|p\\.m|o'clock|times?\\b|hours?\\b|minutes?\\b|days?\\b|weeks?\\b|months?\\b|years?\\b|people\\b|persons?\\b|kids\\b|children\\b|m\\b|km\\b))";

    private const string House = "(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{1,4}(?![0-9]|[:./%][0-9])" + Counted;

    private const string EnglishStop =
        "(?:in|on|at|the|of|a|an|from|to|down|up|near|by|for|with|and|or|off|each|other|different|main|people|persons?|minutes?|hours?|times?|years?|days?|weeks?|months?|more"
        + "|kids|children|friends|meters|km|blocks?|am|pm|o'clock|till|until|then|this|that|my|his|her|their|our|same|new|busy|across|along|after|before|around|about|next)";

    [GeneratedRegex("[0-9]+", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex GroupForm();

    [GeneratedRegex(@"(?<![0-9])\+?\(?[0-9](?:[ \-./()]{0,3}[0-9]){6,40}", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex NumberForm();

    [GeneratedRegex(
        @"(?<![0-9]|[0-9][./])(?:(?:0?[1-9]|[12][0-9]|3[01])(?<s>[./])(?:0?[1-9]|[12][0-9]|3[01])\k<s>(?:(?:19|20)[0-9]{2}|[0-9]{2})|(?:19|20)[0-9]{2}(?<s>[./])(?:0?[1-9]|1[0-2])\k<s>(?:0?[1-9]|[12][0-9]|3[01])|(?:0?[1-9]|1[0-2])[./](?:19|20)[0-9]{2})(?![./]?[0-9])"
        + @"|(?<![0-9]|[0-9]-)(?:(?:0?[1-9]|[12][0-9]|3[01])-(?:0?[1-9]|[12][0-9]|3[01])-(?:(?:19|20)[0-9]{2}|[0-9]{2})|(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01]))(?!-?[0-9])",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"(?<![0-9])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9])|(?<![0-9.])(?:[01]?[0-9]|2[0-4])\.[0-5][0-9](?![0-9]|\.[0-9])", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex TimeForm();

    [GeneratedRegex(
        "(?:[₪$€£₽]|\\b(?:NIS|ILS|USD|EUR)) ?[0-9]{1,9}(?:[ ,.][0-9]{3})*(?:[.,][0-9]{1,2})?(?![0-9])"
        + "|(?<![0-9+]|[0-9][-./ ])(?:[1-9][0-9]{0,2}(?:[ ,.][0-9]{3})+|[1-9][0-9]{0,8})(?:[.,][0-9]{1,2})? ?(?:[₪$€£₽%٪]|ש\"ח|שח|שקל|אלף|דולר|יורו|ק\"מ|NIS|ILS|USD|EUR|shekel|dollar|euro|thousand|km|руб|шекел|доллар|евро|тыс|км|شيكل|شيقل|شواقل|دولار|يورو|ألف|كم)",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[a-zа-я]{1,2}-?[0-9]{6,9}(?![\p{L}\p{N}])", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex PassportForm();

    [GeneratedRegex(@"[\p{L}\p{N}_%+-] ?@ ?[\p{L}\p{N}-]{1,63}\.[\p{L}]{2}", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex EmailForm();

    [GeneratedRegex(
        @"[\p{L}\p{N}] ?(?:\(at\)|\[at\]|(?<= )at(?= )|שטרודל|כרוכית|собака) ?[\p{L}\p{N}-]{2,40} ?(?:(?<! )\.(?! )|\bdot\b|\(dot\)|\[dot\]|נקודה|точка) ?(?:com|net|org|co|il|ru|קום)(?![\p{L}])",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex SpelledEmailForm();

    [GeneratedRegex(@"(?<![\p{L}])(?:gmail|hotmail|outlook|yahoo|walla|yandex|icloud|proton(?:mail)?|mail|bk|inbox)\.(?:com|co\.il|ru|me|net)(?![\p{L}])", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex MailDomainForm();

    [GeneratedRegex(
        @"(?<![\p{L}])[ובלמהש]{0,2}(?:(?:רחוב|רח'|רח(?=[ .])|שדרות|שד'|סמטת)\.? ?(?:(?!(?:של|עם|עד|אחרי|לפני|יש|היו|היה|עוד|רק|כבר|בערך|בין|מעל|בשעה|לא)[ ])[\p{L}][\p{L}""'-]+ +){1,4}?"
        + @"|דרך (?:מנחם )?(?:בגין|נמיר|יפו|השלום|חברון|הים|העצמאות|יצחק רבין|ההגנה|משה דיין|פתח תקו?וה) +)(?:מס(?:פר|')? *)?" + House,
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex HebrewStreetForm();

    [GeneratedRegex(
        @"(?<![\p{L}])[وبلف]{0,2}(?:شارع|جادة|زقاق) (?:(?!(?:الساعة|منذ|قبل|بعد|حتى|نحو|حوالي|مع|فيه|كان)[ ])[\p{L}][\p{L}'-]+[ ,]+){1,4}?(?:(?:بناية|بيت|منزل) )?(?:رقم *)?" + House,
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex ArabicStreetForm();

    [GeneratedRegex(
        @"(?<![\p{L}])(?:(?:ул\.|ул(?= )|улиц[аеуы]|просп\.|проспект[еау]?|пр-т|пер\.|переул(?:ок|ке|ка)|бульвар[еа]?|б-р|наб\.|набережн(?:ая|ой)|шоссе|площад[ьи]|проезд[еа]?) ?(?:(?!(?:до|после|было|около|есть|ещё|еще|только|минус|уже|там)[ ,])[\p{L}][\p{L}.-]+[ ,]+){1,4}?"
        + @"|[\p{L}]{4,} (?:улиц[аеы]|проспект[еа]?|шоссе|переул(?:ок|ке)|бульвар[еа]?|площад[ьи]),? )(?:д\. ?|дом[еа]? |№ ?)?" + House
        + @"|(?<![\p{L}])(?:д\.|дом) ?[0-9]{1,4}[\p{L}]?[ ,]+(?:кв\.?|квартира) ?[0-9]",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex RussianStreetForm();

    [GeneratedRegex(
        @"(?<![0-9.,:/-])[0-9]{1,4}[a-z]?,? +(?:(?!" + EnglishStop + @"(?![\p{L}]))[\p{L}][\p{L}'.-]+ +){1,3}?(?:street|st|road|rd|avenue|ave|boulevard|blvd|lane|terrace|alley|square)(?![\p{L}])",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex EnglishHouseFirstForm();

    [GeneratedRegex(
        @"(?<![\p{L}'])(?!" + EnglishStop + @"(?![\p{L}]))[\p{L}][\p{L}'-]+ (?:street|st\.|road|rd\.|avenue|ave\.?|boulevard|blvd\.?|square),? *(?:no\.? *|number |\# ?)?" + House,
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex EnglishStreetFirstForm();

    [GeneratedRegex(@"(?<![\p{L}])(?:p\.? ?o\.? ?box|ת\. ?ד\.?|ת""ד|а/я|ص\. ?ب\.?) ?[:.#№]? ?[0-9]{1,7}", Options, matchTimeoutMilliseconds: Timeout)]
    private static partial Regex PostBoxForm();

    [GeneratedRegex(
        @"(?<![\p{L}])[ובלמהש]{0,2}(?:יחידה|יחידת|גדוד|חטיבה|חטיבת|פלוגה|אוגדה|סוללה|טייסת) (?:מס(?:פר|')? *)?[0-9]{1,4}"
        + @"|(?<![\p{L}])[وبلف]{0,2}(?:ال)?(?:كتيبة|لواء|وحدة|فرقة|سرية|سرب) (?:رقم )?[0-9]{1,4}"
        + @"|(?<![\p{L}])(?:батальон[\p{L}]*|бригад[\p{L}]*|дивизи[\p{L}]*|эскадриль[\p{L}]*|полк[\p{L}]?|в/ч) ?№? ?[0-9]{1,5}|[0-9]{1,4}-?(?:й|я|го|м|ой)? (?:батальон|бригад|дивизи|полк)"
        + @"|(?<![\p{L}])(?:battalion|brigade|division|squadron|unit) (?:no\.? ?)?[0-9]{1,4}|[0-9]{1,4}(?:st|nd|rd|th) (?:battalion|brigade|division|squadron|company)",
        Options,
        matchTimeoutMilliseconds: Timeout)]
    private static partial Regex UnitForm();
}
