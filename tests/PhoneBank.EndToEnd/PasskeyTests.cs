using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.Privacy;
using PhoneBank.Volunteers;
using PhoneBank.Web.Account;
using Person = PhoneBank.EndToEnd.App.Person;

namespace PhoneBank.EndToEnd;

/// <summary>Coming back by a passkey, with the browser's virtual authenticator in place of a phone's lock.</summary>
[Collection(Journeys.Name)]
public sealed class PasskeyTests(App.Browser browser)
{
    [Fact]
    public async Task A_caller_adds_a_passkey_signs_in_with_it_and_not_once_suspended()
    {
        await using var shift = await Shift.StartAsync(browser, DatabaseKind.Sqlite, people: 3);

        // Passkeys belong to a name, never to an address of digits.
        var address = shift.App.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var dana = await browser.PersonAsync("Dana", address, Device.Phone);
        var session = await dana.Context.NewCDPSessionAsync(dana.Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await new App.Pages.JoinPages(dana).JoinByLinkAsync(shift.Invite);
        await dana.OpenAsync("/account");
        await dana.FillAsync(dana.Says<AccountText>("PasskeyName"), "old phone");
        await dana.PressButtonAsync(dana.Says<AccountText>("AddPasskey"));
        await dana.Page.Locator("#remove-passkey").First.WaitForAsync();
        await dana.SeesAsync("old phone");
        await dana.JudgeAsync();

        await SignOutAsync(dana);
        await dana.JudgeAsync();
        await dana.PressButtonAsync(dana.Says<AccountText>("PasskeySignIn"));
        await dana.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        await SignOutAsync(dana);
        await using (var db = shift.App.OpenDb())
        {
            Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.PasskeyAdded));
            var stored = await db.UserPasskeys.SingleAsync();
            Assert.DoesNotContain("old phone", stored.Data.Name, StringComparison.Ordinal);
            (await db.Users.SingleAsync(volunteer => volunteer.Id == stored.UserId)).Status = VolunteerStatus.Suspended;
            await db.SaveChangesAsync();
        }

        await dana.PressButtonAsync(dana.Says<AccountText>("PasskeySignIn"));
        await dana.SeesAsync(dana.Says<AccountText>("SignInFailed"));

        await using (var db = shift.App.OpenDb())
        {
            Assert.Contains("passkey", await db.AuditEntries.Where(entry => entry.Action == AuditAction.SignInFailed).Select(entry => entry.Detail).ToListAsync());
            (await db.Users.SingleAsync(volunteer => volunteer.Status == VolunteerStatus.Suspended)).Status = VolunteerStatus.Active;
            await db.SaveChangesAsync();
        }

        await dana.PressButtonAsync(dana.Says<AccountText>("PasskeySignIn"));
        await dana.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await dana.OpenAsync("/account");
        await dana.PressButtonAsync(dana.Says<AccountText>("RemovePasskey"));
        await dana.Page.Locator("#remove-passkey").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await SignOutAsync(dana);
        await dana.PressButtonAsync(dana.Says<AccountText>("PasskeySignIn"));
        await dana.SeesAsync(dana.Says<AccountText>("SignInFailed"));
        dana.WasAtPeace();
    }

    private static async Task SignOutAsync(Person person)
    {
        await person.ClickAsync(person.Page.Locator(".pb-menu summary").Last, "menu");
        await person.PressButtonAsync(person.Says<AccountText>("SignOut"));
        await person.Page.WaitForURLAsync("**/account/sign-in");
    }
}
