using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>How well an organizer speaks a language on the telephone.</summary>
public enum LanguageLevel
{
    Fluent,

    /// <summary>Well enough for a call.</summary>
    Good,

    /// <summary>Only called upon while nobody better is in the campaign; saying so is agreeing to it.</summary>
    ALittle,
}

/// <summary>A language somebody calls in.</summary>
public sealed record SpokenLanguage(string Tag, LanguageLevel Level);

/// <summary>How an organizer calls: what decides whom the queue has for her or him.</summary>
/// <param name="Languages">Best first. None: all languages.</param>
/// <param name="FreeCountries">ISO codes of the countries that cost nothing to call. None: all countries.</param>
/// <param name="OwnNumbers">How many numbers were given as one's own; none of them can be read back.</param>
/// <param name="HasSurname">A surname was given; it cannot be read back.</param>
public sealed record MyCalling(IReadOnlyList<SpokenLanguage> Languages, IReadOnlyList<string> FreeCountries, int OwnNumbers, bool HasSurname);

/// <summary>The actor's own way of calling. Refuses with <see cref="NotAllowed"/>.</summary>
public sealed class MyCallingQuery(IDbContextFactory<PhoneBankDb> dbs)
{
    public async Task<Result<MyCalling>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct) is { } me
            ? new MyCalling(LanguagesOf(me), Split(me.FreeCountries), KeyedHashes.Count(me.OwnNumbers), me.Surnames is not null)
            : new NotAllowed();
    }

    /// <summary>What somebody speaks, with levels, best first.</summary>
    internal static IReadOnlyList<SpokenLanguage> LanguagesOf(Volunteer volunteer)
    {
        var good = Split(volunteer.GoodLanguages);
        return
        [
            .. volunteer.CallLanguageList.Select(tag => new SpokenLanguage(tag, good.Contains(tag) ? LanguageLevel.Good : LanguageLevel.Fluent)),
            .. Split(volunteer.LittleLanguages).Select(tag => new SpokenLanguage(tag, LanguageLevel.ALittle)),
        ];
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>
/// Says in which languages, how well, and to which countries the actor calls. Holds from the next person on.
/// Refuses with <see cref="NotAllowed"/>, <see cref="LanguageUnknown"/>, <see cref="InvalidField"/>.
/// </summary>
public sealed class ChangeMyCalling(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public const int MostCountries = 60;

    public async Task<Result> ExecuteAsync(Actor actor, IReadOnlyList<SpokenLanguage> languages, IReadOnlyList<string> freeCountries, CancellationToken ct)
    {
        // Said twice, the better one counts.
        var spoken = languages.Select(language => language with { Tag = LanguageTags.Normalize(language.Tag) }).OrderBy(language => language.Level).DistinctBy(language => language.Tag, StringComparer.Ordinal).ToList();
        if (!Accounts.AreLanguages([.. spoken.Select(language => language.Tag)]))
        {
            return new LanguageUnknown();
        }

        var countries = freeCountries.Select(code => code.Trim().ToUpperInvariant()).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (countries.Count > MostCountries || countries.Exists(code => !PhoneNumbers.Countries.Any(known => known.Code == code)))
        {
            return new InvalidField("Countries", countries.Count > MostCountries ? "TooLong" : "Unknown");
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct) is not { } me)
        {
            return new NotAllowed();
        }

        string Of(Func<LanguageLevel, bool> isMeant) => Accounts.Join([.. spoken.Where(language => isMeant(language.Level)).Select(language => language.Tag)]);
        me.CallLanguages = Of(level => level != LanguageLevel.ALittle);
        me.GoodLanguages = Of(level => level == LanguageLevel.Good);
        me.LittleLanguages = Of(level => level == LanguageLevel.ALittle);
        me.FreeCountries = string.Join(',', countries);
        db.Record(time, actor, AuditAction.CallingChanged, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, VolunteerId: actor.VolunteerId));
        return Result.Done;
    }
}

/// <summary>What was given as one's own number cannot be read as one.</summary>
public sealed record OwnNumberUnreadable : Error;

/// <summary>So many numbers were given by now that one might be asking who is on a list; a coordinator can still hold somebody out.</summary>
public sealed record TooManyOwnNumbers : Error;

/// <summary>
/// Keeps a number of the actor's, as a keyed hash only, so that she or he is never handed herself; null forgets all of them.
/// Refuses with <see cref="NotAllowed"/>, <see cref="OwnNumberUnreadable"/>, <see cref="TooManyOwnNumbers"/>.
/// </summary>
public sealed class KeepOwnNumber(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <summary>Numbers one account can give, those it has forgotten among them.</summary>
    public const int MostEver = 5;

    /// <param name="country">By which a number without a country code is read; null: only complete numbers.</param>
    public async Task<Result> ExecuteAsync(Actor actor, string? number, string? country, CancellationToken ct)
    {
        var reading = number is null ? null : PhoneNumbers.Read(number, country);
        if (reading is not null && (!reading.CanBeDialled || reading.E164 is null))
        {
            return new OwnNumberUnreadable();
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct) is not { } me)
        {
            return new NotAllowed();
        }

        if (reading?.E164 is not { } e164)
        {
            // A forgotten one leaves its place empty, so that no list can be asked number by number.
            me.OwnNumbers = me.OwnNumbers is null ? null : new byte[me.OwnNumbers.Length];
        }
        else if (sealer.OwnNumberHash(e164) is var hash && !KeyedHashes.HasAny(me.OwnNumbers, [hash]))
        {
            if (KeyedHashes.Split(me.OwnNumbers).Count() >= MostEver)
            {
                return new TooManyOwnNumbers();
            }

            me.OwnNumbers = KeyedHashes.Join(KeyedHashes.Split(me.OwnNumbers).Append(hash));
        }

        db.Record(time, actor, AuditAction.CallingChanged, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}

/// <summary>
/// Keeps the actor's surname, as keyed hashes only, for campaigns that keep relatives apart; empty forgets it. Whoever was kept apart by the
/// former name comes back. Refuses with <see cref="NotAllowed"/>, <see cref="InvalidField"/>.
/// </summary>
public sealed class KeepSurname(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int Longest = 60;

    public async Task<Result> ExecuteAsync(Actor actor, string surname, CancellationToken ct)
    {
        var keys = SurnameKey.Of(surname);
        if (surname.Length > Longest || (keys.Count == 0 && surname.Trim().Length > 0))
        {
            return new InvalidField("Surname", surname.Length > Longest ? "TooLong" : "Unreadable");
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct) is not { } me)
        {
            return new NotAllowed();
        }

        me.Surnames = KeyedHashes.Join(keys.Select(sealer.SurnameHash));
        db.Skips.RemoveRange(await db.Skips.Where(skip => skip.OrganizerId == actor.VolunteerId && skip.Reason == Calling.SkipReason.Relative).ToListAsync(ct));
        db.Record(time, actor, AuditAction.CallingChanged, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
