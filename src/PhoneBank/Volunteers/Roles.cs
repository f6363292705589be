namespace PhoneBank.Volunteers;

/// <summary>The three roles. They add up: the first account is both coordinator and administrator.</summary>
public static class Roles
{
    /// <summary>Calls. Sees one contact at a time.</summary>
    public const string Organizer = "Organizer";

    /// <summary>Runs campaigns on the books she or he is a member of.</summary>
    public const string Coordinator = "Coordinator";

    /// <summary>Runs the installation. Sees no contact data.</summary>
    public const string Administrator = "Administrator";

    public static readonly Guid OrganizerId = new("0197a000-0000-7000-8000-000000000001");
    public static readonly Guid CoordinatorId = new("0197a000-0000-7000-8000-000000000002");
    public static readonly Guid AdministratorId = new("0197a000-0000-7000-8000-000000000003");

    public static IReadOnlyDictionary<string, Guid> All { get; } = new Dictionary<string, Guid>
    {
        [Organizer] = OrganizerId,
        [Coordinator] = CoordinatorId,
        [Administrator] = AdministratorId,
    };
}
