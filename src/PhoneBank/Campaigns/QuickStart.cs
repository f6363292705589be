using PhoneBank.Books;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>What quick start asks for.</summary>
/// <param name="Level">Null: as the template suggests.</param>
/// <param name="DefaultCountry">ISO code of numbers written without one.</param>
public sealed record QuickStartWish(string TemplateKey, ProtectionLevel? Level, string DefaultCountry, CampaignSettings Settings);

/// <summary>A book and a draft campaign on it, waiting for people.</summary>
public sealed record QuickStarted(Guid BookId, Guid CampaignId);

/// <summary>A campaign that is open and handed to everyone.</summary>
public sealed record QuickStartDone(Guid CampaignId, Guid ImportId, Guid ListId);

/// <summary>
/// From nothing to an open campaign: book, campaign from a template, import, a list handed to everyone, an invitation.
/// Each part can be changed later on its own page; a refusal leaves what was made so far, to go on from there.
/// </summary>
public sealed class QuickStart(
    CreateBook createBook,
    CreateCampaign createCampaign,
    StartImport startImport,
    RunImport runImport,
    ImportDetails importDetails,
    CampaignOverview campaignOverview,
    MakeCallList makeCallList,
    AssignList assignList,
    OpenCampaign openCampaign,
    MakeInvitation makeInvitation)
{
    /// <summary>Makes the book, named after the campaign, and the draft on it.</summary>
    /// <returns>Refused as <see cref="CreateBook"/> and <see cref="CreateCampaign"/> do; then nothing was made.</returns>
    public async Task<Result<QuickStarted>> PrepareAsync(Actor actor, QuickStartWish wish, CancellationToken ct)
    {
        if (CampaignTemplate.Find(wish.TemplateKey) is not { } template)
        {
            return new NoSuchTemplate();
        }

        // Before the book, so that a slip in a field leaves no empty book behind.
        if (wish.Settings.Check() is { } invalid)
        {
            return invalid;
        }

        var book = await createBook.RunAsync(actor, wish.Settings.Name, wish.Level ?? template.SuggestedLevel, wish.DefaultCountry, ct);
        if (!book.IsDone)
        {
            return book.Error;
        }

        var campaign = await createCampaign.ExecuteAsync(actor, book.Value, wish.Settings, template.Key, ct);
        return campaign.IsDone ? new QuickStarted(book.Value, campaign.Value) : campaign.Error;
    }

    /// <summary>Takes the pasted text in, not yet into the book. The import's id.</summary>
    public Task<Result<Guid>> TakeTextAsync(Actor actor, QuickStarted started, string text, CancellationToken ct) =>
        startImport.FromTextAsync(actor, started.BookId, text, defaultCountry: null, defaultLanguage: null, ct);

    /// <summary>As <see cref="TakeTextAsync"/>, a file as it streams in.</summary>
    public async Task<Result<Guid>> TakeFileAsync(Actor actor, Guid campaignId, Stream content, string fileName, CancellationToken ct)
    {
        var campaign = await campaignOverview.ExecuteAsync(actor, campaignId, ct);
        return campaign.IsDone
            ? await startImport.RunAsync(actor, campaign.Value.BookId, content, fileName, defaultCountry: null, defaultLanguage: null, ct)
            : campaign.Error;
    }

    /// <summary>Imports, lists, hands out, opens and invites.</summary>
    /// <param name="columnsAreChosen">A person has said what the columns are; else it is refused with <see cref="ColumnsUnsure"/> when no column looks like a number or a name.</param>
    public async Task<Result<QuickStartDone>> FinishAsync(Actor actor, Guid campaignId, Guid importId, string listName, bool columnsAreChosen, CancellationToken ct)
    {
        var import = await importDetails.RunAsync(actor, importId, ct);
        var campaign = await campaignOverview.ExecuteAsync(actor, campaignId, ct);
        if (!import.IsDone || !campaign.IsDone || import.Value.BookId != campaign.Value.BookId)
        {
            return new NotFound();
        }

        if (!columnsAreChosen && !LooksRight(import.Value.Plan))
        {
            return new ColumnsUnsure();
        }

        // Gone on with after an interruption, the import may be done already.
        if (import.Value.State != ImportState.Done)
        {
            var check = await runImport.CheckAsync(actor, importId, ct);
            if (!check.IsDone)
            {
                return check.Error is NoPhoneColumn && !columnsAreChosen ? new ColumnsUnsure() : check.Error;
            }

            if (check.Value.New + check.Value.Duplicate + check.Value.SharedNumber == 0)
            {
                return new NobodyToCall(check.Value.Invalid, check.Value.StopListed);
            }

            var run = await runImport.RunAsync(actor, importId, ct);
            if (!run.IsDone)
            {
                return run.Error;
            }
        }

        var list = await makeCallList.ExecuteAsync(actor, campaignId, new NewCallList(listName, new ContactFilter { ImportId = importId }), progress: null, ct);
        if (!list.IsDone)
        {
            return list.Error;
        }

        await assignList.ExecuteAsync(actor, list.Value.ListId, Assignee.Everyone, maximum: null, ct);
        var opened = await openCampaign.ExecuteAsync(actor, campaignId, ct);
        if (!opened.IsDone)
        {
            return opened.Error;
        }

        var invited = await makeInvitation.ExecuteAsync(actor, campaignId, new InvitationTerms(), ct);
        return invited.IsDone ? new QuickStartDone(campaignId, importId, list.Value.ListId) : invited.Error;
    }

    private static bool LooksRight(ImportPlan plan) =>
        plan.Columns.Any(use => use.Meaning == ColumnMeaning.Phone)
        && plan.Columns.Any(use => use.Meaning is ColumnMeaning.FirstName or ColumnMeaning.FullName);
}

/// <summary>Nobody can tell which column holds the names or the numbers: somebody has to say.</summary>
public sealed record ColumnsUnsure : Error;

/// <summary>No row of the list has a number that can be called.</summary>
public sealed record NobodyToCall(int Invalid, int StopListed) : Error
{
    public override IReadOnlyList<object> TextArguments => [Invalid, StopListed];
}
