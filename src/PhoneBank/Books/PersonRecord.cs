using PhoneBank.Calling.Hours;
using PhoneBank.Phones;
using PhoneBank.Scripts;

namespace PhoneBank.Books;

/// <summary>A contact while facts are merged into it: made new, or opened from what is stored, then written by <see cref="ContactWriter"/>.</summary>
public sealed class PersonRecord
{
    private readonly List<ContactName> _names = [];
    private readonly List<NewPhone> _newPhones = [];
    private readonly List<string> _newExternalIds = [];
    private readonly HashSet<LabelWord> _words = [];
    private readonly Dictionary<string, string> _choices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

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

    public IReadOnlyList<string> NewExternalIds => _newExternalIds;

    /// <summary>Tags to put on; custom values come with <see cref="Choices"/>.</summary>
    public IReadOnlyCollection<LabelWord> Words => _words;

    /// <summary>Custom fields by name, the values as words.</summary>
    public IReadOnlyDictionary<string, string> Choices => _choices;

    /// <summary>Custom fields whose value replaces the one that is there; others only fill what is empty.</summary>
    public IReadOnlySet<string> ReplacedChoices => _replaced;

    public static PersonRecord New(Guid id, PersonFacts facts)
    {
        var record = new PersonRecord(id, isNew: true);
        record._names.Add(new ContactName(facts.First, facts.Last, facts.ExternalId));
        record.Index(facts.ExternalId);
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
            record._texts[name] = value;
        }

        return record;
    }

    public ContactDetails Details() => new()
    {
        Names = [.. _names],
        Email = Email,
        Comment = Comment,
        Card = Card,
        Fields = _texts.Count > 0 ? new Dictionary<string, string>(_texts, StringComparer.Ordinal) : null,
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
            if (_texts.GetValueOrDefault(name) != value)
            {
                continue;
            }

            if (before.Details.Fields?.GetValueOrDefault(name) is { } earlier)
            {
                _texts[name] = earlier;
            }
            else
            {
                _texts.Remove(name);
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
            Index(facts.ExternalId);
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
                Index(facts.ExternalId);
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

        Index(facts.ExternalId);
    }

    private void Index(string? externalId)
    {
        if (externalId is not null)
        {
            _newExternalIds.Add(externalId);
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
            _texts[name] = value;
        }

        foreach (var (name, value) in facts.Choices)
        {
            _choices[name] = value;
            _replaced.Add(name);
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
            _texts.TryAdd(name, value);
        }

        foreach (var (name, value) in facts.Choices)
        {
            _choices.TryAdd(name, value);
        }

        foreach (var phone in facts.Phones)
        {
            _newPhones.Add(new NewPhone(phone, Phones++));
        }

        Tag(facts);
    }

    private void Tag(PersonFacts facts)
    {
        foreach (var tag in facts.Tags)
        {
            _words.Add(new LabelWord(LabelKind.Tag, tag));
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
