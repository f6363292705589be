using System.Collections.ObjectModel;
using PhoneBank.Calling.Hours;
using PhoneBank.Phones;
using PhoneBank.Scripts;

namespace PhoneBank.Books;

/// <summary>A contact while facts are merged into it: made new, or opened from what is stored, then written by <see cref="ContactWriter"/>.</summary>
public sealed class PersonRecord
{
    private readonly List<ContactName> _names = new(capacity: 1);
    private readonly List<NewPhone> _newPhones = new(capacity: 1);

    // Of a million people in a file most have little; what is empty is not made.
    private List<(string Id, byte[]? Index)>? _newExternalIds;
    private List<string>? _tags;
    private Dictionary<string, string>? _choices;
    private Dictionary<string, string>? _texts;
    private HashSet<string>? _replaced;

    private PersonRecord(Guid id, bool isNew)
    {
        Id = id;
        IsNew = isNew;
    }

    public Guid Id { get; }

    public bool IsNew { get; }

    public string? Email { get; private set; }

    public string? Comment { get; private set; }

    public SafeContactCard? Card { get; private set; }

    public string? Language { get; private set; }

    public string? Country { get; private set; }

    public string? TimeZone { get; private set; }

    public AddressForm Form { get; private set; }

    public Guid? CityId { get; private set; }

    public Guid? SourceId { get; private set; }

    public string? NewCity { get; private set; }

    public string? NewSource { get; private set; }

    public Consent Consent { get; private set; }

    public int Phones { get; private set; }

    public IReadOnlyList<NewPhone> NewPhones => _newPhones;

    /// <summary>With the blind index where somebody has made it.</summary>
    internal IReadOnlyList<(string Id, byte[]? Index)> NewExternalIds => _newExternalIds ?? (IReadOnlyList<(string Id, byte[]? Index)>)[];

    /// <summary>Tags to put on; custom values come with <see cref="Choices"/>.</summary>
    public IReadOnlyList<string> Tags => _tags ?? (IReadOnlyList<string>)[];

    /// <summary>Custom fields by name, the values as words.</summary>
    public IReadOnlyDictionary<string, string> Choices => _choices ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Custom fields whose value replaces the one that is there; others only fill what is empty.</summary>
    public IReadOnlyCollection<string> ReplacedChoices => _replaced ?? (IReadOnlyCollection<string>)[];

    private Dictionary<string, string> Texts => _texts ??= new Dictionary<string, string>(StringComparer.Ordinal);

    public static PersonRecord New(Guid id, PersonFacts facts)
    {
        var record = new PersonRecord(id, isNew: true);
        record._names.Add(new ContactName(facts.First, facts.Last, facts.ExternalId));
        record.Index(facts);
        record.Fill(facts);
        record.Country ??= facts.Phones.Select(phone => phone.Country).FirstOrDefault(country => country is not null);
        return record;
    }

    public static PersonRecord Open(Guid id, ContactDetails details, string? language, string? country, string? timeZone, AddressForm form, Guid? cityId, Guid? sourceId, Consent consent, int phones)
    {
        var record = new PersonRecord(id, isNew: false)
        {
            Email = details.Email,
            Comment = details.Comment,
            Card = details.Card,
            Language = language,
            Country = country,
            TimeZone = timeZone,
            Form = form,
            CityId = cityId,
            SourceId = sourceId,
            Consent = consent,
            Phones = phones,
        };
        record._names.AddRange(details.Names);
        foreach (var (name, value) in details.Fields ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            record.Texts[name] = value;
        }

        return record;
    }

    public ContactDetails Details() => new()
    {
        Names = [.. _names],
        Email = Email,
        Comment = Comment,
        Card = Card,
        Fields = _texts is { Count: > 0 } ? new Dictionary<string, string>(_texts, StringComparer.Ordinal) : null,
    };

    /// <summary>What can be restored of a contact.</summary>
    public ContactState State() => new(Details(), Language, Country, TimeZone, Form, CityId, SourceId, Consent);

    /// <summary>Takes back what came between two states, where nobody has changed it since.</summary>
    public void TakeBack(ContactState before, ContactState after)
    {
        var added = after.Details.Names.Except(before.Details.Names).ToList();
        _names.RemoveAll(added.Contains);
        _names.InsertRange(0, before.Details.Names.Except(_names).Where(name => !after.Details.Names.Contains(name)));
        Email = Email == after.Details.Email ? before.Details.Email : Email;
        Comment = Comment == after.Details.Comment ? before.Details.Comment : Comment;
        if (Card?.SafeHours == after.Details.Card?.SafeHours && before.Details.Card?.SafeHours != after.Details.Card?.SafeHours)
        {
            var card = (Card ?? new SafeContactCard()) with { SafeHours = before.Details.Card?.SafeHours };
            Card = before.Details.Card is null && card == new SafeContactCard() ? null : card;
        }

        Language = Language == after.Language ? before.Language : Language;
        Country = Country == after.Country ? before.Country : Country;
        TimeZone = TimeZone == after.TimeZone ? before.TimeZone : TimeZone;
        Form = Form == after.Form ? before.Form : Form;
        CityId = CityId == after.CityId ? before.CityId : CityId;
        SourceId = SourceId == after.SourceId ? before.SourceId : SourceId;
        Consent = Consent == after.Consent ? before.Consent : Consent;
        foreach (var (name, value) in after.Details.Fields ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (Texts.GetValueOrDefault(name) != value)
            {
                continue;
            }

            if (before.Details.Fields?.GetValueOrDefault(name) is { } earlier)
            {
                Texts[name] = earlier;
            }
            else
            {
                Texts.Remove(name);
            }
        }
    }

