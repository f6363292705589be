using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Privacy;

public sealed class SealerTests
{
    [Theory, OnBothDatabases]
    public async Task What_is_sealed_opens_at_its_place_and_nowhere_else(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var book = await NewBookAsync(world);
        var row = Guid.CreateVersion7();
        var value = world.Sealer.Seal(book, Places.PhoneNumber(row), "+447700900123");

        Assert.Equal("+447700900123", world.Sealer.Open(Places.PhoneNumber(row), value));
        Assert.Throws<SealBrokenException>(() => world.Sealer.Open(Places.PhoneNumber(Guid.CreateVersion7()), value));
        Assert.Throws<SealBrokenException>(() => world.Sealer.Open(Places.ContactDetails(row), value));
    }

    [Fact]
    public async Task A_changed_or_shortened_value_never_opens()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var row = Guid.CreateVersion7();
        var value = world.Sealer.Seal(Places.BookName(row), "Families in the north");
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNegativeInt>(),
            ArbMap.Default.ArbFor<byte>().Filter(change => change != 0),
            (at, change) =>
            {
                var flipped = (byte[])value.Clone();
                flipped[at.Get % flipped.Length] ^= change;
                var cut = value[..(at.Get % value.Length)];
                return Refuses(world, row, flipped) && Refuses(world, row, cut);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_number_has_another_index_in_another_book_and_one_on_the_stop_list(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var first = await NewBookAsync(world);
        var second = await NewBookAsync(world);

        Assert.Equal(world.Sealer.PhoneIndex(first, "+447700900123"), world.Sealer.PhoneIndex(first, "+447700900123"));
        Assert.NotEqual(world.Sealer.PhoneIndex(first, "+447700900123"), world.Sealer.PhoneIndex(second, "+447700900123"));
        Assert.NotEqual(world.Sealer.PhoneIndex(first, "+447700900123"), world.Sealer.StopListHash("+447700900123"));
    }

    [Theory, OnBothDatabases]
    public async Task Another_master_key_is_refused_in_words_an_operator_understands(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var other = new KeyRing(MasterKey.Generate(), world.Get<IDbContextFactory<PhoneBankDb>>(), world.Time);
        var refused = await Assert.ThrowsAsync<MasterKeyException>(() => other.OpenAsync(CancellationToken.None));
        Assert.Contains("another master key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recovery_sheet_gives_the_same_key_back_and_a_slip_of_the_pen_is_noticed()
    {
        var key = MasterKey.Generate();
        var groups = key.RecoveryGroups();
        Assert.Equal(14, groups.Count);
        Assert.All(groups, group => Assert.Equal(4, group.Length));

        var typed = string.Join(' ', groups).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l');
        Assert.Equal(groups, MasterKey.Parse(typed)!.RecoveryGroups());

        var slipped = string.Join('-', groups).ToCharArray();
        slipped[7] = slipped[7] == 'A' ? 'B' : 'A';
        Assert.Null(MasterKey.Parse(new string(slipped)));
    }

    [Fact]
    public void A_key_file_that_others_can_read_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("phonebank-key-").FullName;
        try
        {
            var path = Path.Combine(folder, "master.key");
            var made = MasterKey.LoadOrCreate(path, mayCreate: true);
            Assert.Equal(made.RecoveryGroups(), MasterKey.LoadOrCreate(path, mayCreate: false).RecoveryGroups());
            Assert.Throws<MasterKeyException>(() => MasterKey.LoadOrCreate(Path.Combine(folder, "other.key"), mayCreate: false));

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
                Assert.Throws<MasterKeyException>(() => MasterKey.LoadOrCreate(path, mayCreate: false));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Refuses(World world, Guid row, byte[] value)
    {
        try
        {
            world.Sealer.Open(Places.BookName(row), value);
            return false;
        }
        catch (SealBrokenException)
        {
            return true;
        }
    }

    private static async Task<Guid> NewBookAsync(World world)
    {
        var book = world.Time.NewId();
        await world.WriteAsync(db => db.DataKeys.Add(world.Get<KeyRing>().Make(book)));
        return book;
    }
}
