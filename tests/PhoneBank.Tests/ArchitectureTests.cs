using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace PhoneBank.Tests;

/// <summary>The walls of the house: what may use what.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] CommonSlices = ["Data", "Shared", "Privacy"];
    private static readonly Assembly Domain = typeof(PhoneBankServices).Assembly;

    [Fact]
    public void The_domain_knows_nothing_of_http_or_pages()
    {
        var foreign = Domain.GetTypes().Where(IsOurs)
            .SelectMany(type => Used(type).Select(used => (type.FullName, used.Namespace)))
            .Where(pair => pair.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true
                && pair.Namespace is not ("Microsoft.AspNetCore.Identity" or "Microsoft.AspNetCore.Identity.EntityFrameworkCore"))
            .Select(pair => $"{pair.FullName} uses {pair.Namespace}").Distinct();
        Assert.Empty(foreign);

        var imports = SourceFiles("src/PhoneBank").SelectMany(file => File.ReadLines(file)
            .Where(line => AspNetImport().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line}"));
        Assert.Empty(imports);
    }

    /// <summary>The list of known breaches may only get shorter: make what is shared public, or move it to where it belongs.</summary>
    [Fact]
    public void Slices_do_not_use_each_others_internals()
    {
        var breaches = Domain.GetTypes().Where(IsOurs)
            .SelectMany(type => Used(type).Where(used => used.Assembly == Domain && !IsPublic(used)).Select(used => (From: type, To: used)))
            .Where(pair => Slice(pair.From) is { } from && Slice(pair.To) is { } to && from != to
                && from != "Data" && !CommonSlices.Contains(to))
            .Select(pair => $"{Outer(pair.From)} uses {Outer(pair.To)}").Distinct().Order(StringComparer.Ordinal).ToList();
        var known = File.ReadAllLines(Path.Combine(Root, "tests/PhoneBank.Tests/reviewed-internals.txt"));
        Assert.True(known.SequenceEqual(breaches, StringComparer.Ordinal), $"New: {string.Join("; ", breaches.Except(known))}. Gone: {string.Join("; ", known.Except(breaches))}.");
    }

    [Fact]
    public void Time_and_ids_come_from_the_clock_that_tests_can_move()
    {
        var breaches = SourceFiles("src").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(found => ForbiddenCall().IsMatch(found.line))
            .Select(found => $"{Path.GetFileName(found.file)}:{found.number}: {found.line.Trim()}");
        Assert.Empty(breaches);
    }

    [Fact]
    public void There_is_no_way_to_dial_or_to_record_by_machine()
    {
        var packages = File.ReadAllText(Path.Combine(Root, "Directory.Packages.props"));
        foreach (var name in new[] { "Twilio", "Vonage", "Plivo", "SIPSorcery", "Asterisk", "NAudio" })
        {
            Assert.DoesNotContain(name, packages, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>A person dials: pages know <c>tel:</c> and the messengers' own schemes, and no address on the web that would do it for them.</summary>
    [Fact]
    public void Pages_link_to_no_way_of_calling_but_tel_and_the_messengers_own_schemes()
    {
        var files = SourceFiles("src/PhoneBank.Web").Concat(Directory.EnumerateFiles(Path.Combine(Root, "wwwroot/js"), "*.js"))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)).ToList();
        var schemes = files.SelectMany(file => Scheme().Matches(File.ReadAllText(file)).Select(match => match.Groups["scheme"].Value.ToLowerInvariant())).ToHashSet(StringComparer.Ordinal);
        schemes.ExceptWith(["http", "https", "webcal"]);
        Assert.Equal(["sgnl", "tel", "whatsapp"], schemes.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.DoesNotMatch(MessengerOnTheWeb(), File.ReadAllText(file)));
    }

    /// <summary>The folder of the solution, found upwards from the tests.</summary>
    internal static string Root { get; } = FindRoot();

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PhoneBank.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The solution's folder is not above the tests.");
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("PhoneBank", StringComparison.Ordinal) == true;

    private static bool IsPublic(Type type) => type.IsPublic || (type.IsNestedPublic && IsPublic(type.DeclaringType!));

    private static string Outer(Type type) => (type.DeclaringType is { } outer ? Outer(outer) : type.FullName)!.Split('`')[0];

    /// <summary>PhoneBank.Calling.Hours is of the slice Calling.</summary>
    private static string? Slice(Type type) => type.Namespace?.Split('.') is ["PhoneBank", var slice, ..] ? slice : null;

    /// <summary>Every type a type names: in its base, fields, signatures, locals and calls.</summary>
    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var direct = new List<Type?> { type.BaseType };
        direct.AddRange(type.GetInterfaces());
        direct.AddRange(type.GetFields(All).Select(field => field.FieldType));
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            direct.AddRange(method.GetParameters().Select(parameter => parameter.ParameterType));
            direct.Add((method as MethodInfo)?.ReturnType);
            if (method.GetMethodBody() is { } body)
            {
                direct.AddRange(body.LocalVariables.Select(variable => variable.LocalType));
                direct.AddRange(Called(method, body));
            }
        }

        return direct.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Called(MethodBase method, MethodBody body)
    {
        var code = body.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var methodArguments = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        foreach (var token in Tokens(code))
        {
            MemberInfo? member;
            try
            {
                member = method.Module.ResolveMember(token, typeArguments, methodArguments);
            }
            catch (Exception exception) when (exception is ArgumentException or BadImageFormatException or TypeLoadException or MissingMemberException)
            {
                continue;
            }

            if ((member as Type ?? member?.DeclaringType) is { } used)
            {
                yield return used;
            }
        }
    }

    /// <summary>
    /// The tokens behind call, callvirt, newobj, and the like. Instructions are read one after another: a number inside another
    /// instruction can look like a token, of whatever type happens to have that row.
    /// </summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var i = 0; i < code.Length;)
        {
            var isLong = code[i] == 0xFE;
            var opCode = OpCodesByValue[isLong ? unchecked((short)((0xFE << 8) | code[i + 1])) : code[i]];
            i += isLong ? 2 : 1;
            if (!isLong && (byte)opCode.Value is 0x28 or 0x6F or 0x73 or 0x74 or 0x75 or 0x7B or 0x7D or 0x7E or 0xD0)
            {
                yield return BitConverter.ToInt32(code, i);
            }

            i += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static Dictionary<short, OpCode> OpCodesByValue { get; } = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(opCode => opCode.Value);

    private static IEnumerable<Type> Parts(Type type)
    {
        var plain = type.HasElementType ? type.GetElementType()! : type;
        return plain.IsGenericType ? plain.GetGenericArguments().SelectMany(Parts).Prepend(plain.GetGenericTypeDefinition()) : [plain];
    }

    [GeneratedRegex(@"^\s*(global )?using (static )?Microsoft\.AspNetCore\.(?!Identity(\.EntityFrameworkCore)?;)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AspNetImport();

    // What stands at the beginning of an address: scheme://, or one of those that dial, write or ring without slashes.
    [GeneratedRegex(@"[""'`](?<scheme>[a-z][a-z0-9+.-]*)://|[""'`](?<scheme>tel|sms|smsto|mms|mmsto|callto|sips?|skype|tg|viber|facetime|facetime-audio|mailto):", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"wa\.me/|api\.whatsapp\.com|web\.whatsapp\.com|https?://signal\.me", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessengerOnTheWeb();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.NewGuid\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ForbiddenCall();
}
