using System.Reflection;
using System.Text;
using PhoneBank.Shared;

namespace PhoneBank.Tests;

/// <summary>
/// Every operation that acts for somebody stands in a reviewed table with the roles that may call it. A new one is
/// missing there until somebody has thought about it.
/// </summary>
public sealed class OperationsTests
{
    private const string Table = "tests/PhoneBank.Tests/operations.md";

    [Fact]
    public void Every_operation_is_in_the_reviewed_table()
    {
        var reviewed = Rows();
        var operations = Operations().ToList();
        var missing = operations.Except(reviewed.Keys, StringComparer.Ordinal).ToList();
        var gone = reviewed.Keys.Except(operations, StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, $"Add to {Table}, with who may call it:\n{string.Join('\n', missing.Select(name => $"| {name} | ? |"))}");
        Assert.True(gone.Count == 0, $"Remove from {Table}:\n{string.Join('\n', gone)}");
        Assert.All(reviewed, row => Assert.NotEqual("?", row.Value));
    }

    /// <summary>Public methods of public classes that take an <see cref="Actor"/>: Slice.Class.Method.</summary>
    private static IEnumerable<string> Operations() =>
        typeof(PhoneBankServices).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false })
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Actor)))
                .Select(method => $"{type.FullName!["PhoneBank.".Length..]}.{method.Name}"))
            .Distinct().Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Rows() =>
        File.ReadLines(Path.Combine(ArchitectureTests.Root, Table), Encoding.UTF8)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 4 && cells[1].Contains('.'))
            .ToDictionary(cells => cells[1], cells => cells[2], StringComparer.Ordinal);
}
