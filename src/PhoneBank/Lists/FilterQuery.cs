using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Scripts;

namespace PhoneBank.Lists;

/// <summary>The contacts of one book that a filter finds. Ids of other books in a filter find nobody.</summary>
internal static class FilterQuery
{
    /// <param name="all">The whole answer will be gone through at once: those with a label are then looked up first, which asks less than each person for hers.</param>
    /// <param name="people">Among whom; else all of the book.</param>
    public static IQueryable<Contact> Of(this ContactFilter filter, PhoneBankDb db, Guid bookId, bool all = false, IQueryable<Contact>? people = null)
    {
        var contacts = people ?? db.PeopleOf(bookId);
        contacts = contacts.Where(contact => contact.EndedAt == null);
        if (filter.ImportId is { } importId)
        {
            contacts = contacts.Where(contact => contact.ImportId == importId || db.Set<ImportedContact>().Any(imported => imported.ImportId == importId && imported.ContactId == contact.Id));
        }

        return ByPromises(filter, db, ByCalls(filter, db, ByLabels(filter, db, ByFacts(filter, contacts), all), bookId), bookId);
    }

    private static IQueryable<Contact> ByPromises(ContactFilter filter, PhoneBankDb db, IQueryable<Contact> contacts, Guid bookId)
    {
        if (filter.Promised is not { } promised)
        {
            return contacts;
        }

        var (campaignId, kind, isClosed, organizerId, isAnyones) = promised;
        var people = db.FollowUps
            .Where(promise => promise.BookId == bookId && promise.WithdrawnAt == null && (promise.DoneAt != null) == isClosed
                && (campaignId == null || promise.CampaignId == campaignId) && (kind == null || promise.Kind == kind)
                && (organizerId == null || promise.OrganizerId == organizerId) && (!isAnyones || promise.OrganizerId == null))
            .Select(promise => promise.ContactId);
        return contacts.Where(contact => people.Contains(contact.Id));
    }

    private static IQueryable<Contact> ByFacts(ContactFilter filter, IQueryable<Contact> contacts)
    {
        if (filter.Languages.Count > 0)
        {
            var known = filter.Languages.Where(language => language != ContactFilter.Unknown).SelectMany(language => new[] { language, LanguageTags.Normalize(language) }).Distinct().ToList();
            var unknown = filter.Languages.Contains(ContactFilter.Unknown);
            contacts = contacts.Where(contact => contact.Language == null ? unknown : known.Contains(contact.Language));
        }

        if (filter.Countries is { Count: > 0 } countries)
        {
            var unknown = countries.Contains(ContactFilter.Unknown);
            contacts = contacts.Where(contact => contact.Country == null ? unknown : countries.Contains(contact.Country));
        }

        if (filter.TimeZones is { Count: > 0 } zones)
        {
            var unknown = zones.Contains(ContactFilter.Unknown);
            contacts = contacts.Where(contact => contact.TimeZone == null ? unknown : zones.Contains(contact.TimeZone));
        }

        return filter.Consents is { Count: > 0 } consents ? contacts.Where(contact => consents.Contains(contact.Consent)) : contacts;
    }

    private static IQueryable<Contact> ByLabels(ContactFilter filter, PhoneBankDb db, IQueryable<Contact> contacts, bool all)
    {
        if (filter.TagIds is { Count: > 0 } tags)
        {
            contacts = Labelled(db, contacts, tags, all);
        }

        if (filter.CityIds is { Count: > 0 } cities)
        {
            contacts = contacts.Where(contact => contact.CityId != null && cities.Contains(contact.CityId.Value));
        }

        if (filter.SourceIds is { Count: > 0 } sources)
        {
            contacts = contacts.Where(contact => contact.SourceId != null && sources.Contains(contact.SourceId.Value));
        }

        foreach (var values in filter.Fields.Select(field => field.ValueIds).Where(values => values.Count > 0))
        {
            contacts = Labelled(db, contacts, values, all);
        }

        return contacts;
    }

    private static IQueryable<Contact> Labelled(PhoneBankDb db, IQueryable<Contact> contacts, IReadOnlyCollection<Guid> labelIds, bool all)
    {
        var labelled = db.Set<ContactLabel>().Where(label => labelIds.Contains(label.LabelId));
        return all
            ? contacts.Where(contact => labelled.Select(label => label.ContactId).Contains(contact.Id))
            : contacts.Where(contact => labelled.Any(label => label.ContactId == contact.Id));
    }

    private static IQueryable<Contact> ByCalls(ContactFilter filter, PhoneBankDb db, IQueryable<Contact> contacts, Guid bookId)
    {
        var entries = filter.CalledInCampaignId is { } campaignId ? db.Entries.Where(entry => entry.CampaignId == campaignId) : db.Entries;
        if (filter.NeverCalled)
        {
            contacts = contacts.Where(contact => !entries.Any(entry => entry.ContactId == contact.Id && entry.LastCallAt != null));
        }

        if (filter.LastOutcomes is { Count: > 0 } keys)
        {
            contacts = contacts.Where(contact => db.Outcomes.Any(outcome => keys.Contains(outcome.Key)
                && outcome.Id == entries
                    .Where(entry => entry.ContactId == contact.Id && entry.LastCallAt != null)
                    .OrderByDescending(entry => entry.LastCallAt)
                    .Select(entry => entry.LastOutcomeId)
                    .FirstOrDefault()));
        }

        if (filter.AttemptsAtLeast is { } least)
        {
            contacts = contacts.Where(contact => entries.Any(entry => entry.ContactId == contact.Id && entry.Attempts >= least));
        }

        if (filter.AttemptsAtMost is { } most)
        {
            contacts = contacts.Where(contact => !entries.Any(entry => entry.ContactId == contact.Id && entry.Attempts > most));
        }

        if (filter.NotCalledSince is { } since)
        {
            contacts = contacts.Where(contact => !entries.Any(entry => entry.ContactId == contact.Id && entry.LastCallAt >= since));
        }

        foreach (var answer in filter.Answers.Where(answer => answer.ChoiceIds.Count > 0))
        {
            var (asked, step, choices) = (answer.CampaignId, answer.StepId, answer.ChoiceIds);
            var answered = db.Calls
                .Where(call => call.CampaignId == asked && call.BookId == bookId && call.WithdrawnAt == null
                    && db.Answers.Any(given => given.CallId == call.Id && given.StepId == step && given.ChoiceId != null && choices.Contains(given.ChoiceId)))
                .Select(call => call.ContactId);
            contacts = contacts.Where(contact => answered.Contains(contact.Id));
        }

        return contacts;
    }
}
