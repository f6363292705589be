using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class PassphraseTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("he")]
    [InlineData("ar")]
    [InlineData("ru")]
    public void Each_list_has_at_least_1024_distinct_short_plain_words(string language)
    {
        var words = Passphrases.Words(language);
        Assert.InRange(words.Count, 1024, 4096);
        Assert.Equal(words.Count, words.Select(LogIn.Fold).Distinct().Count());
        Assert.All(words, word =>
        {
            Assert.InRange(word.Length, 3, 8);
            Assert.All(word, c => Assert.True(char.IsLetter(c), word));
            Assert.All(word, c => Assert.True(language switch
            {
                "he" => c is >= 'א' and <= 'ת',
                "ar" => c is >= '\u0620' and <= '\u064A',
                "ru" => c is (>= 'а' and <= 'я') or 'ё',
                _ => char.IsAsciiLetterLower(c),
            }, word));
        });
    }

    [Fact]
    public void A_phrase_is_five_words_of_the_list_and_never_the_same_again()
    {
        var phrases = Enumerable.Range(0, 500).Select(_ => Passphrases.Generate("he")).ToList();
        Assert.Equal(500, phrases.Distinct().Count());
        Assert.All(phrases, phrase =>
        {
            Assert.Equal(5, phrase.Split(' ').Length);
            Assert.All(phrase.Split(' '), word => Assert.Contains(word, Passphrases.Words("he")));
        });
        Assert.All(Passphrases.Generate("am").Split(' '), word => Assert.Contains(word, Passphrases.Words("en")));
    }

    [Theory]
    [InlineData("harbor lemon quiet copper sail", "Harbor  Lemon quiet COPPER sail", true)]
    [InlineData("harbor lemon quiet copper sail", "harborlemonquietcoppersail", true)]
    [InlineData("harbor lemon quiet copper sail", "harbor lemon quiet copper snail", false)]
    [InlineData("береза лимон тихий медь парус", "берёза лимон тихий медь парус", false)]
    [InlineData("береза лимон волна медведь парус", "Берёза лимон волна медведь парус", true)]
    [InlineData("My own sentence, with Capitals", "my own sentence, with capitals", false)]
    [InlineData("My own sentence, with Capitals", "My own sentence, with Capitals", true)]
    public void Words_are_compared_without_case_and_spaces_but_an_own_password_exactly(string set, string typed, bool fits)
    {
        var hasher = new VolunteerPasswordHasher(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var volunteer = new Volunteer();
        var hash = hasher.HashPassword(volunteer, set);
        Assert.Equal(fits, hasher.VerifyHashedPassword(volunteer, hash, typed) != PasswordVerificationResult.Failed);
    }

    [Fact]
    public void An_old_hash_with_fewer_rounds_is_renewed_without_losing_the_folding()
    {
        var volunteer = new Volunteer();
        var old = new VolunteerPasswordHasher(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(volunteer, "harbor lemon quiet copper sail");
        var hasher = new VolunteerPasswordHasher(Options.Create(new PasswordHasherOptions { IterationCount = 2000 }));

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, hasher.VerifyHashedPassword(volunteer, old, "Harbor lemon quiet copper sail"));
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(volunteer, old, "harborlemonquietcoppersail"));
        var renewed = hasher.HashPassword(volunteer, "Harbor lemon quiet copper sail");
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(volunteer, renewed, "harborlemonquietcoppersail"));
    }

    [Fact]
    public async Task The_application_hashes_with_220000_rounds_of_sha512()
    {
        await using var world = await World.CreateAsync(PhoneBank.Data.DatabaseKind.Sqlite);
        Assert.Equal(220_000, world.Get<IOptions<PasswordHasherOptions>>().Value.IterationCount);
        var hash = Convert.FromBase64String(world.Get<IPasswordHasher<Volunteer>>().HashPassword(new Volunteer(), "My own sentence, with Capitals"));
        Assert.Equal(2u, BigEndian(hash, 1)); // HMAC-SHA512
        Assert.Equal(220_000u, BigEndian(hash, 5));
    }

    private static uint BigEndian(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
