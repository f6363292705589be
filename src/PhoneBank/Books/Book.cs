namespace PhoneBank.Books;

/// <summary>A walled set of contacts with its own encryption key, retention and protection level. No query joins two books.</summary>
public sealed class Book
{
    public Guid Id { get; init; }

    /// <summary>Sealed under the installation's key.</summary>
    public byte[] SealedName { get; set; } = [];

    public ProtectionLevel Level { get; set; }

    /// <summary>ISO code proposed when an import asks which country numbers without a prefix belong to.</summary>
    public string DefaultCountry { get; set; } = "";

    /// <summary>Contacts in the book, counted in the transactions that add or remove them.</summary>
    public int People { get; set; }

    /// <summary>The import that is bringing people and is not done; nobody sees them yet. All zeros when there is none.</summary>
    public Guid UndecidedImportId { get; set; }

    /// <summary>Days contact data is kept after the campaign, where that is less than the level's figure; null means the level's.</summary>
    public int? RetentionDays { get; set; }

    /// <summary>Days contact data is kept after the campaign.</summary>
    public int KeptForDays => Math.Min(RetentionDays ?? int.MaxValue, LevelRules.Of(Level).RetentionDays);

    /// <summary>Hours after a talk with somebody before another campaign of the book calls her or him.</summary>
    public int HoursBetweenTalks { get; set; } = 20;

    /// <summary>Minutes after a try before another campaign of the book tries.</summary>
    public int MinutesBetweenTries { get; set; } = 60;

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }
}
