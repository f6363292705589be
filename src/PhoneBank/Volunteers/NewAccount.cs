using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>What somebody gives who wants an account.</summary>
public sealed record NewAccount
{
    /// <summary>How others see this person.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name to sign in with; null lets it follow from the display name.</summary>
    public string? LogInName { get; init; }

    public required string Password { get; init; }

    /// <summary>BCP-47 tags, best first.</summary>
    public IReadOnlyList<string> CallLanguages { get; init; } = [];

    /// <summary>en, he, ar or ru.</summary>
    public string InterfaceLanguage { get; init; } = "en";
}

/// <summary>There is no name to show.</summary>
public sealed record NameMissing : Error;

/// <summary>There is nothing to sign in with: at least two letters or digits are needed.</summary>
public sealed record LogInNameMissing : Error;

/// <summary>Somebody else signs in with this name.</summary>
public sealed record LogInNameTaken : Error;

/// <summary>A language is neither of the list nor written as a language tag such as <c>am</c> or <c>fr</c>.</summary>
public sealed record LanguageUnknown : Error;

/// <summary>Makes the rows of a new account.</summary>
public sealed partial class Accounts(Sealer sealer, IPasswordHasher<Volunteer> hasher, TimeProvider time)
{
    private const int MaxLanguages = 12;

    /// <summary>Null when the account can be made; asks no database.</summary>
    internal static Error? Check(NewAccount account)
    {
        var name = LogIn.Clean(account.DisplayName);
        if (name.Length == 0)
        {
            return new NameMissing();
        }

        if (LogIn.Fold(LogInNameOf(account)).Length < 2)
        {
            return account.LogInName is null ? new NameMissing() : new LogInNameMissing();
        }

        return !AreLanguages(account.CallLanguages)
            ? new LanguageUnknown()
            : PasswordRules.Check(account.Password, account.DisplayName, account.LogInName ?? "");
    }

    /// <summary>Whether these are tags of languages, and not too many.</summary>
    internal static bool AreLanguages(IReadOnlyList<string> tags) => tags.Count <= MaxLanguages && tags.All(tag => LanguageTag().IsMatch(LanguageTags.Normalize(tag)));

    /// <summary>The account, with the hash of its password: the slow part, to be done before a transaction.</summary>
    internal Volunteer Make(NewAccount account, Guid? invitationId = null)
    {
        var id = time.NewId();
        var volunteer = new Volunteer
        {
            Id = id,
            SealedDisplayName = sealer.Seal(Places.VolunteerName(id), LogIn.Clean(account.DisplayName)),
            CreatedAt = time.UtcNow(),
            InvitationId = invitationId,
            CallLanguages = Join(account.CallLanguages),
            InterfaceLanguage = account.InterfaceLanguage,
            SecurityStamp = NewStamp(),
            LockoutEnabled = true,
        };
        SetLogInName(volunteer, LogInNameOf(account));
        volunteer.PasswordHash = hasher.HashPassword(volunteer, account.Password);
        return volunteer;
    }

    /// <summary>Adds the account with its roles. The log-in name may still turn out to be taken when it is saved.</summary>
    internal static void Add(PhoneBankDb db, Volunteer volunteer, params IEnumerable<Guid> roles)
    {
        db.Users.Add(volunteer);
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = volunteer.Id, RoleId = role }));
    }

    /// <summary>Gives a proposed log-in name that nobody has: the name itself, else with a number after it.</summary>
    internal static async Task MakeLogInNameFreeAsync(PhoneBankDb db, Volunteer volunteer, CancellationToken ct)
    {
        var wanted = volunteer.UserName!;
        for (var n = 2; await db.Users.AnyAsync(other => other.NormalizedUserName == volunteer.NormalizedUserName && other.Id != volunteer.Id, ct); n++)
        {
            var suffix = $" {(n < 20 ? n : RandomNumberGenerator.GetInt32(20, 100_000))}";
            SetLogInName(volunteer, wanted[..Math.Min(wanted.Length, LogIn.MaxLength - suffix.Length)] + suffix);
        }
    }

    internal static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    internal static string Join(IReadOnlyList<string> languages) => string.Join(',', languages.Select(LanguageTags.Normalize).Distinct(StringComparer.Ordinal));

    private static string LogInNameOf(NewAccount account) => LogIn.Clean(account.LogInName ?? account.DisplayName);

    private static void SetLogInName(Volunteer volunteer, string name)
    {
        volunteer.UserName = name;
        volunteer.NormalizedUserName = LogIn.Fold(name);
    }

    [GeneratedRegex("^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
