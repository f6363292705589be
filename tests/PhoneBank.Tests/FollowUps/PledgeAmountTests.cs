using PhoneBank.FollowUps;

namespace PhoneBank.Tests.FollowUps;

public sealed class PledgeAmountTests
{
    [Theory]
    [InlineData("50 ILS", 50_00, "50 ILS")]
    [InlineData("50 ils", 50_00, "50 ILS")]
    [InlineData("50ILS", 50_00, "50 ILS")]
    [InlineData("12,5 EUR", 12_50, "12.50 EUR")]
    [InlineData("12.50 EUR", 12_50, "12.50 EUR")]
    [InlineData("1,500 USD", 1500_00, "1500 USD")]
    [InlineData("1.500 EUR", 1500_00, "1500 EUR")]
    [InlineData("1.500,50 EUR", 1500_50, "1500.50 EUR")]
    [InlineData("1,500.50 USD", 1500_50, "1500.50 USD")]
    [InlineData("12 500 EUR", 12_500_00, "12500 EUR")]
    [InlineData("12 500,75 RUB", 12_500_75, "12500.75 RUB")]
    [InlineData("1’500 CHF", 1500_00, "1500 CHF")]
    [InlineData("١٬٥٠٠٫٥ ILS", 1500_50, "1500.50 ILS")]
    [InlineData("۵۰ ILS", 50_00, "50 ILS")]
    [InlineData("₪50 ILS", 50_00, "50 ILS")]
    [InlineData("$20 CAD", 20_00, "20 CAD")]
    [InlineData("1000000 ILS", 1_000_000_00, "1000000 ILS")]
    public void An_amount_is_read_however_it_is_written(string typed, long hundredths, string kept)
    {
        Assert.True(PledgeAmount.TryRead(typed, out var amount));
        Assert.Equal((hundredths, kept, true), (amount.Hundredths, amount.ToString(), amount.IsSane));
        Assert.True(PledgeAmount.TryRead(kept, out var again));
        Assert.Equal(amount, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("50")]
    [InlineData("ILS")]
    [InlineData("fifty ILS")]
    [InlineData("12 50 EUR")]
    [InlineData("1,50,0 EUR")]
    [InlineData("0,500 EUR")]
    [InlineData("12,5555 EUR")]
    [InlineData("€50 ILS")]
    [InlineData("-50 ILS")]
    [InlineData("50-100 ILS")]
    [InlineData("99999999999999999999 ILS")]
    public void What_could_be_read_in_two_ways_or_not_at_all_is_refused(string typed) => Assert.False(PledgeAmount.TryRead(typed, out _));

    [Theory]
    [InlineData("0 ILS")]
    [InlineData("0,00 ILS")]
    [InlineData("1000000,01 ILS")]
    [InlineData("4111111111111 ILS")]
    public void Nothing_and_more_than_a_million_is_no_sane_amount(string typed)
    {
        Assert.True(PledgeAmount.TryRead(typed, out var amount));
        Assert.False(amount.IsSane);
    }

    [Theory]
    [InlineData("1,500 ILS", "1,500", "ILS")]
    [InlineData("fifty ILS", "fifty", "ILS")]
    [InlineData("50", "50", null)]
    [InlineData("50ILS", "50", "ILS")]
    [InlineData("fifty", "fifty", null)]
    [InlineData("abc", "abc", null)]
    [InlineData(null, "", null)]
    public void The_two_fields_of_a_form_get_back_what_was_typed(string? answer, string number, string? currency) => Assert.Equal((number, currency), PledgeAmount.Parts(answer));
}
