using Microsoft.AspNetCore.Components;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Scripts;

public sealed partial class ScriptPage
{
    private EditableScript? _script;
    private ScriptEditing _editing = default!;
    private IReadOnlyDictionary<string, string> _answers = new Dictionary<string, string>();
    private ReadVersion? _theirs;
    private string _basedOn = "";
    private string _language = "";
    private string _said = "";
    private AddressForm _form;

    /// <summary>The script was posted, not a decision on it.</summary>
    private bool _isEdit;

    /// <summary>There is something that is not saved.</summary>
    private bool _isDirty;

    [Parameter]
    public Guid Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _script = (await ScriptForEditor.ExecuteAsync(Actor, Id, Ct)).Value;
        if (_script is null)
        {
            Navigation.NotFound();
            return;
        }

        _isEdit = IsPost && Http.Request.Form.ContainsKey("document");
        _basedOn = _isEdit ? Posted("basedOn") : _script.Standing?.NewestId.ToString() ?? "";
        _language = Posted("language") is { Length: > 0 } chosen && _script.Languages.Contains(chosen) ? chosen : _script.MainLanguage;
        _form = Enum.TryParse<AddressForm>(Posted("address"), out var form) && Enum.IsDefined(form) ? form : AddressForm.Unknown;
        if (_isEdit)
        {
            Edit(_script, ScriptForm.Read(Http.Request.Form, _script.Script), Posted("act"));
            await MeanwhileAsync(_script);
        }
        else
        {
            _editing = new ScriptEditing(_script, new ScriptDraft(_script.Script, null), _script.Findings, focus: null, T);
        }
    }

    private void Edit(EditableScript script, ScriptDraft before, string act)
    {
        var (draft, focus) = (before, (string?)null);
        if (act == "missing")
        {
            if (ScriptEditing.Next(script, before, Posted("focus")) is { } missing)
            {
                (draft, focus) = (before with { Open = missing.Part }, missing.Field);
            }
        }
        else if (act.StartsWith("template:", StringComparison.Ordinal))
        {
            draft = CampaignTemplate.Find(act["template:".Length..]) is { } template ? new ScriptDraft(template.Script, null) : before;
        }
        else
        {
            draft = before.Do(act);
            focus = act.Split(':', 3) is ["open", _, { Length: > 0 } field] ? field
                : draft is { News: DraftNews.Moved or DraftNews.NotMoved, Touched: { } touched } ? $"row-{touched}"
                : null;
        }

        // The preview shows what is being worked on: answers that lead there, unless those that were given do.
        _answers = act == "preview-anew" ? new Dictionary<string, string>() : Answered();
        if (draft.OpenStep is { IsVoicemail: false } open && (draft.Open != before.Open || draft.News != DraftNews.None) && !draft.Script.Path(_answers).Contains(open))
        {
            _answers = draft.Script.AnswersTo(open.Id) ?? _answers;
        }

        _editing = new ScriptEditing(script, draft, script.Check(draft.Script), focus, T);
        _said = Said(draft);
        _isDirty = !draft.Script.ToUtf8().AsSpan().SequenceEqual(script.Script.ToUtf8());
    }

    private Dictionary<string, string> Answered() => Http.Request.Form.Keys
        .Where(name => name.StartsWith(PostedCall.AnswerPrefix, StringComparison.Ordinal))
        .ToDictionary(name => name[PostedCall.AnswerPrefix.Length..], name => Posted(name), StringComparer.Ordinal);

    private string Said(ScriptDraft draft)
    {
        if (draft.News == DraftNews.None)
        {
            return "";
        }

        var node = draft.Touched is { } touched ? _editing.Tree.At(touched) : null;
        return node is { Under: { } under } && draft.News != DraftNews.NotMoved
            ? T[$"Said{draft.News}Under", node.Number, _editing.Short(under.Choice.Labels, 40), under.Question.Number]
            : T[$"Said{draft.News}", node?.Number ?? 0];
    }

    /// <summary>Looks whether somebody has saved since this editor was opened, at every post, so that it is known before one's own save is refused.</summary>
    private async Task MeanwhileAsync(EditableScript script)
    {
        if (script.Standing is { } standing && standing.NewestId.ToString() != _basedOn && Posted("act") != "save-over")
        {
            _theirs = (await History.ReadAsync(Actor, Id, standing.Number, Ct)).Value;
        }
    }

    private async Task SubmitAsync()
    {
        var act = Posted("act");
        if (act is not ("save" or "save-over"))
        {
            return;
        }

        // Over what was on the page when "over it" was pressed, never over a version nobody here has seen.
        var basedOn = Guid.TryParse(act == "save-over" ? Posted("theirs") : _basedOn, out var id) ? id : (Guid?)null;
        var saved = await SaveScript.ExecuteAsync(Actor, Id, _editing.Draft.Script, basedOn, Ct);
        if (saved.Error is SomeoneSavedMeanwhile meanwhile)
        {
            _theirs = (await History.ReadAsync(Actor, Id, meanwhile.Number, Ct)).Value;
        }

        Finish(saved.IsDone ? Result.Done : saved.Error, Here());
    }

    private async Task SignOffAsync() => Finish(Guid.TryParse(Posted("version"), out var version) ? await SignOffScript.ExecuteAsync(Actor, Id, version, Ct) : new NotFound(), Here());

    private async Task ObjectAsync() => Finish(Guid.TryParse(Posted("version"), out var version) ? await ObjectToScript.ExecuteAsync(Actor, Id, version, Ct) : new NotFound(), Here());

    private string Here(string? part = null) => $"/desk/campaigns/{Id}/script" + (part is null ? "" : "#" + part);
}
