using PhoneBank.Calling.Hours;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class HoursClassKeyTests
{
    private const string CampaignZone = "Asia/Jerusalem";
    private static readonly WeeklyWindows Evenings = WeeklyWindows.Parse("Mo-Fr 18:00-21:00");

    [Fact]
    public void The_contacts_own_zone_comes_first() =>
        Assert.Equal("Europe/Berlin|IL|", HoursClassKey.For("Europe/Berlin", "IL", null, CampaignZone).ToString());

    [Fact]
    public void A_country_with_one_zone_is_in_that_zone() =>
        Assert.Equal("Europe/Paris|FR|", HoursClassKey.For(null, "fr", null, CampaignZone).ToString());

    [Fact]
    public void Zones_of_a_country_that_keep_the_same_time_count_as_one()
    {
        Assert.Equal("Europe/Berlin|DE|", HoursClassKey.For(null, "DE", null, CampaignZone).ToString());
        Assert.Equal("Asia/Gaza|PS|", HoursClassKey.For(null, "PS", null, CampaignZone).ToString());
        Assert.Equal(29, Zones.OfCountry("US").Count);
        Assert.Equal(
            ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu"],
            Zones.DistinctOfCountry("US"));
    }

    [Fact]
    public void A_country_with_several_zones_is_a_class_of_its_own() =>
        Assert.Equal("country:US|US|Mo-Fr 18:00-21:00", HoursClassKey.For(" ", "US", Evenings, CampaignZone).ToString());

    [Theory]
    [InlineData(null, "Asia/Jerusalem|IL|")]
    [InlineData("001", "Asia/Jerusalem|IL|")]
    [InlineData("ZZ", "Asia/Jerusalem|ZZ|")]
    public void Without_zone_and_country_the_campaigns_zone_is_taken(string? country, string key) =>
        Assert.Equal(key, HoursClassKey.For(null, country, null, CampaignZone).ToString());

    [Fact]
    public void A_zone_tells_the_country_when_the_number_does_not() =>
        Assert.Equal("America/Toronto|CA|", HoursClassKey.For("America/Toronto", null, null, CampaignZone).ToString());

    [Theory]
    [InlineData("Israel Standard Time", null, "Asia/Jerusalem")]
    [InlineData("Asia/Tel_Aviv", null, "Asia/Jerusalem")]
    [InlineData("europe/LONDON ", null, "Europe/London")]
    [InlineData("Europe/Kiev", null, "Europe/Kyiv")]
    [InlineData("Romance Standard Time", "FR", "Europe/Paris")]
    [InlineData("Romance Standard Time", "DK", "Europe/Copenhagen")]
    [InlineData("US/Eastern", null, "America/New_York")]
    [InlineData("Iceland", null, "Atlantic/Reykjavik")]
    [InlineData("Etc/UTC", null, "UTC")]
    public void Zones_are_known_by_their_other_names_too(string written, string? country, string zone)
    {
        Assert.True(Zones.TryNormalize(written, country, out var id));
        Assert.Equal(zone, id);
    }

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("../../etc/passwd")]
    [InlineData("+02:00")]
    [InlineData("Europe")]
    public void What_is_no_zone_is_refused(string zone)
    {
        Assert.False(Zones.TryNormalize(zone, "IL", out _));
        Assert.False(HoursClassKey.TryFor(zone, "IL", null, CampaignZone, out var key));
        Assert.Null(key);
        Assert.DoesNotContain(zone, Assert.Throws<ArgumentException>(() => HoursClassKey.For(zone, "IL", null, CampaignZone)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Jerusalem|IL|")]
    [InlineData("Europe/Berlin|IL|Su-Th 18:00-20:00; Fr 09:00-11:00")]
    [InlineData("country:US|US|Mo-Fr 18:00-21:00")]
    [InlineData("country:DE|DE|")]
    [InlineData("UTC||")]
    [InlineData("Asia/Jerusalem|IL|never")]
    public void A_stored_key_reads_back_as_the_same_key(string text)
    {
        Assert.True(HoursClassKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
        Assert.Equal(HoursClassKey.Parse(text), key);
        Assert.Equal(HoursClassKey.Parse(text).GetHashCode(), key.GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Asia/Jerusalem|IL")]
    [InlineData("Nowhere/Land|IL|")]
    [InlineData("country:ZZ|ZZ|")]
    [InlineData("country:US|CA|")]
    [InlineData("Asia/Tel_Aviv|IL|")]
    [InlineData("Asia/Jerusalem|IL|Mo 9-17")]
    [InlineData("Asia/Jerusalem|IL|Mo 10:00-9:00")]
    public void What_was_never_stored_is_no_key(string? text) => Assert.False(HoursClassKey.TryParse(text, out _));

    [Fact]
    public void A_class_moves_into_a_zone_once_it_is_known()
    {
        var key = HoursClassKey.For(null, "US", Evenings, CampaignZone);
        Assert.True(key.TryInZone("America/Chicago", out var inChicago));
        Assert.Equal("America/Chicago|US|Mo-Fr 18:00-21:00", inChicago.ToString());
        Assert.False(key.TryInZone("Chicago", out _));
    }

    [Fact]
    public void Every_country_has_zones_that_this_machine_knows()
    {
        Assert.Matches("^20[0-9]{2}[a-z]$", Zones.DatabaseVersion);
        foreach (var country in (string[])["IL", "PS", "US", "GB", "DE", "FR", "CA", "RU", "UA", "AU", "XK", "AC", "TA"])
        {
            Assert.NotEmpty(Zones.DistinctOfCountry(country));
            Assert.All(Zones.OfCountry(country), zone => Assert.True(Zones.TryNormalize(zone, country, out _), zone));
        }
    }

    [Fact]
    public void Every_ceiling_names_its_source()
    {
        Assert.Equal("Su-Th 10:00-21:00; Fr 10:00-13:00", CountryCeilings.Of("IL").Windows.ToString());
        Assert.Equal("Mo-Fr 10:00-13:00,14:00-20:00", CountryCeilings.Of("FR").Windows.ToString());
        Assert.Equal("Su,Sa 10:00-18:00; Mo-Fr 09:00-21:30", CountryCeilings.Of("ca").Windows.ToString());
        foreach (var country in (string?[])["GB", "US", "DE", "AR", "001", null])
        {
            Assert.Equal("Su-Sa 10:00-20:00", CountryCeilings.Of(country).Windows.ToString());
            Assert.NotEmpty(CountryCeilings.Of(country).Source);
        }
    }
}