    /// <summary>
    /// Another row about the same person fills what is empty, or replaces what is there; about somebody else at the number it
    /// adds a name and tags, nothing more.
    /// </summary>
    public void Merge(PersonFacts facts, bool isSomebodyElse, bool overwrites = false)
    {
        if (isSomebodyElse)
        {
            _names.Add(new ContactName(facts.First, facts.Last, facts.ExternalId));
            Index(facts);
            Tag(facts);
            return;
        }

        MergeName(facts);
        if (overwrites)
        {
            Overwrite(facts);
        }

        Fill(facts);
    }

    public void Change(SafeContactCard? card) => Card = card;

    /// <summary>The hours at which this person can be called; <paramref name="fallbackZone"/> where neither zone nor country say.</summary>
    public HoursClassKey HoursClass(string fallbackZone) => HoursOf(TimeZone, Country, Card, fallbackZone);

    /// <inheritdoc cref="HoursClass"/>
    public static HoursClassKey HoursOf(string? zone, string? country, SafeContactCard? card, string fallbackZone)
    {
        var safe = card?.SafeHours is { } text && WeeklyWindows.TryParse(text, out var windows, out _) ? windows : null;
        return HoursClassKey.TryFor(zone, country, safe, fallbackZone, out var key) ? key : HoursClassKey.For("UTC", country, safe, "UTC");
    }

    private void MergeName(PersonFacts facts)
    {
        var key = NameKey.Of(facts.First, facts.Last);
        var at = _names.FindIndex(name => NameKey.Of(name.First, name.Last) == key);
        if (at < 0)
        {
            // One of the two is nameless: the row, or what we had.
            at = key.Length == 0 ? 0 : _names.FindIndex(name => name.Full.Length == 0);
            if (at < 0)
            {
                _names.Add(new ContactName(facts.First, facts.Last, facts.ExternalId));
                Index(facts);
                return;
            }
        }

        var known = _names[at];
        if (known.Full.Length == 0)
        {
            known = known with { First = facts.First, Last = facts.Last };
            _names[at] = known;
        }

        if (facts.ExternalId is null || _names.Exists(name => name.ExternalId == facts.ExternalId))
        {
            return;
        }

        if (known.ExternalId is null)
        {
            _names[at] = known with { ExternalId = facts.ExternalId };
        }
        else
        {
            _names.Add(known with { ExternalId = facts.ExternalId });
        }

        Index(facts);
    }

    private void Index(PersonFacts facts)
    {
        if (facts.ExternalId is { } externalId)
        {
            (_newExternalIds ??= new List<(string Id, byte[]? Index)>(capacity: 1)).Add((externalId, facts.ExternalIndex));
        }
    }

    private void Overwrite(PersonFacts facts)
    {
        Email = facts.Email ?? Email;
        Comment = facts.Comment ?? Comment;
        Language = facts.Language ?? Language;
        Country = facts.Country ?? Country;
        TimeZone = facts.TimeZone ?? TimeZone;
        Form = facts.Form == AddressForm.Unknown ? Form : facts.Form;
        Consent = facts.Consent == Consent.Unknown ? Consent : facts.Consent;
        Card = facts.SafeHours is null ? Card : (Card ?? new SafeContactCard()) with { SafeHours = facts.SafeHours };
        NewCity = facts.City ?? NewCity;
        NewSource = facts.Source ?? NewSource;
        foreach (var (name, value) in facts.Texts)
        {
            Texts[name] = value;
        }

        foreach (var (name, value) in facts.Choices)
        {
            (_choices ??= new Dictionary<string, string>(StringComparer.Ordinal))[name] = value;
            (_replaced ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        }
    }

    private void Fill(PersonFacts facts)
    {
        Email ??= facts.Email;
        Comment ??= facts.Comment;
        Language ??= facts.Language;
        Country ??= facts.Country;
        TimeZone ??= facts.TimeZone;
        if (Form == AddressForm.Unknown)
        {
            Form = facts.Form;
        }

        if (Consent == Consent.Unknown)
        {
            Consent = facts.Consent;
        }

        if (facts.SafeHours is not null && Card?.SafeHours is null)
        {
            Card = (Card ?? new SafeContactCard()) with { SafeHours = facts.SafeHours };
        }

        if (CityId is null)
        {
            NewCity ??= facts.City;
        }

        if (SourceId is null)
        {
            NewSource ??= facts.Source;
        }

        foreach (var (name, value) in facts.Texts)
        {
            Texts.TryAdd(name, value);
        }

        foreach (var (name, value) in facts.Choices)
        {
            (_choices ??= new Dictionary<string, string>(StringComparer.Ordinal)).TryAdd(name, value);
        }

        for (var i = 0; i < facts.Phones.Count; i++)
        {
            _newPhones.Add(new NewPhone(facts.Phones[i], Phones++));
        }

        Tag(facts);
    }

    private void Tag(PersonFacts facts)
    {
        for (var i = 0; i < facts.Tags.Count; i++)
        {
            _tags ??= new List<string>(facts.Tags.Count);
            if (!_tags.Contains(facts.Tags[i], StringComparer.Ordinal))
            {
                _tags.Add(facts.Tags[i]);
            }
        }
    }
}

/// <summary>A number to be added, with its place among the person's numbers.</summary>
public sealed record NewPhone(PhoneFact Phone, int Position);

/// <summary>What a contact is apart from its numbers and words.</summary>
public sealed record ContactState(
    ContactDetails Details, string? Language, string? Country, string? TimeZone, AddressForm Form, Guid? CityId, Guid? SourceId, Consent Consent)
{
    /// <summary>Keeps personal data out of logs.</summary>
    public override string ToString() => nameof(ContactState);
}
