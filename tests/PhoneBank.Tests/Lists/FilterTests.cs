using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Lists;

public sealed class FilterTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_filter_asks_for_country_zone_source_consent_and_custom_fields(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var (spring, role, driver, cook, size, large) = (world.NewId(), world.NewId(), world.NewId(), world.NewId(), world.NewId(), world.NewId());
        await world.WriteAsync(db => db.Labels.AddRange(
            new Label { Id = spring, BookId = book, Kind = LabelKind.Source, BlindIndex = [1] },
            new Label { Id = role, BookId = book, Kind = LabelKind.Field, BlindIndex = [2] },
            new Label { Id = driver, BookId = book, Kind = LabelKind.FieldValue, FieldId = role, BlindIndex = [3] },
            new Label { Id = cook, BookId = book, Kind = LabelKind.FieldValue, FieldId = role, BlindIndex = [4] },
            new Label { Id = size, BookId = book, Kind = LabelKind.Field, BlindIndex = [5] },
            new Label { Id = large, BookId = book, Kind = LabelKind.FieldValue, FieldId = size, BlindIndex = [6] }));
        var germans = await world.ContactsAsync(book, 2, change: contact => (contact.Country, contact.TimeZone, contact.SourceId) = ("DE", "Europe/Berlin", spring));
        var willing = await world.ContactsAsync(book, 3, change: contact => contact.Consent = Consent.Given);
        await world.ContactsAsync(book, 1, change: contact => (contact.Country, contact.TimeZone) = (null, null));
        await world.WriteAsync(db => db.AddRange(
            new ContactLabel { ContactId = willing[0], LabelId = driver },
            new ContactLabel { ContactId = willing[1], LabelId = cook },
            new ContactLabel { ContactId = willing[1], LabelId = large },
            new ContactLabel { ContactId = germans[0], LabelId = large }));
        var campaign = await world.CampaignAsync(noa, book);
        async Task<int> MatchingAsync(ContactFilter filter) => (await world.Get<CountFilter>().ExecuteAsync(noa, campaign, ContactFilter.FromJson(filter.ToJson()), None)).Required.Matching;

        Assert.Equal(2, await MatchingAsync(new ContactFilter { Countries = ["DE"] }));
        Assert.Equal(3, await MatchingAsync(new ContactFilter { Countries = ["DE", ContactFilter.Unknown] }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { TimeZones = ["Europe/Berlin"] }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { SourceIds = [spring] }));
        Assert.Equal(3, await MatchingAsync(new ContactFilter { Consents = [Consent.Given] }));
        Assert.Equal(0, await MatchingAsync(new ContactFilter { Consents = [Consent.Refused] }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { Fields = [new FieldFilter(role, [driver, cook])] }));
        Assert.Equal(1, await MatchingAsync(new ContactFilter { Fields = [new FieldFilter(role, [driver, cook]), new FieldFilter(size, [large])] }));
        Assert.Equal(6, await MatchingAsync(new ContactFilter { Fields = [new FieldFilter(role, [])] }));
    }

    [Theory, OnBothDatabases]
    public async Task A_filter_asks_for_attempts_in_one_campaign_for_rest_since_the_last_call_and_for_answers(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 6);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, "no_answer");
        var yes = await scene.CallAndRecordAsync(mia, "talked", request => request with { Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["comes"] = "yes" } });
        world.Time.Advance(TimeSpan.FromDays(3));
        await scene.CallAndRecordAsync(mia, "talked", request => request with { Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["comes"] = "no" } });
        var other = await scene.AnotherCampaignAsync();
        async Task<int> MatchingAsync(ContactFilter filter) => (await world.Get<CountFilter>().ExecuteAsync(scene.Coordinator, other.CampaignId, filter, None)).Required.Matching;

        Assert.Equal(3, await MatchingAsync(new ContactFilter { AttemptsAtLeast = 1 }));
        Assert.Equal(3, await MatchingAsync(new ContactFilter { AttemptsAtMost = 0 }));
        Assert.Equal(0, await MatchingAsync(new ContactFilter { AttemptsAtLeast = 1, CalledInCampaignId = other.CampaignId }));
        Assert.Equal(5, await MatchingAsync(new ContactFilter { NotCalledSince = world.Now.AddDays(-2) }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { LastOutcomes = ["talked"], CalledInCampaignId = scene.CampaignId }));
        Assert.Equal(1, await MatchingAsync(new ContactFilter { Answers = [new AnswerFilter(scene.CampaignId, "comes", ["yes"])] }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { Answers = [new AnswerFilter(scene.CampaignId, "comes", ["yes", "no"])] }));
        Assert.Equal(0, await MatchingAsync(new ContactFilter { Answers = [new AnswerFilter(other.CampaignId, "comes", ["yes"])] }));
        Assert.NotEqual(Guid.Empty, yes.CallId);
    }

    [Theory, OnBothDatabases]
    public async Task The_count_says_who_can_be_called_now_later_and_never_and_adds_up(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 7);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, "no_answer");
        await scene.CallAndRecordAsync(mia, "talked");
        await scene.CallAndRecordAsync(mia, "not_safe");
        await scene.CallAsync(mia);
        await scene.ContactsAsync(1, language: "ru");
        await scene.ContactsAsync(1, zone: "Australia/Sydney", country: "AU");
        var count = (await world.Get<CountFilter>().ExecuteAsync(scene.Coordinator, scene.CampaignId, new ContactFilter(), None)).Required;

        Assert.Equal(9, count.Matching);
        Assert.Equal(3, count.Now);
        Assert.Equal(
            [(WhyNotNow.Held, 1), (WhyNotNow.InCall, 1), (WhyNotNow.Retry, 1), (WhyNotNow.NobodySpeaks, 1), (WhyNotNow.OutsideHours, 1)],
            count.Later.Select(reason => (reason.Reason, reason.Count)));
        Assert.Equal([(WhyNotNow.Done, 1)], count.Never.Select(reason => (reason.Reason, reason.Count)));
        Assert.Equal(count.Matching, count.Now + count.Later.Sum(reason => reason.Count) + count.Never.Sum(reason => reason.Count));
        Assert.All(count.Later.Where(reason => reason.Reason is WhyNotNow.Retry or WhyNotNow.OutsideHours), reason => Assert.True(reason.At > world.Now));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_that_refills_takes_in_who_comes_to_fit_and_one_that_does_not_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 3);
        await world.ContactsAsync(book, 2, "ar");
        var campaign = await world.CampaignAsync(noa, book);
        var hebrew = await MakeAsync("Hebrew", ["he"], refills: true);
        var arabic = await MakeAsync("Arabic", ["ar"], refills: false);
        await world.ContactsAsync(book, 4);
        await world.ContactsAsync(book, 5, "ar");

        Assert.Equal(4, await world.Get<RefillLists>().ExecuteAsync(None));
        Assert.Equal(0, await world.Get<RefillLists>().ExecuteAsync(None));
        Assert.Equal((7, 2), (await AllAsync(hebrew), await AllAsync(arabic)));

        Assert.True((await world.Get<SetRefilling>().ExecuteAsync(noa, arabic, refills: true, None)).IsDone);
        Assert.True((await world.Get<SetRefilling>().ExecuteAsync(noa, hebrew, refills: false, None)).IsDone);
        await world.ContactsAsync(book, 1);
        Assert.Equal(5, await world.Get<RefillLists>().ExecuteAsync(None));
        Assert.Equal((7, 7), (await AllAsync(hebrew), await AllAsync(arabic)));

        var stranger = await world.CoordinatorAsync("Ron");
        Assert.IsType<NotFound>((await world.Get<SetRefilling>().ExecuteAsync(stranger, arabic, refills: false, None)).Error);

        async Task<Guid> MakeAsync(string name, string[] languages, bool refills) =>
            (await world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList(name, new ContactFilter { Languages = languages }, Refills: refills), null, None)).Required.ListId;
        async Task<int> AllAsync(Guid list) => (await world.Get<ListProgress>().ExecuteAsync(noa, list, None)).Required.Counts.All;
    }

    [Theory, OnBothDatabases]
    public async Task The_rest_of_a_list_moves_to_another_and_who_is_being_called_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1_205);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, "talked");
        await scene.CallAsync(mia);
        var other = await scene.ListAsync(name: "The others");

        var moved = (await world.Get<MoveRest>().ExecuteAsync(scene.Coordinator, scene.ListId, other, None)).Required;

        Assert.Equal(1_203, moved);
        var from = (await world.Get<ListProgress>().ExecuteAsync(scene.Coordinator, scene.ListId, None)).Required.Counts;
        var to = (await world.Get<ListProgress>().ExecuteAsync(scene.Coordinator, other, None)).Required.Counts;
        Assert.Equal((0, 1, 1, 2), (from.Waiting, from.Claimed, from.Done, from.All));
        Assert.Equal((1_203, 1_203), (to.Waiting, to.All));
        Assert.Equal(1_203, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == other)));

        var elsewhere = await scene.AnotherCampaignAsync();
        Assert.IsType<NotTheSameCampaign>((await world.Get<MoveRest>().ExecuteAsync(scene.Coordinator, other, elsewhere.ListId, None)).Error);
        Assert.IsType<NotTheSameCampaign>((await world.Get<MoveRest>().ExecuteAsync(scene.Coordinator, other, other, None)).Error);
        Assert.IsType<NotFound>((await world.Get<MoveRest>().ExecuteAsync(mia, other, scene.ListId, None)).Error);
    }
}
