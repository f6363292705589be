using PhoneBank.Books;
using PhoneBank.Reviews;

namespace PhoneBank.Tests.Reviews;

public sealed class MaskedNameTests
{
    [Theory]
    [InlineData("Dana", "Levi", "Dana L.")]
    [InlineData("דנה", "לוי", "דנה ל.")]
    [InlineData("Dana Levi", "", "Dana L.")]
    [InlineData("Anna Maria", "Petrova", "Anna P.")]
    [InlineData("", "Levi", "L.")]
    [InlineData("Dana", "", "Dana")]
    [InlineData("", "", "")]
    [InlineData("Dana 050-1234567", "", "Dana")]
    [InlineData("0501234567", "Levi", "L.")]
    [InlineData("Zoë", "\u0061\u0308hler", "Zoë \u0061\u0308.")]
    public void A_list_shows_the_first_name_and_an_initial(string first, string last, string shown) =>
        Assert.Equal(shown, MaskedName.Of(new ContactName(first, last, ExternalId: null)));

    [Fact]
    public void Of_several_people_at_a_number_the_first_is_shown() =>
        Assert.Equal("Dana L.", MaskedName.Of(new ContactDetails { Names = [new("Dana", "Levi", null), new("Omer", "Levi", null)] }));
}
