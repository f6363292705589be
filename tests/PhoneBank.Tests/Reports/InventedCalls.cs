using System.Globalization;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Reports;

/// <summary>A great many calls of one campaign, written past the operations: two for each person, over sixty days; each organizer calls two lists a day.</summary>
public static class InventedCalls
{
    private const int Days = 60;
    private const int Lists = 20;
    private const int ListsADay = 2;
    private const int Piece = 2_000;

    private static readonly (string Key, int Share)[] Shares =
    [
        (OutcomeKeys.NoAnswer, 55), (OutcomeKeys.Busy, 8), (OutcomeKeys.LeftMessage, 9), (OutcomeKeys.WrongNumber, 5), (OutcomeKeys.Talked, 12), (OutcomeKeys.Callback, 4),
        (OutcomeKeys.NotInterested, 6), (OutcomeKeys.NotSafe, 1),
    ];

    private static readonly string[] Languages = ["he", "he", "he", "ar", "ru", "en"];

    /// <returns>The lists.</returns>
    public static async Task<IReadOnlyList<Guid>> WriteAsync(CallingScene scene, int calls, IReadOnlyList<Actor> organizers)
    {
        var world = scene.World;
        var lists = new List<Guid> { scene.ListId };
        while (lists.Count < Lists)
        {
            lists.Add(await scene.ListAsync(name: string.Create(CultureInfo.InvariantCulture, $"List {lists.Count}")));
        }

        var people = await PeopleAsync(scene, Math.Max(Lists, calls / 2), lists);
        var outcomes = new List<Guid>();
        foreach (var (key, share) in Shares)
        {
            outcomes.AddRange(Enumerable.Repeat(await scene.OutcomeIdAsync(key), share));
        }

        var (callback, talked) = (await scene.OutcomeIdAsync(OutcomeKeys.Callback), await scene.OutcomeIdAsync(OutcomeKeys.Talked));
        var random = new Random(20261127);
        var called = new int[lists.Count];
        var first = world.Now.Date.AddDays(-Days).AddHours(7);
        for (var at = 0; at < calls; at += Piece)
        {
            var (rows, answers, reviews) = (new List<object?[]>(), new List<object?[]>(), new List<object?[]>());
            for (var n = at; n < Math.Min(calls, at + Piece); n++)
            {
                var (day, within) = ((long)n * Days / calls, (double)n * Days / calls % 1);
                var ended = first.AddDays(day) + TimeSpan.FromTicks((long)(within * TimeSpan.FromHours(11).Ticks));
                var organizer = random.Next(organizers.Count);
                var list = (int)((organizer * ListsADay + day + random.Next(ListsADay)) % lists.Count);
                var (id, person, outcome) = (IdAt(ended), people[list][called[list]++ % people[list].Count], outcomes[random.Next(outcomes.Count)]);
                rows.Add([
                    id, person.Entry, person.List, scene.CampaignId, scene.BookId, person.Contact, organizers[organizer].VolunteerId, Guid.NewGuid(), outcome, Guid.NewGuid(),
                    ended.AddMinutes(-3), ended, Languages[random.Next(Languages.Length)], false, false, outcome == callback ? ended.AddDays(1) : null, "{}",
                ]);
                if (outcome == talked)
                {
                    answers.Add([IdAt(ended), id, "comes", random.Next(3) switch { 0 => "yes", 1 => "maybe", _ => "no" }]);
                }

                if (n % 100 == 0)
                {
                    reviews.Add([IdAt(ended), id, scene.CampaignId, scene.BookId, ReviewReason.Sampled, ReviewVerdict.Corrected, ended, talked]);
                }
            }

            await world.Get<IHotStore>().WriteBulkAsync(
                async session =>
                {
                    await session.InsertAsync(
                        "calls",
                        "id, entry_id, list_id, campaign_id, book_id, contact_id, organizer_id, claim_id, outcome_id, submission_token, started_at, ended_at, language, late, conflicting, callback_at, before",
                        rows);
                    await session.InsertAsync("answers", "id, call_id, step_id, choice_id", answers);
                    return await session.InsertAsync("reviews", "id, call_id, campaign_id, book_id, reason, verdict, picked_at, corrected_outcome_id", reviews);
                },
                CancellationToken.None);
        }

        return lists;
    }

    private static Guid IdAt(DateTime utc) => Guid.CreateVersion7(new DateTimeOffset(utc, TimeSpan.Zero));

    private static async Task<List<(Guid Entry, Guid Contact, Guid List)>[]> PeopleAsync(CallingScene scene, int count, List<Guid> lists)
    {
        var world = scene.World;
        var hours = await world.Get<HoursClasses>().IdOfAsync(HoursClassKey.For("Asia/Jerusalem", "IL", safeHours: null, "Asia/Jerusalem"), CancellationToken.None);
        var people = lists.ConvertAll(_ => new List<(Guid Entry, Guid Contact, Guid List)>()).ToArray();
        for (var at = 0; at < count; at += Piece)
        {
            var (contacts, entries) = (new List<object?[]>(), new List<object?[]>());
            for (var n = at; n < Math.Min(count, at + Piece); n++)
            {
                var (contact, entry, list) = (Guid.CreateVersion7(), Guid.CreateVersion7(), lists[n % lists.Count]);
                var details = new ContactDetails { Names = [new ContactName("Dana", string.Create(CultureInfo.InvariantCulture, $"Levi {n}"), null)] };
                contacts.Add([
                    contact, scene.BookId, world.Sealer.SealJson(scene.BookId, Places.ContactDetails(contact), details), "he", "IL", "Asia/Jerusalem", default(AddressForm), default(Consent),
                    hours, 1, world.Now, world.Now,
                ]);
                entries.Add([entry, scene.CampaignId, list, contact, n % 200 == 0 ? EntryState.Held : EntryState.Done, world.Now, 1, n, "he", "IL", hours, true, 2, 0]);
                people[n % lists.Count].Add((entry, contact, list));
            }

            await world.Get<IHotStore>().WriteBulkAsync(
                async session =>
                {
                    await session.InsertAsync(
                        "contacts", "id, book_id, sealed_details, language, country, time_zone, address_form, consent, hours_class_id, callable_phones, created_at, updated_at", contacts);
                    return await session.InsertAsync(
                        "entries", "id, campaign_id, list_id, contact_id, state, ready_at, pass, random_key, language, country, hours_class_id, callable, attempts, version", entries);
                },
                CancellationToken.None);
        }

        return people;
    }
}
