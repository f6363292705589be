using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests;

/// <summary>
/// The walls between books: every operation and query that takes the id of a book, a campaign or a contact answers somebody of another
/// book exactly as it answers for an id that does not exist. Found by reflection, so that a new one is asked too.
/// </summary>
public sealed class WallsTests
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly string[] Walled = ["bookId", "campaignId", "contactId"];

    [Theory, OnBothDatabases]
    public async Task A_coordinator_of_another_book_gets_nothing_from_any_operation(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, other) = (await world.CallingSceneAsync(contacts: 2), await world.CallingSceneAsync(contacts: 1));
        var contactId = await world.ReadAsync(db => db.Contacts.Where(contact => contact.BookId == scene.BookId).Select(contact => contact.Id).FirstAsync());
        var before = await CountsAsync(world);
        var answers = new List<(string Name, string There, string Nowhere)>();
        foreach (var (name, method) in Operations())
        {
            var operation = world.Services.GetRequiredService(method.DeclaringType!);
            var there = new Ids(scene.BookId, scene.CampaignId, scene.ListId, contactId);
            answers.Add((name, await AnswerAsync(operation, method, other.Coordinator, there), await AnswerAsync(operation, method, other.Coordinator, Ids.Nowhere())));
        }

        Assert.True(answers.Count(answer => answer.There is nameof(NotFound) or nameof(NotAllowed)) > 30, string.Join('\n', answers));
        Assert.Contains(("Books.EraseContact.ExecuteAsync", nameof(NotFound), nameof(NotFound)), answers);
        Assert.All(answers, answer => Assert.Equal($"{answer.Name}: {answer.Nowhere}", $"{answer.Name}: {answer.There}"));
        Assert.Equal(before, await CountsAsync(world));
    }

    private static IEnumerable<(string Name, MethodInfo Method)> Operations() =>
        typeof(PhoneBankServices).Assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false })
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.GetParameters() is var parameters
                && parameters.Any(parameter => parameter.ParameterType == typeof(Actor)) && parameters.Any(IsWalled))
            .Select(method => ($"{method.DeclaringType!.FullName!["PhoneBank.".Length..]}.{method.Name}", method))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal);

    private static bool IsWalled(ParameterInfo parameter) =>
        (Walled.Contains(parameter.Name) && IsId(parameter.ParameterType))
        || (IsRequest(parameter.ParameterType) && parameter.ParameterType.GetProperties().Any(property => IsId(property.PropertyType) && Walled.Contains(Lower(property.Name))));

    private static bool IsId(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(Guid);

    private static bool IsRequest(Type type) => type.IsClass && type.Namespace?.StartsWith("PhoneBank", StringComparison.Ordinal) == true;

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static object? Argument(ParameterInfo parameter, Actor actor, Ids ids)
    {
        var type = parameter.ParameterType;
        return type == typeof(Actor) ? actor
            : type == typeof(CancellationToken) ? CancellationToken.None
            : IsId(type) ? ids.Of(parameter.Name!)
            : Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? null
            : Filled(type, ids, depth: 0);
    }

    /// <summary>Something harmless of this type, with the ids in it.</summary>
    private static object? Filled(Type type, Ids ids, int depth)
    {
        if (type == typeof(string))
        {
            return "text";
        }

        if (type == typeof(Stream))
        {
            return new MemoryStream("first name,phone\nDana,050-1000001\n"u8.ToArray());
        }

        if (type.IsValueType)
        {
            return type == typeof(int) ? 1 : Activator.CreateInstance(type);
        }

        if (type.IsGenericType && type.IsInterface)
        {
            var arguments = type.GetGenericArguments();
            object empty = arguments.Length == 1 ? Array.CreateInstance(arguments[0], 0) : Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            return type.IsInstanceOfType(empty) ? empty : null;
        }

        if (!IsRequest(type) || depth > 3)
        {
            return null;
        }

        var filled = type.GetConstructor(Type.EmptyTypes) is { } make ? make.Invoke([]) : RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
        {
            var isOptional = Nullable.GetUnderlyingType(property.PropertyType) is not null || Nullability.Create(property).WriteState == NullabilityState.Nullable;
            if (IsId(property.PropertyType) && (!isOptional || Walled.Contains(Lower(property.Name))))
            {
                property.SetValue(filled, ids.Of(Lower(property.Name)));
            }
            else if (!isOptional && property.GetValue(filled) is null or 0)
            {
                property.SetValue(filled, Filled(property.PropertyType, ids, depth + 1));
            }
        }

        return filled;
    }

    /// <summary>The name of the refusal, else what was given.</summary>
    private static async Task<string> AnswerAsync(object operation, MethodInfo method, Actor actor, Ids ids)
    {
        var task = (Task)method.Invoke(operation, [.. method.GetParameters().Select(parameter => Argument(parameter, actor, ids))])!;
        await task;
        var answer = task.GetType().GetProperty("Result")?.GetValue(task);
        if (answer?.GetType().GetProperty("Error")?.GetValue(answer) is Error error)
        {
            return error.Key;
        }

        return answer is null || answer.GetType().Name == "VoidTaskResult" ? "nothing" : JsonSerializer.Serialize(answer);
    }

    private static Task<string> CountsAsync(World world) => world.ReadAsync(async db => string.Join(
        ' ',
        await db.Contacts.CountAsync(),
        await db.Entries.CountAsync(),
        await db.CallLists.CountAsync(),
        await db.Campaigns.CountAsync(),
        await db.CampaignMembers.CountAsync(),
        await db.Claims.CountAsync(),
        await db.Calls.CountAsync(),
        await db.Imports.CountAsync(),
        await db.ScriptVersions.CountAsync(),
        await db.Notices.CountAsync(),
        await db.HelpRequests.CountAsync(),
        await db.Invitations.CountAsync()));

    private sealed record Ids(Guid BookId, Guid CampaignId, Guid ListId, Guid ContactId)
    {
        public static Ids Nowhere() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        public Guid Of(string name) => name switch
        {
            "bookId" => BookId,
            "campaignId" => CampaignId,
            "listId" => ListId,
            "contactId" or "keptId" or "otherId" => ContactId,
            _ => Guid.NewGuid(),
        };
    }
}
