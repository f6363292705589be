using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace PhoneBank.Volunteers;

/// <summary>
/// PBKDF2 as the framework does it. The hash of an offered five-word phrase is marked, and whatever is compared with it
/// is folded first: who reads words from paper types them with capitals, or without spaces.
/// </summary>
public sealed class VolunteerPasswordHasher : PasswordHasher<Volunteer>
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA512.</summary>
    public const int Rounds = 220_000;

    private const string PhraseMark = "words:";
    private readonly string _nobodys;

    public VolunteerPasswordHasher(IOptions<PasswordHasherOptions> options)
        : base(options) => _nobodys = base.HashPassword(new Volunteer(), "nobody has this password");

    public override string HashPassword(Volunteer user, string password) =>
        Passphrases.IsPhrase(password) ? PhraseMark + base.HashPassword(user, LogIn.Fold(password)) : base.HashPassword(user, password);

    public override PasswordVerificationResult VerifyHashedPassword(Volunteer user, string hashedPassword, string providedPassword)
    {
        if (!hashedPassword.StartsWith(PhraseMark, StringComparison.Ordinal))
        {
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        var result = base.VerifyHashedPassword(user, hashedPassword[PhraseMark.Length..], LogIn.Fold(providedPassword));

        // Hashing it anew would lose the mark when it was typed without spaces.
        return result == PasswordVerificationResult.SuccessRehashNeeded && !Passphrases.IsPhrase(providedPassword)
            ? PasswordVerificationResult.Success
            : result;
    }

    /// <summary>Takes as long as a real check, for names that do not exist.</summary>
    public void PretendToVerify(string password) => base.VerifyHashedPassword(new Volunteer(), _nobodys, password);
}
