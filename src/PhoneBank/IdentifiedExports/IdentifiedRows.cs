using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;

namespace PhoneBank.IdentifiedExports;

/// <summary>The rows of an export with names: one for each person at a number, in the order of the lists.</summary>
internal sealed class IdentifiedRows(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int Batch = 500;
    private static readonly string[] Head = ["first_name", "last_name", "phone", "external_id", "language", "outcome", "date"];

    public async Task<int> WriteAsync(IdentifiedRequest request, SafeTable table, CancellationToken ct)
    {
        Dictionary<Guid, string> outcomes;
        DeskClock clock;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == request.CampaignId).ToDictionaryAsync(outcome => outcome.Id, outcome => outcome.Key, ct);
            clock = DeskClock.In(await db.Campaigns.Where(campaign => campaign.Id == request.CampaignId).Select(campaign => campaign.TimeZone).FirstAsync(ct));
        }

        await table.WriteAsync(Head, ct);
        var (rows, after) = (0, Guid.Empty);
        while (true)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            var last = after;
            var people = await (
                from entry in db.Entries.AsNoTracking()
                where entry.CampaignId == request.CampaignId && entry.Id > last && (request.ListId == null || entry.ListId == request.ListId)
                join contact in db.Contacts on entry.ContactId equals contact.Id
                orderby entry.Id
                select new { EntryId = entry.Id, Contact = contact }).Take(Batch).ToListAsync(ct);
            if (people.Count == 0)
            {
                return rows;
            }

            after = people[^1].EntryId;
            var ids = people.ConvertAll(person => person.Contact.Id);

            // Numbers on the stop list stay here: nobody is to call them, from no system.
            var phones = (await db.ContactPhones.AsNoTracking().Where(phone => ids.Contains(phone.ContactId) && !phone.Suppressed && phone.BadSince == null).ToListAsync(ct))
                .OrderBy(phone => phone.Position).ToLookup(phone => phone.ContactId, phone => sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber));
            var entryIds = people.ConvertAll(person => person.EntryId);
            var calls = (await db.CountedCalls().Where(counted => entryIds.Contains(counted.Call.EntryId) && counted.Call.WithdrawnAt == null)
                .Select(counted => new { counted.Call.EntryId, counted.Call.Id, counted.Call.EndedAt, counted.OutcomeId }).ToListAsync(ct))
                .OrderBy(call => call.EndedAt).ThenBy(call => call.Id).ToLookup(call => call.EntryId);
            foreach (var person in people)
            {
                var call = calls[person.EntryId].LastOrDefault();
                foreach (var name in sealer.OpenJson<ContactDetails>(Places.ContactDetails(person.Contact.Id), person.Contact.SealedDetails).Names)
                {
                    await table.WriteAsync(
                        [
                            name.First,
                            name.Last,
                            string.Join("; ", phones[person.Contact.Id]),
                            name.ExternalId,
                            person.Contact.Language,
                            call is null ? null : outcomes.GetValueOrDefault(call.OutcomeId),
                            call is null ? null : clock.DayOf(call.EndedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        ],
                        ct);
                    rows++;
                }
            }
        }
    }
}
