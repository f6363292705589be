using PhoneBank.Books;

namespace PhoneBank.Tests.Books;

public sealed class LevelRulesTests
{
    private static readonly LevelRules Supporters = LevelRules.Of(ProtectionLevel.Supporters);
    private static readonly LevelRules Careful = LevelRules.Of(ProtectionLevel.Careful);
    private static readonly LevelRules AtRisk = LevelRules.Of(ProtectionLevel.AtRisk);

    [Fact]
    public void Every_figure_is_the_one_of_the_table()
    {
        Row(rules => rules.Level, ProtectionLevel.Supporters, ProtectionLevel.Careful, ProtectionLevel.AtRisk);
        Row(rules => rules.JoinAdmission, JoinAdmission.AtOnce, JoinAdmission.AtOnceAndCoordinatorsAreTold, JoinAdmission.WaitingRoom);
        Row(rules => rules.RevealsPerHour, 60, 50, 20);
        Row(rules => rules.RevealsPerDay, 250, 150, 60);
        Row(rules => rules.ShareMinimum, null, 60, 40);
        Row(rules => rules.SharePercent, null, 20, 5);
        Row(rules => rules.Voicemail, VoicemailDefault.YesNamed, VoicemailDefault.YesUnnamed, VoicemailDefault.No);
        Row(rules => rules.CoverWordingOffered, false, false, true);
        Row(rules => rules.NotesToNextCallers, true, true, false);
        Row(rules => rules.NewcomerReview, NewcomerReview.Sampled, NewcomerReview.Sampled, NewcomerReview.FirstCallsWait);
        Row(rules => rules.NewcomerCallsToReview, 0, 0, 5);
        Row(rules => rules.PracticeCall, PracticeCall.Offered, PracticeCall.Offered, PracticeCall.CompulsoryOnce);
        Row(rules => rules.IdentifiedExport, IdentifiedExport.StepUp, IdentifiedExport.StepUpAndNoticeToCoordinators, IdentifiedExport.SecondCoordinator);
        Row(rules => rules.SignOff, SignOff.Self, SignOff.Self, SignOff.SecondPerson);
        Row(rules => rules.RetentionDays, 180, 90, 30);
    }

    [Fact]
    public void Views_are_one_and_a_half_times_the_reveals()
    {
        Row(rules => rules.ViewsPerHour, 90, 75, 30);
        Row(rules => rules.ViewsPerDay, 375, 225, 90);
    }

    [Fact]
    public void Figures_that_no_level_changes()
    {
        Assert.Equal(6, LevelRules.SkipsPerHour);
        Assert.Equal(3, LevelRules.CoordinatorsForSecondPerson);
        Assert.Equal(TimeSpan.FromHours(24), LevelRules.WaitWithoutSecondPerson);
    }

    [Theory]
    [InlineData(10, null, 60, 40)]
    [InlineData(300, null, 60, 40)]
    [InlineData(301, null, 60, 40)]
    [InlineData(805, null, 161, 40)]
    [InlineData(10_000, null, 2_000, 500)]
    [InlineData(1_000_000_000, null, 200_000_000, 50_000_000)]
    public void The_share_of_a_book_grows_with_it_from_a_minimum(int people, int? supporters, int careful, int atRisk) =>
        Row(rules => rules.ShareOf(people), supporters, careful, atRisk);

    [Fact]
    public void A_level_that_does_not_exist_is_a_bug() => Assert.Throws<ArgumentOutOfRangeException>(() => LevelRules.Of((ProtectionLevel)7));

    private static void Row<T>(Func<LevelRules, T> figure, T supporters, T careful, T atRisk) =>
        Assert.Equal([supporters, careful, atRisk], new[] { Supporters, Careful, AtRisk }.Select(figure));
}
