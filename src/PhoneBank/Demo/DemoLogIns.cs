using PhoneBank.Scripts;

namespace PhoneBank.Demo;

/// <summary>Somebody who can sign in to the demo. All of them have the same phrase, which everybody may know.</summary>
/// <param name="Name">What is typed to sign in.</param>
/// <param name="DisplayName">How others see this person.</param>
/// <param name="Languages">BCP-47 tags, best first.</param>
/// <param name="InterfaceLanguage">en, he, ar or ru.</param>
public sealed record DemoLogIn(string Name, string DisplayName, IReadOnlyList<string> Languages, string InterfaceLanguage, AddressForm SpeaksAs, bool IsCoordinator = false, bool IsAdministrator = false);

/// <summary>The people of the demo's organisation, as they are printed when it starts.</summary>
public static class DemoLogIns
{
    public const string Phrase = "lemon river garden morning window";

    public static DemoLogIn Noa { get; } = new("noa", "Noa", ["he", "en"], "en", AddressForm.Feminine, IsCoordinator: true, IsAdministrator: true);

    public static DemoLogIn Amir { get; } = new("amir", "Amir", ["ar", "he", "en"], "en", AddressForm.Masculine, IsCoordinator: true);

    public static DemoLogIn Dana { get; } = new("dana", "דנה", ["he"], "he", AddressForm.Feminine);

    public static DemoLogIn Layla { get; } = new("layla", "ليلى", ["ar", "he"], "ar", AddressForm.Feminine);

    public static DemoLogIn Alexei { get; } = new("alexei", "Алексей", ["ru", "he"], "ru", AddressForm.Masculine);

    public static DemoLogIn Emma { get; } = new("emma", "Emma", ["en"], "en", AddressForm.Feminine);

    /// <summary>Coordinators first.</summary>
    public static IReadOnlyList<DemoLogIn> All { get; } = [Noa, Amir, Dana, Layla, Alexei, Emma];

    public static IReadOnlyList<DemoLogIn> Organizers { get; } = [Dana, Layla, Alexei, Emma];
}
