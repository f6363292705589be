namespace PhoneBank.Web.Books;

/// <summary>Names the texts of the books' pages (BooksText.resx).</summary>
public sealed class BooksText;
