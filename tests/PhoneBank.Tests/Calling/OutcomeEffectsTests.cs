using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Lists;

namespace PhoneBank.Tests.Calling;

/// <summary>The decision table of the queue, without a database. It is Monday noon in Jerusalem.</summary>
public sealed class OutcomeEffectsTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime TuesdayTen = new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Caller = Guid.NewGuid();

    [Fact]
    public void No_answer_is_tried_again_after_three_hours_in_another_part_of_the_day()
    {
        var after = Of(OutcomeKeys.NoAnswer);
        Assert.Equal(EntryState.Waiting, after.State);
        Assert.Equal(1, after.Attempts);
        Assert.True(after.ReadyAt >= Now.AddHours(3));
        Assert.Equal(PartOfDay.Evening, ContactClock.At(Jerusalem, after.ReadyAt).Part);
        Assert.Equal(Now.Date, after.ReadyAt.Date);
    }

    [Fact]
    public void The_fourth_no_answer_ends_the_entry() =>
        Assert.Equal(EntryState.Done, Of(OutcomeKeys.NoAnswer, situation => situation with { SameBefore = 3, AttemptsBefore = 1 }).State);

    [Fact]
    public void The_second_attempt_of_a_day_is_the_last_of_that_day() =>
        Assert.Equal(TuesdayTen, Of(OutcomeKeys.NoAnswer, situation => situation with { AttemptsBefore = 1, AttemptsToday = 1 }).ReadyAt);

    [Theory]
    [InlineData(OutcomeKeys.NoAnswer)]
    [InlineData(OutcomeKeys.LeftMessage)]
    [InlineData(OutcomeKeys.SomeoneElse)]
    [InlineData(OutcomeKeys.OtherLanguage)]
    public void The_fourth_attempt_is_the_last_of_the_campaign_whatever_came_of_it(string outcome) =>
        Assert.Equal(EntryState.Done, Of(outcome, situation => situation with { AttemptsBefore = 3, SpeaksLanguage = "ru" }).State);

    [Fact]
    public void Busy_is_tried_again_after_a_quarter_of_an_hour_and_counts_no_attempt()
    {
        var after = Of(OutcomeKeys.Busy, situation => situation with { AttemptsBefore = 1, AttemptsToday = 1 });
        Assert.Equal(Now.AddMinutes(15), after.ReadyAt);
        Assert.Equal(1, after.Attempts);
    }

    [Fact]
    public void The_third_busy_of_a_day_waits_for_tomorrow() =>
        Assert.Equal(TuesdayTen, Of(OutcomeKeys.Busy, situation => situation with { SameToday = 2, SameBefore = 2 }).ReadyAt);

    [Fact]
    public void A_wrong_number_goes_on_with_the_next_phone_and_ends_without_one()
    {
        Assert.Equal((EntryState.Waiting, Now), (Of(OutcomeKeys.WrongNumber, situation => situation with { HasOtherPhone = true }).State, Of(OutcomeKeys.WrongNumber, situation => situation with { HasOtherPhone = true }).ReadyAt));
        Assert.Equal(EntryState.Done, Of(OutcomeKeys.WrongNumber).State);
    }

    [Theory]
    [InlineData(OutcomeKeys.Talked)]
    [InlineData(OutcomeKeys.FollowUp)]
    [InlineData(OutcomeKeys.NotInterested)]
    [InlineData(OutcomeKeys.DoNotCall)]
    [InlineData(OutcomeKeys.Died)]
    public void What_ends_the_entry_ends_it(string outcome) => Assert.Equal(EntryState.Done, Of(outcome).State);

    [Theory]
    [InlineData(OutcomeKeys.NotSafe, CoordinatorNeed.InTurn)]
    [InlineData(OutcomeKeys.Hostile, CoordinatorNeed.Now)]
    [InlineData(OutcomeKeys.Distress, CoordinatorNeed.Now)]
    [InlineData(OutcomeKeys.Under18, CoordinatorNeed.InTurn)]
    public void What_needs_care_is_held_for_a_coordinator_even_at_the_maximum(string outcome, CoordinatorNeed need)
    {
        var after = Of(outcome, situation => situation with { AttemptsBefore = 3 });
        Assert.Equal((EntryState.Held, need), (after.State, after.HeldFor));
    }

    [Fact]
    public void A_callback_is_scheduled_for_its_caller_or_for_anyone()
    {
        var at = Now.AddHours(5);
        var mine = Of(OutcomeKeys.Callback, situation => situation with { CallbackAt = at, CallbackMine = true, AttemptsToday = 5 });
        Assert.Equal((EntryState.Scheduled, at, Caller), (mine.State, mine.CallbackAt, mine.CallbackFor));
        Assert.Null(Of(OutcomeKeys.Callback, situation => situation with { CallbackAt = at }).CallbackFor);
    }

    [Fact]
    public void A_callback_past_the_maximum_is_for_a_coordinator_to_decide()
    {
        var after = Of(OutcomeKeys.Callback, situation => situation with { CallbackAt = Now.AddHours(5), AttemptsBefore = 3 });
        Assert.Equal((EntryState.Held, CoordinatorNeed.InTurn), (after.State, after.HeldFor));
        Assert.Equal(Now.AddHours(5), after.CallbackAt);
    }

    [Fact]
    public void Another_language_keeps_the_entry_for_those_who_speak_it()
    {
        var after = Of(OutcomeKeys.OtherLanguage, situation => situation with { SpeaksLanguage = "ru" });
        Assert.Equal((EntryState.Waiting, "ru", "ru", Now), (after.State, after.Language, after.ReroutedTo, after.ReadyAt));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 6)]
    [InlineData(2, 24)]
    [InlineData(9, 24)]
    public void Waits_grow_with_every_time_the_same_came_of_it(int before, int hours)
    {
        var outcome = OutcomeSet.Default.Find(OutcomeKeys.SomeoneElse)! with { RetryAfterMinutes = 180, LaterRetriesMinutes = [360, 1440] };
        var situation = new CallSituation { Now = Now, Hours = Jerusalem, CampaignHours = CampaignHours.CeilingOnly, MaxPerDay = 9, MaxPerCampaign = 99, CallerId = Caller, SameBefore = before };
        Assert.Equal(Now.AddHours(hours), OutcomeEffects.Of(outcome, situation, new CallingHours()).ReadyAt);
        Assert.Equal(Now.AddHours(3), OutcomeEffects.Of(outcome with { LaterRetriesMinutes = [] }, situation, new CallingHours()).ReadyAt);
    }

    [Fact]
    public void Every_default_outcome_leads_somewhere_from_every_situation()
    {
        foreach (var outcome in OutcomeSet.Default.Outcomes)
        {
            for (var attempts = 0; attempts < 5; attempts++)
            {
                var after = Of(outcome.Key, situation => situation with { AttemptsBefore = attempts, AttemptsToday = attempts, SameBefore = attempts, SameToday = attempts, CallbackAt = Now.AddHours(2), SpeaksLanguage = "ar" });
                Assert.False(after.State is EntryState.Claimed or EntryState.Unreported);
                Assert.Equal(after.State == EntryState.Held, after.HeldFor is not null);
                Assert.True(after.ReadyAt >= Now);
            }
        }
    }

    private static HoursClassKey Jerusalem { get; } = HoursClassKey.For("Asia/Jerusalem", "IL", safeHours: null, "Asia/Jerusalem");

    private static EntryAfter Of(string outcome, Func<CallSituation, CallSituation>? change = null)
    {
        var situation = new CallSituation
        {
            Now = Now,
            Hours = Jerusalem,
            CampaignHours = CampaignHours.CeilingOnly,
            MaxPerDay = 2,
            MaxPerCampaign = 4,
            CallerId = Caller,
            Language = "he",
        };
        return OutcomeEffects.Of(OutcomeSet.Default.Find(outcome)!, change?.Invoke(situation) ?? situation, new CallingHours());
    }
}
