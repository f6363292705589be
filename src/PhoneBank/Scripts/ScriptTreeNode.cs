namespace PhoneBank.Scripts;

/// <summary>A step in its place in the tree.</summary>
public sealed class ScriptTreeNode
{
    internal ScriptTreeNode(ScriptStep step, int index)
    {
        Step = step;
        Index = index;
        Answers = [.. step.Choices.Select(choice => new ScriptTreeAnswer(this, choice))];
    }

    public ScriptStep Step { get; }

    /// <summary>Its place in the document the tree was made of; -1 for one that is new.</summary>
    public int Index { get; }

    /// <summary>Its place when the tree is read from the top, from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>The answer it stands under; null on the first level.</summary>
    public ScriptTreeAnswer? Under { get; internal set; }

    /// <summary>Where it goes on, when not to what stands next in the tree.</summary>
    public string? Jump { get; internal set; }

    public IReadOnlyList<ScriptTreeAnswer> Answers { get; }

    public bool CanMoveUp => Place > 0 || (Under is not null && Under.Place > 0);

    public bool CanMoveDown => Place < Level.Count - 1 || (Under is not null && Under.Place < Under.Question.Answers.Count - 1);

    /// <summary>The step before it is a question whose last answer can lead to it.</summary>
    public bool CanMoveIn => Place > 0 && !Step.IsVoicemail && Level[Place - 1].Answers.Count > 0;

    public bool CanMoveOut => Under is not null;

    /// <summary>The steps beside it, in order, with itself.</summary>
    internal List<ScriptTreeNode> Level { get; set; } = [];

    internal int Place => Level.IndexOf(this);

    /// <summary>What the tree lets follow: the step below it, else what follows the question it stands under.</summary>
    internal ScriptTreeNode? Following => Place < Level.Count - 1 ? Level[Place + 1] : Under?.Question.Following;

    /// <summary>Whether the conversation can go on from here to what follows in the tree.</summary>
    internal bool GoesOn => Step.Kind != StepKind.Close && Jump is null
        && (Answers.Count == 0 || Answers.Any(answer => answer.Nodes.Count == 0 ? answer.Jump is null : answer.Nodes[^1].GoesOn));

    /// <summary>This step and all that stand under it, as they are read.</summary>
    internal IEnumerable<ScriptTreeNode> WithAllUnder() => Answers.SelectMany(answer => answer.Nodes.SelectMany(node => node.WithAllUnder())).Prepend(this);
}

/// <summary>An answer in the tree with the steps that only it leads to.</summary>
public sealed class ScriptTreeAnswer
{
    internal ScriptTreeAnswer(ScriptTreeNode question, ScriptChoice choice)
    {
        Question = question;
        Choice = choice;
    }

    public ScriptTreeNode Question { get; }

    public ScriptChoice Choice { get; }

    public IReadOnlyList<ScriptTreeNode> Steps => Nodes;

    /// <summary>Where it leads when nothing stands under it; null goes where its question goes.</summary>
    public string? Jump { get; internal set; }

    internal List<ScriptTreeNode> Nodes { get; } = [];

    /// <summary>Where a step put last under it is reached: at the end, or at the top when the last one there goes nowhere on.</summary>
    internal int End => Nodes.Count > 0 && Nodes[^1].GoesOn ? Nodes.Count : 0;

    internal int Place
    {
        get
        {
            for (var i = 0; i < Question.Answers.Count; i++)
            {
                if (ReferenceEquals(Question.Answers[i], this))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
