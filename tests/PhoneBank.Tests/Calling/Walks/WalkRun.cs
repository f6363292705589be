using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Something that must never be, with what was done before it. Names nobody: ids and counts only.</summary>
internal sealed class WalkFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One walk over two books and three campaigns of its own in a world that other walks have used before.</summary>
internal sealed class WalkRun
{
    // Each walk has numbers of its own in the ranges that were never given out: the stop list is one for all.
    private static int _walks;

    private readonly List<string> _log = [];
    private int _step;

    private WalkRun(World world)
    {
        World = world;
        var walk = Interlocked.Increment(ref _walks);
        Numbers =
        [
            .. Enumerable.Range(0, 9).Select(n => string.Create(CultureInfo.InvariantCulture, $"+97250{1_000_000 + ((walk * 9) % 900_000) + n}")),
            .. Enumerable.Range(0, 3).Select(n => string.Create(CultureInfo.InvariantCulture, $"+447700900{((walk * 3) + n) % 1000:000}")),
            .. Enumerable.Range(0, 3).Select(n => string.Create(CultureInfo.InvariantCulture, $"+120255501{((walk * 3) + n) % 100:00}")),
        ];
    }

    public World World { get; }

    public WalkModel Model { get; } = new();

    public IReadOnlyList<string> Numbers { get; }

    public DateTime Now => World.Now;

    public string Log => string.Join(Environment.NewLine, _log);

    public static async Task<WalkRun> BeginAsync(World world, Walk walk)
    {
        world.Time.Set(new DateTimeOffset(Walk.Epoch.AddMinutes(walk.Start), TimeSpan.Zero));
        var run = new WalkRun(world);
        var first = await world.CallingSceneAsync(level: ProtectionLevel.Supporters, change: campaign => campaign.PickFromList = true);
        run.Tick();
        var second = await first.AnotherCampaignAsync();
        run.Tick();
        var third = await world.CallingSceneAsync(level: ProtectionLevel.Careful);
        run.Model.Books.AddRange([new ModelBook(first.BookId, first.Coordinator, 60), new ModelBook(third.BookId, third.Coordinator, 50)]);
        run.Model.Campaigns.AddRange([new ModelCampaign(first, run.Model.Books[0]), new ModelCampaign(second, run.Model.Books[0]), new ModelCampaign(third, run.Model.Books[1])]);
        foreach (var campaign in run.Model.Campaigns)
        {
            var list = new ModelList(campaign.Scene.ListId, campaign);
            list.Assignments.Add((await world.ReadAsync(db => db.Assignments.Where(assignment => assignment.ListId == list.Id).Select(assignment => assignment.Id).SingleAsync()), null));
            run.Model.Lists.Add(list);
        }

        await run.CallerAsync("he,en", 0, 1);
        await run.CallerAsync("", 0);
        await run.CallerAsync("", 2);
        await run.CallerAsync("he,ru", 0, 1, 2);
        return run;
    }

    /// <summary>Goes through the walk and checks what must hold, at every step and in the end.</summary>
    public async Task WalkAsync(Walk walk)
    {
        var (desk, callers, claims, checks) = (new DeskSteps(this), new CallerSteps(this), new HandOutCheck(this), new StandCheck(this));
        try
        {
            foreach (var step in walk.Steps)
            {
                _step++;
                await new StepTaker(this, desk, callers).TakeAsync(step);
                await claims.RunAsync();
                if (_step % 10 == 0)
                {
                    await checks.RunAsync(all: _step % 30 == 0);
                }
            }

            await checks.RunAsync(all: true);
        }
        catch (Exception exception)
        {
            throw new WalkFailedException($"{exception.Message}{Environment.NewLine}Step by step:{Environment.NewLine}{Log}", exception);
        }
    }

    public void Tick() => World.Time.Advance(TimeSpan.FromSeconds(1));

    public void Say(string what) => _log.Add(string.Create(CultureInfo.InvariantCulture, $"{_step,3} {Now:yyyy-MM-dd HH:mm:ss} {what}"));

    public void Say<T>(string what, Result<T> result) => Say($"{what}: {(result.IsDone ? "done" : result.Error.Key)}");

    public void Say(string what, Result result) => Say($"{what}: {(result.IsDone ? "done" : result.Error.Key)}");

    public void Must(bool holds, string what)
    {
        if (!holds)
        {
            Say("BROKEN " + what);
            throw new WalkFailedException(what);
        }
    }

    /// <summary>A person's place and safe hours, as stored.</summary>
    public async Task<PersonHours> HoursOfAsync(Guid contactId) => HoursOf(await World.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync(contact => contact.Id == contactId)));

    public PersonHours HoursOf(Contact contact) => new(
        contact.TimeZone, contact.Country, World.Sealer.OpenJson<ContactDetails>(Places.ContactDetails(contact.Id), contact.SealedDetails).Card?.SafeHours);

    /// <summary>A person's numbers, as stored.</summary>
    public async Task<IReadOnlyList<string>> NumbersOfAsync(Guid contactId) =>
        [.. (await World.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.ContactId == contactId).OrderBy(phone => phone.Position).ToListAsync())).Select(NumberOf)];

    public string NumberOf(ContactPhone phone) => World.Sealer.Open(Places.PhoneNumber(phone.Id), phone.SealedNumber);

    /// <summary>People of a book in the order of their first number, so that the same step finds the same person.</summary>
    public async Task<IReadOnlyList<Guid>> PeopleOfAsync(ModelBook book) =>
        [.. (await World.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.BookId == book.Id).ToListAsync()))
            .OrderBy(NumberOf, StringComparer.Ordinal).Select(phone => phone.ContactId).Distinct()];

    private async Task CallerAsync(string languages, params int[] campaigns)
    {
        var scenes = campaigns.Select(index => Model.Campaigns[index]).ToList();
        var actor = await scenes[0].Scene.OrganizerAsync(languages);
        foreach (var campaign in scenes.Skip(1))
        {
            await campaign.Scene.AdmitAsync(actor);
        }

        Model.Callers.Add(new ModelCaller(Model.Callers.Count, actor, scenes));
    }
}
