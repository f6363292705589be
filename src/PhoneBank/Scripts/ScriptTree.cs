namespace PhoneBank.Scripts;

/// <summary>
/// A script as a tree that can be rearranged. A step stands under an answer when only that answer leads to it; what several
/// ways lead to stands beside the question. What a step or an answer leads to goes along when it is moved: who followed the
/// order goes on following it, who named a step goes on naming it. Nothing else is stored than the document.
/// </summary>
public sealed class ScriptTree
{
    /// <summary>Stands where a step is to lead that had nothing after it, when moving others would let one fall into theirs. No step has this id.</summary>
    public const string Nowhere = "-";

    private readonly ScriptDocument _script;
    private readonly List<ScriptTreeNode> _top = [];
    private readonly List<ScriptTreeNode> _machine = [];

    private ScriptTree(ScriptDocument script) => _script = script;

    /// <summary>The first level of the conversation.</summary>
    public IReadOnlyList<ScriptTreeNode> Top => _top;

    /// <summary>What is left on answering machines; stands outside the conversation.</summary>
    public IReadOnlyList<ScriptTreeNode> Voicemails => _machine;

    /// <summary>Every step, as the tree is read from the top.</summary>
    public IEnumerable<ScriptTreeNode> All => _top.Concat(_machine).SelectMany(node => node.WithAllUnder());

    public static ScriptTree Of(ScriptDocument script)
    {
        var tree = new ScriptTree(script);
        var flow = new ScriptFlow(script);
        var nodes = script.Steps.Select((step, index) => new ScriptTreeNode(step, index)).ToList();
        var byStep = new Dictionary<ScriptStep, ScriptTreeNode>(ReferenceEqualityComparer.Instance);
        nodes.ForEach(node => byStep.Add(node.Step, node));
        var owners = Owners(script, flow, byStep);
        foreach (var node in nodes)
        {
            node.Under = owners.GetValueOrDefault(node);
            node.Level = node.Step.IsVoicemail ? tree._machine : node.Under?.Nodes ?? tree._top;
            node.Level.Add(node);
        }

        foreach (var answer in owners.Values.Distinct())
        {
            // The step the answer names opens its branch, wherever it stands in the document.
            var first = byStep[flow.Step(answer.Choice.NextStepId!)!];
            answer.Nodes.Remove(first);
            answer.Nodes.Insert(0, first);
        }

        foreach (var node in nodes)
        {
            node.Jump = JumpOf(script, node);
            foreach (var answer in node.Answers.Where(answer => answer.Nodes.Count == 0))
            {
                answer.Jump = answer.Choice.NextStepId;
            }
        }

        tree.Count();
        return tree;
    }

    /// <summary>The node of the step at this place in the document; null when there is none.</summary>
    public ScriptTreeNode? At(int index) => index < 0 ? null : All.FirstOrDefault(node => node.Index == index);

    /// <summary>One up beside its neighbours; from the top of a branch to the end of the answer before.</summary>
    public bool MoveUp(ScriptTreeNode node)
    {
        if (!node.CanMoveUp)
        {
            return false;
        }

        if (node.Place is > 0 and var place)
        {
            Put(node, node.Under, node.Level, place - 1);
        }
        else
        {
            var answer = node.Under!.Question.Answers[node.Under.Place - 1];
            Put(node, answer, answer.Nodes, answer.End);
        }

        return true;
    }

    /// <summary>One down; from the end of a branch to the top of the next answer.</summary>
    public bool MoveDown(ScriptTreeNode node)
    {
        if (!node.CanMoveDown)
        {
            return false;
        }

        if (node.Place is var place && place < node.Level.Count - 1)
        {
            Put(node, node.Under, node.Level, place + 1);
        }
        else
        {
            var answer = node.Under!.Question.Answers[node.Under.Place + 1];
            Put(node, answer, answer.Nodes, 0);
        }

        return true;
    }

    /// <summary>Under the last answer of the question before it.</summary>
    public bool MoveIn(ScriptTreeNode node)
    {
        if (!node.CanMoveIn)
        {
            return false;
        }

        var answer = node.Level[node.Place - 1].Answers[^1];
        Put(node, answer, answer.Nodes, answer.End);
        return true;
    }

    /// <summary>Beside the question it stood under, after it.</summary>
    public bool MoveOut(ScriptTreeNode node)
    {
        if (node.Under is not { Question: var question })
        {
            return false;
        }

        Put(node, question.Under, question.Level, question.Place + 1);
        return true;
    }

    /// <summary>Beside another step, before or after it. Not into what stands under itself, nor between the conversation and the machine.</summary>
    public bool MoveBeside(ScriptTreeNode node, ScriptTreeNode other, bool after)
    {
        if (node.WithAllUnder().Contains(other) || node.Step.IsVoicemail != other.Step.IsVoicemail)
        {
            return false;
        }

        var without = other.Level.Where(beside => beside != node).ToList();
        Put(node, other.Under, other.Level, without.IndexOf(other) + (after ? 1 : 0));
        return true;
    }

    /// <summary>To where an answer leads: the first of what stands under it.</summary>
    public bool MoveUnder(ScriptTreeNode node, ScriptTreeAnswer answer)
    {
        if (node.WithAllUnder().Contains(answer.Question) || node.Step.IsVoicemail)
        {
            return false;
        }

        Put(node, answer, answer.Nodes, 0);
        return true;
    }

