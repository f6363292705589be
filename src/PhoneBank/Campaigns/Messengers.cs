namespace PhoneBank.Campaigns;

/// <summary>The messengers a call page can open, by their own schemes; the call itself is still made by a person.</summary>
public static class Messengers
{
    public const string Signal = "signal";
    public const string WhatsApp = "whatsapp";

    // As people write them on a card, in the four languages of the interface.
    private static readonly (string Messenger, string[] Words)[] Written =
    [
        (Signal, ["signal", "סיגנל", "سيجنال", "سيغنال", "сигнал"]),
        (WhatsApp, ["whatsapp", "whats app", "וואטסאפ", "ווטסאפ", "ואטסאפ", "ווצאפ", "وتساب", "واتساب", "واتس اب", "واتس آب", "ватсап", "вотсап", "вацап", "уотсап"]),
    ];

    public static IReadOnlyList<string> All { get; } = [Signal, WhatsApp];

    /// <summary>Those a campaign has turned on, as its column says.</summary>
    public static IReadOnlyList<string> Read(string column) => [.. column.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(All.Contains)];

    /// <summary>Those named in a card's free text about the preferred channel.</summary>
    public static IReadOnlyList<string> NamedIn(string? preferredChannel) => preferredChannel is null
        ? []
        : [.. Written.Where(messenger => messenger.Words.Any(word => preferredChannel.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(messenger => messenger.Messenger)];
}
