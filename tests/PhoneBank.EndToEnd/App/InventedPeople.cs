using System.Globalization;
using System.Text;

namespace PhoneBank.EndToEnd.App;

/// <summary>People who do not exist, at numbers nobody is given (050-1xxxxxx).</summary>
public static class InventedPeople
{
    private static readonly string[] FirstNames = ["Avigail", "Benaya", "Carmela", "Doron", "Efrat", "Gavriel", "Hadassa", "Itamar", "Jasmin", "Keren", "Liora", "Matan"];
    private static readonly string[] LastNames = ["Ashkelony", "Barzilay", "Carmeli", "Deganit", "Elkayam", "Farkash", "Galili", "Harpaz", "Idelson", "Kalderon"];

    public static string FirstName(int i) => FirstNames[i % FirstNames.Length];

    public static string LastName(int i) => LastNames[i / FirstNames.Length % LastNames.Length];

    /// <summary>For example <c>+972501000007</c>.</summary>
    public static string E164(int i) => "+97250" + (1_000_000 + i).ToString(CultureInfo.InvariantCulture);

    /// <summary>Head and rows, with tabs, as a spreadsheet puts them on the clipboard.</summary>
    public static string AsPasted(int count)
    {
        var text = new StringBuilder("First name\tLast name\tPhone\tLanguage\n");
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{FirstName(i)}\t{LastName(i)}\t0{E164(i)[4..]}\ten\n");
        }

        return text.ToString();
    }
}
