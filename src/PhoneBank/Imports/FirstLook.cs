using System.Text;
using PhoneBank.Imports.Reading;
using PhoneBank.Imports.Reading.Workbooks;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Looks at the beginning of an upload: what its columns probably are, and its first rows for the preview.</summary>
public sealed class FirstLook(Spool spool)
{
    private const int RowsLookedAt = 60;
    private const int SheetsLookedAt = 50;

    /// <summary>
    /// The plan with what the beginning of the upload looks like, read as the plan's encoding or sheet says; with a delimiter
    /// or "first row is heads" given, as chosen by hand. <paramref name="isNew"/>: a package of which nothing is known yet.
    /// </summary>
    internal Result<ImportPlan> Guess(Guid importId, long bytes, ImportPlan plan, char? delimiter = null, bool? hasHeader = null, bool isNew = false)
    {
        try
        {
            if (isNew)
            {
                return GuessPackage(importId, bytes, plan);
            }

            return plan.IsWorkbook ? GuessSheet(importId, bytes, plan, hasHeader) : GuessText(importId, bytes, plan, delimiter, hasHeader);
        }
        catch (ImportRefusedException refused)
        {
            return refused.Error;
        }
    }

    /// <summary>The first rows as the plan reads them.</summary>
    internal IReadOnlyList<string[]> Preview(Guid importId, long bytes, ImportPlan plan)
    {
        try
        {
            var rows = plan.IsWorkbook ? SheetRows(importId, bytes, plan) : FirstRows(ReadSample(importId, bytes, plan.Encoding, out _), plan.Delimiter);
            return [.. rows.Skip(plan.HasHeader ? 1 : 0).Take(ImportLimits.PreviewRows)];
        }
        catch (ImportRefusedException)
        {
            return [];
        }
    }

    private static Result<ImportPlan> With(ImportPlan plan, TableShape shape) => plan with
    {
        Delimiter = shape.Delimiter,
        HasHeader = shape.HasHeader,
        Heads = shape.Heads,
        Columns = ColumnGuess.For(shape.HasHeader ? shape.Heads : [.. shape.Heads.Select(_ => "")], shape.FirstRows),
        MappedAsOf = null,
    };

    private static List<string[]> FirstRows(string sample, char delimiter)
    {
        using var table = new CsvTable(new StringReader(sample), delimiter);
        return table.FirstRows(ImportLimits.PreviewRows + 2);
    }

    private Result<ImportPlan> GuessText(Guid importId, long bytes, ImportPlan plan, char? delimiter, bool? hasHeader)
    {
        var sample = ReadSample(importId, bytes, plan.Encoding, out var isWhole);
        var shape = TableShape.Of(sample, isWhole);
        if (delimiter is null && !shape.IsDone)
        {
            return shape.Error;
        }

        var found = shape.Value;
        if (delimiter is not null || hasHeader is not null)
        {
            var chosen = delimiter ?? found!.Delimiter;
            found = TableShape.With(chosen, hasHeader ?? found?.HasHeader ?? true, FirstRows(sample, chosen));
        }

        return With(plan, found!);
    }

    /// <summary>The first sheet with a column of numbers, else the first that is a table: before it often stands a sheet of notes. The others can be chosen.</summary>
    private Result<ImportPlan> GuessPackage(Guid importId, long bytes, ImportPlan plan)
    {
        IReadOnlyList<string> sheets;
        using (var book = Workbook.Open(Content(importId, bytes)))
        {
            sheets = book.Sheets;
        }

        Result<ImportPlan> best = new FileIsEmpty();
        for (var sheet = 0; sheet < Math.Min(sheets.Count, SheetsLookedAt); sheet++)
        {
            var guess = Guess(importId, bytes, plan with { Sheets = sheets, Sheet = sheet });
            if (guess.Value?.Columns.Any(column => column.Meaning == ColumnMeaning.Phone) == true)
            {
                return guess;
            }

            if (!best.IsDone && (guess.IsDone || best.Error is FileIsEmpty))
            {
                best = guess;
            }
        }

        return best;
    }

    private Result<ImportPlan> GuessSheet(Guid importId, long bytes, ImportPlan plan, bool? hasHeader)
    {
        var rows = SheetRows(importId, bytes, plan);
        var shape = TableShape.Of(rows);
        if (!shape.IsDone)
        {
            return shape.Error;
        }

        return With(plan, hasHeader is { } chosen ? TableShape.With(plan.Delimiter, chosen, rows) : shape.Value);
    }

    private List<string[]> SheetRows(Guid importId, long bytes, ImportPlan plan)
    {
        using var table = TableReader.Open(Content(importId, bytes), plan);
        return table.FirstRows(RowsLookedAt);
    }

    private Stream Content(Guid importId, long bytes) => spool.Open(importId, bytes) ?? throw new ImportRefusedException(new UploadGone());

    private string ReadSample(Guid importId, long bytes, string encoding, out bool isWhole)
    {
        using var reader = new StreamReader(Content(importId, bytes), EncodingDetector.Get(encoding), detectEncodingFromByteOrderMarks: false);
        var buffer = new char[TableShape.SampleChars];
        try
        {
            var length = reader.ReadBlock(buffer, 0, buffer.Length);
            isWhole = length < buffer.Length;
            return new string(buffer, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new ImportRefusedException(new EncodingNotRecognised());
        }
    }
}
