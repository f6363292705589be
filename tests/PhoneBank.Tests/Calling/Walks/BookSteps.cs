using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Imports;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>People come into a book, change, become one, and leave it.</summary>
internal sealed class BookSteps(WalkRun run)
{
    private static readonly string[] Names = ["Dana,Levi", "Yusuf,Khoury", "Avi,Cohen", "Tamar,Katz"];
    private static readonly string[] Languages = ["he", "he", "ru", "en", ""];
    private static readonly string[] SafeHours = ["", "", "", "Su-Th 16:00-21:00", "Mo-Fr 10:00-15:00"];

    private ModelBook BookOf(WalkStep step) => run.Model.Books[step.A % 2];

    public async Task ImportAsync(WalkStep step)
    {
        var book = BookOf(step);
        var random = new Random((step.A * 31) + (step.B * 1009) + step.C);
        var (numbers, stopped) = (new List<string>(), new List<string>());
        var text = new StringBuilder("first name,last name,phone,phone 2,language,time zone,safe hours,do not call\n");
        for (var row = 3 + random.Next(6); row > 0; row--)
        {
            var first = run.Numbers[random.Next(run.Numbers.Count)];
            var second = random.Next(3) == 0 ? run.Numbers[random.Next(run.Numbers.Count)] : "";
            var zone = first.StartsWith("+1", StringComparison.Ordinal) && random.Next(2) == 0 ? "America/New_York" : "";
            var isStopped = random.Next(9) == 0;
            (isStopped ? stopped : numbers).AddRange(new[] { first, second }.Where(number => number.Length > 0 && (!isStopped || !run.Model.IsStoppedForGood(number))));
            text.Append(Names[random.Next(Names.Length)]).Append(',').Append(first).Append(',').Append(second).Append(',').Append(Languages[random.Next(Languages.Length)]).Append(',')
                .Append(zone).Append(',').Append(SafeHours[random.Next(SafeHours.Length)]).Append(',').Append(isStopped ? "yes" : "").Append('\n');
        }

        var importId = (await run.World.Get<StartImport>().FromTextAsync(book.Coordinator, book.Id, text.ToString(), null, null, CancellationToken.None)).Required;
        if (step.B % 3 > 0)
        {
            _ = await run.World.Get<ChangeImportPlan>().RunAsync(book.Coordinator, importId, new ImportChoices { Update = step.B % 3 == 1 ? UpdateRule.Overwrite : UpdateRule.Skip }, CancellationToken.None);
        }

        _ = (await run.World.Get<RunImport>().CheckAsync(book.Coordinator, importId, CancellationToken.None)).Required;
        var counts = (await run.World.Get<RunImport>().RunAsync(book.Coordinator, importId, CancellationToken.None)).Required;
        run.Say($"import {importId} into book {step.A % 2}: {counts.New} new of {counts.Rows}, {counts.DoNotCall} not to be called");
        run.Model.Imports.Add((importId, book));
        if (stopped.Count > 0)
        {
            run.Model.Stops[$"import:{importId}"] = [.. stopped];
        }

        var there = await NumbersAsync(book);
        foreach (var number in numbers.Where(there.Contains))
        {
            book.Numbers.TryAdd(number, importId);
        }
    }

    public async Task UndoAsync(WalkStep step)
    {
        if (run.Model.Imports.Count == 0)
        {
            return;
        }

        var (importId, book) = run.Model.Imports[step.B % run.Model.Imports.Count];
        var before = await PhonesByPersonAsync(book);
        var undone = await run.World.Get<UndoImport>().ExecuteAsync(book.Coordinator, importId, liftsStops: step.C % 2 == 0, CancellationToken.None);
        run.Say($"import {importId} taken back, lifting {step.C % 2 == 0}", undone);
        if (!undone.IsDone)
        {
            return;
        }

        if (step.C % 2 == 0)
        {
            run.Model.Stops.Remove($"import:{importId}");
        }

        var after = await PhonesByPersonAsync(book);
        foreach (var (contactId, numbers) in before.Where(person => !after.ContainsKey(person.Key)))
        {
            run.Must(
                numbers.All(number => book.Numbers.GetValueOrDefault(number) == importId) && !run.Model.Campaigns.Exists(campaign => campaign.Listed.Contains(contactId)),
                $"taking back import {importId} took out contact {contactId}, who was there without it");
        }

        await ForgetAsync(book);
    }

    public async Task SafeHoursAsync(WalkStep step)
    {
        if (await PersonAsync(BookOf(step), step.B) is { } contactId)
        {
            var hours = SafeHours[step.C % SafeHours.Length];
            var changed = await run.World.Get<ChangeSafeContactCard>().RunAsync(BookOf(step).Coordinator, contactId, new SafeContactCard { SafeHours = hours.Length == 0 ? null : hours }, CancellationToken.None);
            run.Say($"safe hours of contact {contactId}: {hours}", changed);
        }
    }

    public async Task EraseAsync(WalkStep step)
    {
        if (await PersonAsync(BookOf(step), step.B) is not { } contactId)
        {
            return;
        }

        var numbers = await run.NumbersOfAsync(contactId);
        var erased = await run.World.Get<EraseContact>().ExecuteAsync(BookOf(step).Coordinator, BookOf(step).Id, contactId, neverAgain: step.C % 2 == 0, CancellationToken.None);
        run.Say($"contact {contactId} erased, never again {step.C % 2 == 0}", erased);
        if (erased.IsDone)
        {
            run.Model.Erase(contactId);
            if (step.C % 2 == 0)
            {
                run.Model.Stops[$"erased:{contactId}"] = [.. numbers];
            }

            await ForgetAsync(BookOf(step));
        }
    }

    public async Task MergeAsync(WalkStep step)
    {
        var (kept, other) = (await PersonAsync(BookOf(step), step.B), await PersonAsync(BookOf(step), step.C));
        if (kept is { } keptId && other is { } otherId && keptId != otherId)
        {
            var merged = await run.World.Get<MergeContacts>().ExecuteAsync(BookOf(step).Coordinator, BookOf(step).Id, keptId, otherId, CancellationToken.None);
            run.Say($"contact {otherId} becomes one with {keptId}", merged);
            if (merged.IsDone)
            {
                run.Model.Merge(keptId, otherId);
            }
        }
    }

    private async Task<Guid?> PersonAsync(ModelBook book, int which) => await run.PeopleOfAsync(book) is { Count: > 0 } people ? people[which % people.Count] : null;

    private async Task<Dictionary<Guid, List<string>>> PhonesByPersonAsync(ModelBook book) =>
        (await run.World.ReadAsync(db => db.ContactPhones.AsNoTracking().Where(phone => phone.BookId == book.Id).ToListAsync()))
            .GroupBy(phone => phone.ContactId).ToDictionary(person => person.Key, person => person.Select(run.NumberOf).ToList());

    private async Task<HashSet<string>> NumbersAsync(ModelBook book) => [.. (await PhonesByPersonAsync(book)).Values.SelectMany(numbers => numbers)];

    private async Task ForgetAsync(ModelBook book)
    {
        var there = await NumbersAsync(book);
        foreach (var number in book.Numbers.Keys.Where(number => !there.Contains(number)).ToList())
        {
            book.Numbers.Remove(number);
        }
    }
}
