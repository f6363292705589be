using PhoneBank.Phones;

namespace PhoneBank.EndToEnd.App;

/// <summary>A row of a sample file.</summary>
/// <param name="E164">Null when the number cannot be read.</param>
public sealed record SampleRow(string ExternalId, string FirstName, string LastName, string? E164, string Language, string Notes);

/// <summary>The sample files, read by the test itself, so that what the application says is compared with the file and not with itself.</summary>
public static class Samples
{
    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests/data", name);

    /// <summary>Rows of <c>reservists-he.csv</c>; no field of it holds a line break.</summary>
    public static IReadOnlyList<SampleRow> Reservists { get; } =
    [
        .. File.ReadLines(PathOf("reservists-he.csv")).Skip(1).Where(line => line.Length > 0).Select(Fields).Select(fields =>
            new SampleRow(fields[0].Trim(), fields[1].Trim(), fields[2].Trim(), PhoneNumbers.Read(fields[3], "IL") is { Status: not PhoneStatus.Invalid } reading ? reading.E164 : null, fields[4], fields[9])),
    ];

    /// <summary>Rows of a CSV text, each field by its column's head.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string csv)
    {
        var lines = csv.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Fields(line.TrimEnd('\r'))).ToList();
        return [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var (field, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var character in line)
        {
            switch (character)
            {
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(character);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
