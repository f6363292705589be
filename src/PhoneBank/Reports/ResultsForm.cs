namespace PhoneBank.Reports;

/// <summary>Whose column heads and result words a results file is written with. What is known of each system, and from where, is in docs/exports.md.</summary>
public enum ResultsForm
{
    /// <summary>Our own heads, with outcome keys and labels.</summary>
    Own,

    /// <summary>Zetkin, by the number it gives people itself.</summary>
    Zetkin,

    /// <summary>Zetkin, by the id of an organization's own register.</summary>
    ZetkinExternalId,

    ActionNetwork,

    /// <summary>VAN, by the id of the voter file (My Voters).</summary>
    Van,

    /// <summary>VAN, by the id of My Campaign, which counts people anew.</summary>
    VanMyCampaign,
}
