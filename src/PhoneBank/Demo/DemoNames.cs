using PhoneBank.Scripts;

namespace PhoneBank.Demo;

/// <summary>An invented name.</summary>
internal sealed record DemoName(string First, string Last, AddressForm Form);

/// <summary>
/// Names as they are written in one language; where the surname follows the person's gender it is given in both forms.
/// They go round so that no full name comes twice before all have come.
/// </summary>
internal sealed class DemoNames(string women, string men, string surnames)
{
    private static readonly DemoNames Hebrew = new(
        "נועם תמר יעל מיכל רות שירה מאיה הדס ליאור אורית ענת גלית שני נעמה טל רוני אביגיל אפרת",
        "אבי דניאל עומר איתן יונתן גיל אורי נדב עידו רועי אסף אלון ברק שחר יואב מתן",
        "לוי|לוי כהן|כהן מזרחי|מזרחי פרץ|פרץ ביטון|ביטון גולן|גולן שמש|שמש ברוך|ברוך דגן|דגן עמר|עמר רוזן|רוזן שחם|שחם אלמוג|אלמוג הררי|הררי נחום|נחום סלע|סלע צור|צור קדם|קדם תבור|תבור אשכנזי|אשכנזי חדד|חדד וקנין|וקנין זיו|זיו");

    private static readonly DemoNames Arabic = new(
        "ليان مريم سلمى رنا هدى نور ياسمين ريم سناء أمل دينا لينا",
        "كريم يوسف سامي عمر طارق زياد نبيل رامي فادي إياد جابر حسام",
        "خوري|خوري حداد|حداد منصور|منصور زعبي|زعبي عودة|عودة سمارة|سمارة نصار|نصار شاهين|شاهين عيسى|عيسى بشارة|بشارة ناطور|ناطور جبران|جبران مصاروة|مصاروة");

    private static readonly DemoNames Russian = new(
        "Анна Марина Ольга Ирина Елена Полина Светлана Вера Юлия Дарья",
        "Павел Игорь Дмитрий Михаил Сергей Лев Антон Борис Кирилл Максим",
        "Соколова|Соколов Морозова|Морозов Лебедева|Лебедев Волкова|Волков Зайцева|Зайцев Белова|Белов Орлова|Орлов Фельдман|Фельдман Гринберг|Гринберг Шапиро|Шапиро Крамер|Крамер");

    private static readonly DemoNames English = new(
        "Grace Tess Isla Ruth Maeve Olive Hannah Clara Nora Alice Fiona Priya Joan Beth",
        "Henry Owen Miles Arthur Finn Simon Theo Walter Callum Ravi Hugh Peter",
        "Baker|Baker Diaz|Diaz Evans|Evans Murphy|Murphy Quinn|Quinn Foster|Foster Hughes|Hughes Lane|Lane Marsh|Marsh Novak|Novak Price|Price Shaw|Shaw Wells|Wells Archer|Archer Byrne|Byrne Doyle|Doyle Kaplan|Kaplan");

    private static readonly DemoNames French = new(
        "Camille Élise Margaux Inès Juliette Hélène", "Luc Antoine Rémi Julien Bastien", "Moreau|Moreau Lefèvre|Lefèvre Garnier|Garnier Roussel|Roussel Chevalier|Chevalier Benoît|Benoît Perrin|Perrin");

    private static readonly DemoNames German = new(
        "Greta Lena Katrin Johanna Ute", "Jonas Felix Moritz Stefan", "Schäfer|Schäfer Brandt|Brandt Vogel|Vogel Köhler|Köhler Lindner|Lindner Albrecht|Albrecht Weiß|Weiß");

    private readonly string[] _women = women.Split(' ');
    private readonly string[] _men = men.Split(' ');
    private readonly string[][] _surnames = [.. surnames.Split(' ').Select(pair => pair.Split('|'))];

    /// <summary>The n-th person of this language; English names where the language is none of ours.</summary>
    public static DemoName Of(string language, int n) => language switch
    {
        "he" => Hebrew.At(n),
        "ar" => Arabic.At(n),
        "ru" => Russian.At(n),
        "fr" => French.At(n),
        "de" => German.At(n),
        _ => English.At(n),
    };

    private DemoName At(int n)
    {
        var isWoman = n % 2 == 0;
        var firsts = isWoman ? _women : _men;
        var round = n / 2;
        var first = firsts[round % firsts.Length];
        var surname = _surnames[((round * 5) + (round / firsts.Length) + (isWoman ? 0 : 3)) % _surnames.Length];
        return new DemoName(first, surname[isWoman ? 0 : 1], isWoman ? AddressForm.Feminine : AddressForm.Masculine);
    }
}
