using System.Globalization;
using System.Text;

namespace PhoneBank.Benchmarks;

/// <summary>A file of invented people with numbers that were never given out; two rows in a hundred are a person named before. As in lists of real people, numbers come in no order.</summary>
internal static class InventedFile
{
    private static readonly string[] First = ["Avi", "Dana", "Ruth", "Daniel", "Yael", "Omer", "Tamar", "Noam", "Michal", "Eitan", "Layla", "Yusuf", "Olga", "Igor", "Maria"];
    private static readonly string[] Last = ["Levi", "Cohen", "Mizrahi", "Khoury", "Haddad", "Ivanov", "Petrova", "Peretz", "Biton", "Friedman", "Katz", "Sokolov"];
    private static readonly string[] Cities = ["Haifa", "Tel Aviv", "Jerusalem", "Nazareth", "Beer Sheva", "Ashdod", "Acre", "Lod", "Eilat", "Tiberias"];
    private static readonly string[] Languages = ["he", "he", "he", "ar", "ru", "en", ""];
    private static readonly string[] Tags = ["march", "vigil", "petition", "newsletter"];

    /// <summary>Twelve columns, as lists of movements have them.</summary>
    public static void Write(string path, int rows)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        writer.WriteLine("first name,last name,phone,email,external id,language,country,city,tags,source,consent,comment");
        var random = new Random(20261126);
        for (var i = 0; i < rows; i++)
        {
            var person = i % 50 == 49 ? random.Next(i) : i;
            var named = new Random(person);
            var first = First[named.Next(First.Length)];
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{first},{Last[named.Next(Last.Length)]} {person % 977},05{person / 1_000_000}-{1_000_000 + (int)(person % 1_000_000 * 387_421L % 1_000_000):D7},{first.ToLowerInvariant()}{person}@example.org,X{person},{Languages[person % Languages.Length]},IL,{Cities[person % Cities.Length]},{Tags[person % Tags.Length]},spring {person % 7},yes,"));
        }
    }
}