    /// <summary>A new step after another one; it goes on where that one went. Null: at the end of the first level.</summary>
    public ScriptTreeNode AddAfter(ScriptTreeNode? node, ScriptStep step)
    {
        var added = new ScriptTreeNode(step, -1) { Level = [] };
        if (node is null || node.Step.IsVoicemail)
        {
            Put(added, null, _top, _top.Count);
            return added;
        }

        Put(added, node.Under, node.Level, node.Place + 1);
        if (node is { Step.Kind: not StepKind.Close, Jump: { } jump })
        {
            (added.Jump, node.Jump) = (jump, null);
        }

        return added;
    }

    /// <summary>A new step where an answer leads: the first of what stands under it.</summary>
    public ScriptTreeNode AddUnder(ScriptTreeAnswer answer, ScriptStep step)
    {
        var added = new ScriptTreeNode(step, -1) { Level = [] };
        Put(added, answer, answer.Nodes, 0);
        return added;
    }

    /// <summary>Takes a step away. What stood under it takes its place; what named it still does, and <see cref="ScriptCheck"/> finds that.</summary>
    public void Remove(ScriptTreeNode node)
    {
        var (under, level, place) = (node.Under, node.Level, node.Place);
        var children = node.Answers.SelectMany(answer => answer.Nodes).ToList();
        Take(node);
        foreach (var child in children)
        {
            (child.Under, child.Level) = (under, level);
            level.Insert(place++, child);
        }
    }

    /// <summary>The document in the order of the tree, and where in it a step is now (-1: it is not).</summary>
    public (ScriptDocument Script, int Index) ToDocument(ScriptTreeNode? node = null)
    {
        var order = All.ToList();
        var steps = order.Select((one, i) => Stored(one, i + 1 < order.Count && !order[i + 1].Step.IsVoicemail ? order[i + 1].Step.Id : null));
        return (_script with { Steps = [.. steps] }, node is null ? -1 : order.IndexOf(node));
    }

    /// <summary>For each step that only one answer leads to, that answer; of several on the way, the nearest.</summary>
    private static Dictionary<ScriptTreeNode, ScriptTreeAnswer> Owners(ScriptDocument script, ScriptFlow flow, Dictionary<ScriptStep, ScriptTreeNode> nodes)
    {
        var nearest = new Dictionary<ScriptTreeNode, (ScriptTreeAnswer Answer, int Size)>();
        if (script.Conversation.FirstOrDefault() is not { } opening)
        {
            return [];
        }

        var reached = flow.From(opening);
        foreach (var answer in reached.SelectMany(step => nodes[step].Answers).Where(answer => answer.Choice.NextStepId is { } next && flow.Step(next) is not null))
        {
            var without = flow.From(opening, choice => !ReferenceEquals(choice, answer.Choice));
            var its = reached.Where(step => !without.Contains(step)).ToList();
            foreach (var node in its.Select(step => nodes[step]).Where(node => !nearest.TryGetValue(node, out var other) || its.Count < other.Size))
            {
                nearest[node] = (answer, its.Count);
            }
        }

        return nearest.ToDictionary(pair => pair.Key, pair => pair.Value.Answer);
    }

    private static string? JumpOf(ScriptDocument script, ScriptTreeNode node)
    {
        var step = node.Step;
        if (step.Kind == StepKind.Close || step.IsVoicemail)
        {
            return step.NextStepId;
        }

        if (step.NextStepId is null && step.Choices.Count > 0 && step.Choices.All(choice => choice.NextStepId is not null))
        {
            return null;
        }

        var next = step.NextStepId ?? script.Conversation.SkipWhile(other => !ReferenceEquals(other, step)).Skip(1).FirstOrDefault()?.Id ?? Nowhere;
        return next == (node.Following?.Step.Id ?? Nowhere) ? null : next;
    }

    private static ScriptStep Stored(ScriptTreeNode node, string? next)
    {
        var step = node.Step;
        if (node.Answers.Count > 0)
        {
            step = step with
            {
                Question = step.Question! with
                {
                    Choices = [.. node.Answers.Select(answer => answer.Choice with { NextStepId = answer.Nodes.Count > 0 ? answer.Nodes[0].Step.Id : answer.Jump })],
                },
            };
        }

        if (step.Kind == StepKind.Close || step.IsVoicemail)
        {
            return step;
        }

        if (step.Choices.Count > 0 && step.Choices.All(choice => choice.NextStepId is not null))
        {
            return step with { NextStepId = node.Jump == Nowhere ? null : node.Jump };
        }

        var wanted = node.Jump ?? node.Following?.Step.Id ?? (next is null ? null : Nowhere);
        return step with { NextStepId = wanted == next ? null : wanted };
    }

    /// <summary>
    /// An answer that named a step hands that on to the step put under it, so that the way goes on as it did; it takes it back
    /// from the last one that leaves.
    /// </summary>
    private void Put(ScriptTreeNode node, ScriptTreeAnswer? under, List<ScriptTreeNode> level, int place)
    {
        if (!ReferenceEquals(level, node.Level))
        {
            Take(node);
            if (under is { Nodes.Count: 0, Jump: { } jump })
            {
                node.Jump = node.Step.Kind == StepKind.Close ? node.Jump : node.Jump ?? jump;
                under.Jump = null;
            }
        }
        else
        {
            node.Level.Remove(node);
        }

        (node.Under, node.Level) = (under, level);
        level.Insert(place, node);
        Count();
    }

    private void Take(ScriptTreeNode node)
    {
        node.Level.Remove(node);
        if (node is { Under: { Nodes.Count: 0 } left, Step.Kind: not StepKind.Close, Jump: { } jump })
        {
            (left.Jump, node.Jump) = (jump, null);
        }

        Count();
    }

    private void Count()
    {
        var number = 0;
        foreach (var node in All)
        {
            node.Number = ++number;
        }
    }
}
