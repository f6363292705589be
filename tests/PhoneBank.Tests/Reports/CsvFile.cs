using CsvHelper;

namespace PhoneBank.Tests.Reports;

/// <summary>Reads an exported file as another program would.</summary>
public static class CsvFile
{
    public static List<string[]> Read(byte[] file)
    {
        var rows = new List<string[]>();
        using var reader = CsvReader.Create(file, new CsvReaderOptions { Separator = ',', HasHeader = false, SkipEmptyLines = false, DetectSeparatorHint = false });
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }

    /// <summary>The rows under their heads.</summary>
    public static List<Dictionary<string, string>> Table(byte[] file)
    {
        var rows = Read(file);
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];
    }
}
