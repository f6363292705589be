using System.Globalization;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>A password is too short: fewer than <see cref="PasswordRules.MinLength"/> characters.</summary>
public sealed record PasswordTooShort : Error
{
    public override IReadOnlyList<object> TextArguments => [PasswordRules.MinLength];
}

/// <summary>A password is longer than <see cref="PasswordRules.MaxLength"/> characters.</summary>
public sealed record PasswordTooLong : Error
{
    public override IReadOnlyList<object> TextArguments => [PasswordRules.MaxLength];
}

/// <summary>A password that guessing programs try first, or little more than the person's or the product's name.</summary>
public sealed record PasswordTooCommon : Error;

/// <summary>What a password must be: long, and not among the first to be guessed. No rules about kinds of characters.</summary>
public static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    private const int LettersThatMustBeLeft = 4;

    // The parts that common long passwords are put together from.
    private static readonly string[] CommonParts = Read();

    private static readonly string[] Runs =
    [
        "01234567890", "09876543210", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM", "QAZWSXEDC", "1QAZ2WSX3EDC4RFV", "1Q2W3E4R5T6Y7U8I9O0P",
        "ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ", "אבגדהוזחטיכלמנסעפצקרשת", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    ];

    /// <summary>Null when the password will do.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="context">Words an attacker knows: the person's names, the organisation, the campaign.</param>
    public static Error? Check(string password, params IEnumerable<string> context)
    {
        var length = new StringInfo(password).LengthInTextElements;
        if (length < MinLength)
        {
            return new PasswordTooShort();
        }

        if (password.Length > MaxLength)
        {
            return new PasswordTooLong();
        }

        if (Passphrases.IsPhrase(password))
        {
            return null;
        }

        var rest = LogIn.Fold(password);
        foreach (var known in context.SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Append(text)).Select(LogIn.Fold)
            .Where(word => word.Length >= 3).Concat(CommonParts).OrderByDescending(word => word.Length))
        {
            rest = rest.Replace(known, " ", StringComparison.Ordinal);
        }

        return rest.Split(' ').Sum(Surprises) < LettersThatMustBeLeft ? new PasswordTooCommon() : null;
    }

    /// <summary>Characters that are neither the same as, nor the keyboard's or alphabet's neighbour of, one before; digits count for less.</summary>
    private static int Surprises(string text)
    {
        var count = 0;
        var seen = new HashSet<char>();
        for (var i = 0; i < text.Length; i++)
        {
            var follows = i > 0 && Runs.Any(run => run.Contains(text.AsSpan(i - 1, 2), StringComparison.Ordinal) || run.Contains($"{text[i]}{text[i - 1]}", StringComparison.Ordinal));
            if (!follows && seen.Add(text[i]) && !char.IsPunctuation(text[i]) && !char.IsSymbol(text[i]))
            {
                count += char.IsDigit(text[i]) ? 0 : 1;
            }
        }

        // Long random numbers are fine: what is common about digits is that they repeat or count.
        return count + (text.Count(char.IsDigit) >= MinLength && seen.Count >= 7 ? LettersThatMustBeLeft : 0);
    }

    private static string[] Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("PhoneBank.Volunteers.Words.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(LogIn.Fold).Distinct(StringComparer.Ordinal)];
    }
}
