using FsCheck;
using FsCheck.Fluent;
using PhoneBank.Phones;

namespace PhoneBank.Tests.Phones;

public sealed class PhoneRoundTripTests
{
    private const int Times = 20_000;

    private static readonly NumberingPlan[] Plans = [.. NumberingPlans.All.Countries, .. NumberingPlans.All.WithoutCountry];

    [Fact]
    public void Any_valid_number_reads_back_from_its_international_form()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Times), Prop.ForAll(ValidNumbers(), number =>
        {
            var again = PhoneNumbers.Read(PhoneNumbers.FormatInternational(number.E164!), null);
            return again == number;
        }));
    }

    [Fact]
    public void Any_valid_number_of_a_country_reads_back_there_from_its_national_form()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Times), Prop.ForAll(ValidNumbers(), number =>
        {
            var again = PhoneNumbers.Read(PhoneNumbers.FormatNational(number.E164!), number.Country);
            return number.Country is null || again == number || MeansAnotherNumberAtHome(number);
        }));
    }

    [Fact]
    public void Any_text_whatever_is_read_without_an_exception()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Times), Prop.ForAll<string>(text =>
        {
            var reading = PhoneNumbers.Read(text, "IL");
            return (reading.E164 is null) == (reading.Status == PhoneStatus.Invalid) && PhoneNumbers.ReadMany(text, "IL").Count > 0;
        }));
    }

    /// <summary>Gabon's old mobiles, written there, look like its new ones.</summary>
    private static bool MeansAnotherNumberAtHome(PhoneReading number) =>
        number is { Country: "GA", Kind: PhoneKind.Mobile, E164.Length: 11 };

    private static Arbitrary<PhoneReading> ValidNumbers()
    {
        var numbers =
            from plan in Gen.Elements(Plans)
            from range in Gen.Elements(plan.Ranges.ToArray())
            from seed in Gen.Choose(0, int.MaxValue)
            let national = NumberMaker.Make(range.Pattern.Text, new Random(seed))
            let reading = PhoneNumbers.Read($"+{plan.CallingCode}{national}", null)
            where reading.Status == PhoneStatus.Valid
            select reading;
        return numbers.ToArbitrary();
    }
}
