namespace PhoneBank.Web.Account;

/// <summary>Why a form is to be sent once more.</summary>
public enum SendAgainReason
{
    /// <summary>The session had ended; its owner is back.</summary>
    SignedIn,

    /// <summary>The page was made for an earlier session.</summary>
    TooOld,

    /// <summary>The server had too much to do, or its database did not answer.</summary>
    Busy,
}
