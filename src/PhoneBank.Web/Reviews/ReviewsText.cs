namespace PhoneBank.Web.Reviews;

/// <summary>Names the texts of calls and held people (ReviewsText.resx).</summary>
public sealed class ReviewsText;
