using System.Text;
using PhoneBank.Phones;

namespace PhoneBank.Tests.Phones;

/// <summary>Israeli numbers here are from 050-1xxxxxx, which is not allocated: the right length and shape, but never valid.</summary>
public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("0501000003")]
    [InlineData("050-100-0003")]
    [InlineData("050 100 0003")]
    [InlineData("050.100.0003")]
    [InlineData("(050) 100-0003")]
    [InlineData("+972 50 100 0003")]
    [InlineData("972501000003")]
    [InlineData("+972 (0)50-1000003")]
    [InlineData("\u200e+972-50-1000003\u200e")]
    [InlineData("\u2066\u202a050-1000003\u202c\u2069")]
    [InlineData("\u0660\u0665\u0660\u0661\u0660\u0660\u0660\u0660\u0660\u0663")]
    [InlineData("00972501000003")]
    [InlineData("0097250-1000003")]
    [InlineData("012972501000003")]
    [InlineData("501000003")]
    [InlineData("501000003.0")]
    [InlineData("501000003,0")]
    [InlineData("'0501000003")]
    [InlineData("=\"0501000003\"")]
    [InlineData("tel:+972501000003")]
    [InlineData("TEL: 050-1000003")]
    [InlineData("\uff0b\uff19\uff17\uff12\u3000\uff15\uff10\u3000\uff11\uff10\uff10\uff10\uff10\uff10\uff13")]
    [InlineData("050\u00a01000003\u200b")]
    [InlineData("050\u05be1000003")]
    [InlineData("050\u20131000003")]
    [InlineData("\ufeff050\u00ad1000003")]
    [InlineData("972-50-1000003+")]
    [InlineData("+00972501000003")]
    [InlineData("+0501000003")]
    [InlineData("0972-50-1000003")]
    [InlineData("+972 972 50 1000003")]
    [InlineData("(+972) 50-1000003")]
    [InlineData("0\ufe0f\u20e35\ufe0f\u20e30\ufe0f\u20e31000003")]
    public void An_Israeli_mobile_is_recognised_however_it_is_written(string written)
    {
        var reading = PhoneNumbers.Read(written, "IL");

        Assert.Equal("+972501000003", reading.E164);
        Assert.Equal("IL", reading.Country);
        Assert.Equal(PhoneStatus.Possible, reading.Status);
        Assert.Equal(PhoneReason.NotAllocated, reading.Reason);
    }

    [Theory]
    [InlineData("(201) 555-0100", "US", "+12015550100")]
    [InlineData("305-555-0152", "US", "+13055550152")]
    [InlineData("2605550135", "US", "+12605550135")]
    [InlineData("1 (201) 555-0100", "US", "+12015550100")]
    [InlineData("001 201 555 0100", "US", "+12015550100")]
    [InlineData("011 44 7700 900123", "US", "+447700900123")]
    [InlineData("0044 7700 900123", "US", "+447700900123")]
    [InlineData("020 7946 0159", "GB", "+442079460159")]
    [InlineData("07700 900738", "GB", "+447700900738")]
    [InlineData("7700900123", "GB", "+447700900123")]
    [InlineData("+44 (0)7700 900123", "GB", "+447700900123")]
    [InlineData("01 99 00 63 41", "FR", "+33199006341")]
    [InlineData("0491 570 863", "AU", "+61491570863")]
    [InlineData("030/23125 000", "DE", "+493023125000")]
    [InlineData("+49 30 23125 000", "IL", "+493023125000")]
    [InlineData("+353 20 916 4226", null, "+353209164226")]
    [InlineData("06 698 12345", "IT", "+390669812345")]
    [InlineData("+39 (0)6 698 12345", null, "+390669812345")]
    [InlineData("00 1 216 555 0133", null, "+12165550133")]
    public void Numbers_of_other_countries_are_recognised_as_they_are_written_there(string written, string? country, string e164)
    {
        var reading = PhoneNumbers.Read(written, country);

        Assert.Equal(e164, reading.E164);
        Assert.True(reading.CanBeDialled);
    }

    [Theory]
    [InlineData("0491 570 863", "AU", "AU", PhoneKind.Mobile)]
    [InlineData("020 7946 0159", "GB", "GB", PhoneKind.FixedLine)]
    [InlineData("201 555 0100", "US", "US", PhoneKind.FixedLineOrMobile)]
    [InlineData("416 555 0100", "US", "CA", PhoneKind.FixedLineOrMobile)]
    [InlineData("+7 727 250 0000", "RU", "KZ", PhoneKind.FixedLine)]
    [InlineData("1800 000 000", "IL", "IL", PhoneKind.TollFree)]
    [InlineData("+800 1234 5678", "IL", null, PhoneKind.TollFree)]
    public void A_valid_number_tells_its_country_and_kind(string written, string country, string? expected, PhoneKind kind)
    {
        var reading = PhoneNumbers.Read(written, country);

        Assert.Equal(PhoneStatus.Valid, reading.Status);
        Assert.Equal(PhoneReason.None, reading.Reason);
        Assert.Equal(expected, reading.Country);
        Assert.Equal(kind, reading.Kind);
    }

    [Theory]
    [InlineData(null, PhoneReason.Empty)]
    [InlineData("", PhoneReason.Empty)]
    [InlineData(" \u00a0\u200e\t", PhoneReason.Empty)]
    [InlineData("\u05dc\u05d0 \u05d9\u05d3\u05d5\u05e2", PhoneReason.NotANumber)]
    [InlineData("none", PhoneReason.NotANumber)]
    [InlineData("-", PhoneReason.NotANumber)]
    [InlineData("+", PhoneReason.NotANumber)]
    [InlineData("*2700", PhoneReason.NotANumber)]
    [InlineData("050-MY-PHONE", PhoneReason.NotANumber)]
    [InlineData("050-100000O", PhoneReason.NotANumber)]
    [InlineData("someone@example.org", PhoneReason.NotANumber)]
    [InlineData("\ud835", PhoneReason.NotANumber)]
    [InlineData("000", PhoneReason.TooShort)]
    [InlineData("050-12", PhoneReason.TooShort)]
    [InlineData("12345", PhoneReason.TooShort)]
    [InlineData("5", PhoneReason.TooShort)]
    [InlineData("+972 50 12345678901", PhoneReason.TooLong)]
    [InlineData("5.01E+08", PhoneReason.SpreadsheetDamage)]
    [InlineData("5,01E+08", PhoneReason.SpreadsheetDamage)]
    [InlineData("9.72501E+11", PhoneReason.SpreadsheetDamage)]
    [InlineData("5E8", PhoneReason.SpreadsheetDamage)]
    [InlineData("########", PhoneReason.SpreadsheetDamage)]
    [InlineData("+999 1234567", PhoneReason.UnknownCallingCode)]
    [InlineData("050-1000001 / 03-1234567", PhoneReason.SeveralNumbers)]
    [InlineData("050-1000001/2", PhoneReason.SeveralNumbers)]
    public void What_cannot_be_dialled_is_refused_with_its_reason(string? written, PhoneReason reason)
    {
        var reading = PhoneNumbers.Read(written, "IL");

        Assert.Equal(PhoneStatus.Invalid, reading.Status);
        Assert.Equal(reason, reading.Reason);
        Assert.Null(reading.E164);
    }

    [Fact]
    public void A_length_that_no_number_of_the_country_has_is_refused()
    {
        Assert.Equal(PhoneReason.WrongLength, PhoneNumbers.Read("31012345", "CA").Reason);
    }

    [Fact]
    public void Without_a_country_only_international_spellings_are_read()
    {
        Assert.Equal(PhoneReason.NoCountry, PhoneNumbers.Read("050-1000001", null).Reason);
        Assert.Equal(PhoneReason.NoCountry, PhoneNumbers.Read("050-1000001", " ").Reason);
        Assert.Equal("+972501000001", PhoneNumbers.Read("+972 50 1000001", null).E164);
        Assert.Equal("+972501000001", PhoneNumbers.Read("00972 50 1000001", null).E164);
    }

    [Fact]
    public void A_country_that_does_not_exist_is_named_as_the_reason_only_where_it_is_needed()
    {
        Assert.Equal(PhoneReason.UnknownCountry, PhoneNumbers.Read("050-1000001", "XX").Reason);
        Assert.Equal("+972501000001", PhoneNumbers.Read("+972 50 1000001", "XX").E164);
        Assert.Equal("+972501000001", PhoneNumbers.Read("050-1000001", "il").E164);
    }

    [Fact]
    public void A_foreign_number_whose_plus_got_lost_is_a_warning_and_not_a_certainty()
    {
        var reading = PhoneNumbers.Read("442079460159", "IL");

        Assert.Equal("+442079460159", reading.E164);
        Assert.Equal("GB", reading.Country);
        Assert.Equal(PhoneStatus.Possible, reading.Status);
        Assert.Equal(PhoneReason.PlusAssumed, reading.Reason);
    }

    [Fact]
    public void A_mobile_with_one_digit_too_many_is_not_taken_for_a_call_abroad()
    {
        // +501 is Belize, and 501 234 5678 would be a number there.
        Assert.Equal("IL", PhoneNumbers.Read("5012345678", "IL").Country);
        Assert.Equal(PhoneStatus.Possible, PhoneNumbers.Read("5012345678", "IL").Status);
    }

    [Theory]
    [InlineData('\u0966')]
    [InlineData('\u06f0')]
    [InlineData('\u09e6')]
    [InlineData('\u0e50')]
    [InlineData('\u1040')]
    [InlineData('\uff10')]
    public void Digits_of_every_script_are_digits(char zero)
    {
        var written = string.Concat("0501000003".Select(c => (char)(zero + (c - '0'))));

        Assert.Equal("+972501000003", PhoneNumbers.Read(written, "IL").E164);
    }

    [Fact]
    public void Digits_beyond_the_basic_plane_are_digits_too()
    {
        var written = string.Concat("0501000003".Select(c => char.ConvertFromUtf32(0x1D7CE + (c - '0'))));

        Assert.Equal("+972501000003", PhoneNumbers.Read(written, "IL").E164);
    }

    [Theory]
    [InlineData("03-1234567 ext. 12", "12")]
    [InlineData("03-1234567 x12", "12")]
    [InlineData("03-1234567#12", "12")]
    [InlineData("03-1234567 \u05e9\u05dc\u05d5\u05d7\u05d4 12", "12")]
    [InlineData("03-1234567 \u0434\u043e\u0431. 12", "12")]
    [InlineData("03-1234567 \u062a\u062d\u0648\u064a\u0644\u0629 \u0661\u0662", "12")]
    [InlineData("tel:+97231234567;ext=12", "12")]
    [InlineData("03-1234567,,12", "12")]
    [InlineData("03-1234567", null)]
    public void An_extension_is_kept_apart_from_the_number(string written, string? extension)
    {
        var reading = PhoneNumbers.Read(written, "IL");

        Assert.Equal("+97231234567", reading.E164);
        Assert.Equal(extension, reading.Extension);
    }

    [Theory]
    [InlineData("050-1000001 / 03-1234567")]
    [InlineData("050-1000001/03-1234567")]
    [InlineData("050-1000001; 03-1234567")]
    [InlineData("050-1000001, 03-1234567")]
    [InlineData("050-1000001\n03-1234567")]
    [InlineData("050-1000001 or 03-1234567")]
    [InlineData("050-1000001 \u05d0\u05d5 03-1234567")]
    [InlineData("050-1000001 \u0438\u043b\u0438 03-1234567")]
    [InlineData("050-1000001 \u0623\u0648 03-1234567")]
    [InlineData("050-1000001 | 03-1234567 / 0501000001")]
    public void Two_numbers_in_one_cell_are_two_numbers(string cell)
    {
        var readings = PhoneNumbers.ReadMany(cell, "IL");

        Assert.Equal(["+972501000001", "+97231234567"], readings.Select(reading => reading.E164));
    }

    [Theory]
    [InlineData("050-1000001", "+972501000001")]
    [InlineData("050/1000001", "+972501000001")]
    [InlineData("03/123-4567", "+97231234567")]
    [InlineData("501000001,0", "+972501000001")]
    public void One_number_in_a_cell_is_one_number_though_it_holds_a_slash_or_comma(string cell, string e164)
    {
        Assert.Equal(e164, Assert.Single(PhoneNumbers.ReadMany(cell, "IL")).E164);
    }

    [Fact]
    public void A_cell_without_any_number_gives_the_one_reason()
    {
        Assert.Equal(PhoneReason.NotANumber, Assert.Single(PhoneNumbers.ReadMany("none, unknown", "IL")).Reason);
        Assert.Equal(PhoneReason.Empty, Assert.Single(PhoneNumbers.ReadMany(null, "IL")).Reason);
        Assert.Equal(PhoneReason.Empty, Assert.Single(PhoneNumbers.ReadMany("  ", "IL")).Reason);
    }

    [Fact]
    public void A_good_number_beside_a_bad_one_is_read_and_the_bad_one_reported()
    {
        var readings = PhoneNumbers.ReadMany("050-1000001 / 12", "IL");

        Assert.Equal(["+972501000001", null], readings.Select(reading => reading.E164));
        Assert.Equal(PhoneReason.TooShort, readings[1].Reason);
    }

    [Theory]
    [InlineData("+972501000001", "050-100-0001", "+972 50 100 0001")]
    [InlineData("+447700900123", "07700 900123", "+44 7700 900123")]
    [InlineData("+12015550100", "(201) 555-0100", "+1 201 555 0100")]
    [InlineData("+14165550100", "(416) 555-0100", "+1 416 555 0100")]
    [InlineData("+33199006341", "01 99 00 63 41", "+33 1 99 00 63 41")]
    [InlineData("+80012345678", "1234 5678", "+800 1234 5678")]
    public void A_number_is_written_as_at_home_and_as_for_the_world(string e164, string national, string international)
    {
        Assert.Equal(national, PhoneNumbers.FormatNational(e164));
        Assert.Equal(international, PhoneNumbers.FormatInternational(e164));
    }

    [Theory]
    [InlineData("+972501000001", "IL", "050-100-0001")]
    [InlineData("+972501000001", "il", "050-100-0001")]
    [InlineData("+972501000001", "US", "+972 50 100 0001")]
    [InlineData("+972501000001", null, "+972 50 100 0001")]
    [InlineData("+14165550100", "US", "+1 416 555 0100")]
    [InlineData("+447700900123", "GB", "07700 900123")]
    [InlineData("+447700900123", "IM", "+44 7700 900123")]
    [InlineData("+80012345678", "IL", "+800 1234 5678")]
    public void A_caller_sees_numbers_of_the_own_country_without_its_code(string e164, string? viewer, string shown)
    {
        Assert.Equal(shown, PhoneNumbers.For(e164, viewer));
    }

    [Fact]
    public void An_unallocated_number_of_a_shared_calling_code_has_a_likely_country_only()
    {
        Assert.Null(PhoneNumbers.CountryOf("+447700900123"));
        Assert.Equal("GB", PhoneNumbers.LikelyCountryOf("+447700900123"));
        Assert.Equal("CA", PhoneNumbers.CountryOf("+14165550100"));
        Assert.Null(PhoneNumbers.LikelyCountryOf("+80012345678"));
    }

    [Fact]
    public void A_link_dials_the_whole_number_and_its_extension()
    {
        Assert.Equal("tel:+972501000001", PhoneNumbers.TelUri("+972501000001"));
        Assert.Equal("tel:+97231234567;ext=12", PhoneNumbers.TelUri("+97231234567", "12"));
    }

    [Fact]
    public void Writing_something_that_is_no_stored_number_is_a_bug_and_does_not_repeat_it()
    {
        var error = Assert.Throws<ArgumentException>(() => PhoneNumbers.FormatNational("050-1000001"));

        Assert.DoesNotContain("1000001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_in_a_log_does_not_give_the_number_away()
    {
        Assert.DoesNotContain("1000001", PhoneNumbers.Read("050-1000001 x77", "IL").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_region_can_be_picked_with_its_calling_code()
    {
        Assert.Equal(245, PhoneNumbers.Countries.Length);
        Assert.Contains(new PhoneCountry("IL", "972"), PhoneNumbers.Countries);
        Assert.Contains(new PhoneCountry("KZ", "7"), PhoneNumbers.Countries);
        Assert.Equal(PhoneNumbers.Countries.OrderBy(country => country.Code, StringComparer.Ordinal), PhoneNumbers.Countries);
    }

    [Fact]
    public void A_hostile_cell_costs_no_more_than_a_long_one()
    {
        var cells = new[]
        {
            new string('0', 1_000_000), new string('(', 1_000_000), new string('\u200e', 1_000_000),
            string.Concat(Enumerable.Repeat("050-1000001/", 80)), string.Concat(Enumerable.Repeat("1 or ", 199)),
            "+" + new string('1', 249), new string('9', 250), new string(',', 1000), new StringBuilder().Insert(0, "x1", 500).ToString(),
        };
        var started = System.Diagnostics.Stopwatch.StartNew();

        foreach (var cell in cells)
        {
            PhoneNumbers.Read(cell, "AR");
            PhoneNumbers.ReadMany(cell, "AR");
        }

        Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"Took {started.Elapsed}.");
    }

    [Fact]
    public async Task Many_threads_read_the_same_as_one()
    {
        var written = Enumerable.Range(0, 200).Select(i => $"+{PhoneNumbers.Countries[i].CallingCode} 7{i:000}55012").ToArray();
        var alone = written.Select(text => PhoneNumbers.Read(text, null)).ToArray();

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => written.Select(text => PhoneNumbers.Read(text, null)).ToArray())));

        Assert.All(together, readings => Assert.Equal(alone, readings));
    }
}
