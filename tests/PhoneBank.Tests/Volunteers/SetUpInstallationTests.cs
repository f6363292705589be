using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class SetUpInstallationTests
{
    private static readonly NewAccount Noa = new() { DisplayName = "Noa", LogInName = "noa", Password = "a blue horse eats", CallLanguages = ["he", "en"] };

    [Theory, OnBothDatabases]
    public async Task The_first_account_has_every_role_and_its_name_is_sealed(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        Assert.False(await world.Get<InstallationStatus>().IsSetUpAsync(default));
        var id = (await world.Get<SetUpInstallation>().ExecuteAsync(world.Get<SetUpCode>().Text, Noa, default)).Required;

        var volunteer = await world.ReadAsync(db => db.Users.SingleAsync());
        Assert.Equal(id, volunteer.Id);
        Assert.Equal("NOA", volunteer.NormalizedUserName);
        Assert.Equal("Noa", world.Sealer.Open(Places.VolunteerName(id), volunteer.SealedDisplayName));
        Assert.Equal(["he", "en"], volunteer.CallLanguageList);
        Assert.Equal(3, await world.ReadAsync(db => db.UserRoles.CountAsync(role => role.UserId == id)));
        Assert.Equal(world.Now, (await world.ReadAsync(db => db.Installation.SingleAsync())).SetUpAt);
        Assert.Equal(AuditAction.InstallationSetUp, (await world.ReadAsync(db => db.AuditEntries.SingleAsync())).Action);
        Assert.True(await world.Get<InstallationStatus>().IsSetUpAsync(default));
    }

    [Fact]
    public async Task Without_the_code_of_the_console_there_is_no_account()
    {
        await using var world = (await World.CreateAsync(DatabaseKind.Sqlite)).WithQuickHashing();
        Assert.IsType<WrongSetUpCode>((await world.Get<SetUpInstallation>().ExecuteAsync("WRONG", Noa, default)).Error);
        Assert.IsType<PasswordTooCommon>((await world.Get<SetUpInstallation>().ExecuteAsync(world.Get<SetUpCode>().Text, Noa with { Password = "noanoanoa1234" }, default)).Error);
        Assert.False(await world.Get<InstallationStatus>().IsSetUpAsync(default));
    }

    [Theory, OnBothDatabases]
    public async Task Two_who_set_up_at_once_make_one_account(DatabaseKind kind)
    {
        await using var world = (await World.CreateAsync(kind)).WithQuickHashing();
        var code = world.Get<SetUpCode>().Text;
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => world.Get<SetUpInstallation>().ExecuteAsync(code, Noa with { LogInName = "noa" + n }, default)));

        Assert.Single(results, result => result.IsDone);
        Assert.All(results.Where(result => !result.IsDone), result => Assert.IsType<AlreadySetUp>(result.Error));
        Assert.Equal(1, await world.ReadAsync(db => db.Users.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_recovery_sheet_is_shown_until_two_groups_come_back(DatabaseKind kind)
    {
        var key = MasterKey.Generate();
        await using var world = await World.CreateAsync(kind, key);
        var admin = await world.VolunteerAsync("Noa", Roles.Administrator);
        var coordinator = await world.VolunteerAsync("Omar", Roles.Coordinator);
        var sheet = world.Get<RecoverySheet>();

        Assert.True(await sheet.IsMissingAsync(admin, default));
        Assert.False(await sheet.IsMissingAsync(coordinator, default));
        Assert.IsType<NotAllowed>((await sheet.ShowAsync(coordinator, default)).Error);
        var groups = (await sheet.ShowAsync(admin, default)).Required.Groups;
        Assert.Equal(key.RecoveryGroups(), groups);

        Assert.IsType<RecoveryGroupsDiffer>((await sheet.ConfirmAsync(admin, new Dictionary<int, string?> { [1] = groups[0], [2] = "0000" }, default)).Error);
        Assert.IsType<RecoveryGroupsDiffer>((await sheet.ConfirmAsync(admin, new Dictionary<int, string?> { [1] = groups[0] }, default)).Error);
        Assert.IsType<RecoveryGroupsDiffer>((await sheet.ConfirmAsync(admin, new Dictionary<int, string?> { [1] = groups[0], [99] = groups[1] }, default)).Error);
        Assert.IsType<NotAllowed>((await sheet.ConfirmAsync(coordinator, new Dictionary<int, string?> { [1] = groups[0], [2] = groups[1] }, default)).Error);
        Assert.True((await sheet.ConfirmAsync(admin, new Dictionary<int, string?> { [3] = groups[2].ToLowerInvariant(), [14] = " " + groups[13] }, default)).IsDone);

        Assert.False(await sheet.IsMissingAsync(admin, default));
        Assert.IsType<RecoverySheetIsConfirmed>((await sheet.ShowAsync(admin, default)).Error);
        var actions = await world.ReadAsync(db => db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync());
        Assert.Contains(AuditAction.RecoverySheetShown, actions);
        Assert.Contains(AuditAction.RecoverySheetConfirmed, actions);
    }
}
