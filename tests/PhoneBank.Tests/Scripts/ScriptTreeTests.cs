using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;
using static PhoneBank.Tests.Scripts.ScriptBuilder;

namespace PhoneBank.Tests.Scripts;

public sealed class ScriptTreeTests
{
    public static TheoryData<string> Templates => [.. CampaignTemplate.All.Select(template => template.Key)];

    /// <summary>A question in the middle, with a branch for "legal" that comes back to "when".</summary>
    private static ScriptDocument Branched => Script(
        Opening(),
        Ask("needs", Choice("talk"), Choice("legal", "advice"), Choice("nothing", "bye")),
        Ask("when", Choice("today"), Choice("later")),
        Close(),
        Say("advice", next: "when"));

    [Fact]
    public void A_step_stands_under_the_answer_that_alone_leads_to_it_and_beside_when_several_do() =>
        Assert.Equal(
            ["opening", "needs", "advice <needs.legal", "when", "bye"],
            Shape(Branched));

    [Fact]
    public void Of_branches_within_branches_the_nearest_answer_counts() =>
        Assert.Equal(
            ["opening", "first <opening.yes", "second <first.a", "third <second.b", "bye"],
            Shape(Script(
                Ask("opening", Choice("yes", "first"), Choice("no", "bye")),
                Ask("first", Choice("a", "second"), Choice("b", "bye")),
                Ask("second", Choice("a", "bye"), Choice("b", "third")),
                Say("third"),
                Close())));

    [Theory]
    [MemberData(nameof(Templates))]
    public void Writing_the_tree_down_changes_no_way_through_the_script(string key)
    {
        var script = CampaignTemplate.Find(key)!.Script;

        var written = ScriptTree.Of(script).ToDocument().Script;

        Assert.Equal(Ways(script), Ways(written));
        Assert.Equal(Shape(script), Shape(written));
        Assert.Equal(written.ToUtf8(), ScriptTree.Of(written).ToDocument().Script.ToUtf8());
    }

    [Fact]
    public void A_step_that_follows_the_order_goes_on_following_it_when_it_is_moved()
    {
        var script = Script(Opening(), Say("a"), Say("b"), Close());

        var moved = Moved(script, "b", (tree, node) => tree.MoveUp(node));

        Assert.Equal(["opening", "b", "a", "bye"], moved.Steps.Select(step => step.Id));
        Assert.All(moved.Steps, step => Assert.Null(step.NextStepId));
    }

    [Fact]
    public void A_question_takes_along_what_stands_under_it()
    {
        var moved = Moved(Branched, "when", (tree, node) => tree.MoveUp(node));

        Assert.Equal(["opening", "when", "needs", "advice <needs.legal", "bye"], Shape(moved));
        Assert.Equal("bye", moved.NextIdOf(moved.Find("needs")!, moved.Find("needs")!.Choices[0]));
    }

    [Fact]
    public void In_puts_a_step_under_the_last_answer_before_it_and_out_takes_it_back()
    {
        var script = Script(Opening(), Ask("which", Choice("a"), Choice("b")), Say("more"), Close());

        var inside = Moved(script, "more", (tree, node) => tree.MoveIn(node));
        Assert.Equal(["opening", "which", "more <which.b", "bye"], Shape(inside));
        Assert.Equal(["bye", "more"], inside.Find("which")!.Choices.Select(choice => inside.NextIdOf(inside.Find("which")!, choice)));
        Assert.Equal("bye", inside.NextIdOf(inside.Find("more")!));

        var outside = Moved(inside, "more", (tree, node) => tree.MoveOut(node));
        Assert.Equal(Ways(script), Ways(outside));
    }

    [Fact]
    public void An_answer_that_named_a_step_hands_that_on_to_what_is_put_under_it_and_takes_it_back()
    {
        var script = Script(Opening(), Say("extra"), Say("news"), Close());

        var inside = Moved(script, "extra", (tree, node) => tree.MoveUnder(node, tree.All.First().Answers[1]));
        Assert.Equal(["opening", "extra <opening.no", "news", "bye"], Shape(inside));
        Assert.Equal("bye", inside.NextIdOf(inside.Find("extra")!));

        var outside = Moved(inside, "extra", (tree, node) => tree.MoveOut(node));
        Assert.Equal(Ways(script), Ways(outside));
    }

    [Fact]
    public void What_is_put_under_an_answer_is_reached_by_it_though_a_goodbye_stands_there_already()
    {
        var script = Script(Opening(), Ask("which", Choice("a"), Choice("b", "early")), Say("news"), Close(), Close("early"));

        Assert.Equal(["opening", "which", "news <which.b", "early <which.b", "bye"], Shape(Moved(script, "news", (tree, node) => tree.MoveIn(node))));
        Assert.Equal(["opening", "which", "news <which.b", "early <which.b", "bye"], Shape(Moved(script, "news", (tree, node) => tree.MoveUnder(node, Node(tree, "which").Answers[1]))));
    }

    [Fact]
    public void Up_and_down_go_from_one_answer_to_the_next()
    {
        var under = Moved(Branched, "advice", (tree, node) => tree.MoveDown(node));
        Assert.Contains("advice <needs.nothing", Shape(under));
        Assert.Equal("when", under.NextIdOf(under.Find("needs")!, under.Find("needs")!.Choices[1]));

        var above = Moved(under, "advice", (tree, node) => tree.MoveUp(node) && tree.MoveUp(node));
        Assert.Contains("advice <needs.talk", Shape(above));
    }

    [Fact]
    public void What_cannot_be_moved_there_stays_where_it_is()
    {
        Assert.False(Try(Branched, "opening", (tree, node) => tree.MoveUp(node)));
        Assert.False(Try(Branched, "opening", (tree, node) => tree.MoveOut(node)));
        Assert.False(Try(Branched, "opening", (tree, node) => tree.MoveIn(node)));
        Assert.False(Try(Branched, "bye", (tree, node) => tree.MoveDown(node)));
        Assert.False(Try(Branched, "needs", (tree, node) => tree.MoveUnder(node, node.Answers[0])));
        Assert.False(Try(Branched, "needs", (tree, node) => tree.MoveBeside(node, tree.All.First(other => other.Step.Id == "advice"), after: true)));
        Assert.False(Try(Branched, "needs", (tree, node) => tree.MoveBeside(node, node, after: true)));
    }

    [Fact]
    public void A_voicemail_is_moved_among_voicemails_only()
    {
        var machine = new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("Later.") };
        var script = Script(machine, Opening(), Close(), machine with { Id = "named", Kind = StepKind.VoicemailNamed });

        Assert.Equal(["opening", "bye", "named", "machine"], Moved(script, "named", (tree, node) => tree.MoveUp(node)).Steps.Select(step => step.Id));
        Assert.False(Try(script, "named", (tree, node) => tree.MoveBeside(node, tree.All.First(), after: true)));
    }

    [Fact]
    public void A_new_step_goes_on_where_the_one_before_it_went()
    {
        var tree = ScriptTree.Of(Branched);
        tree.AddAfter(Node(tree, "advice"), Say("more"));
        tree.AddUnder(Node(tree, "when").Answers[1], Say("date"));

        var (script, _) = tree.ToDocument();

        Assert.Equal(["opening", "needs", "advice <needs.legal", "more <needs.legal", "when", "date <when.later", "bye"], Shape(script));
        Assert.Equal(("more", "when", "bye"), (script.NextIdOf(script.Find("advice")!), script.NextIdOf(script.Find("more")!), script.NextIdOf(script.Find("date")!)));
        Assert.DoesNotContain(ScriptCheck.Run(script, ["en"], "en", ["not_safe"]), finding => finding.Weight == FindingWeight.Error);
    }

    [Fact]
    public void What_stood_under_a_step_that_is_removed_takes_its_place()
    {
        var tree = ScriptTree.Of(Branched);
        tree.Remove(Node(tree, "needs"));

        Assert.Equal(["opening", "advice", "when", "bye"], Shape(tree.ToDocument().Script));
    }

    [Fact]
    public void A_branch_without_an_end_falls_into_nobody_elses()
    {
        var script = Script(Opening(), Ask("which", Choice("a", "left"), Choice("b", "right")), Say("right", next: "bye"), Close(), Say("left"));

        var written = ScriptTree.Of(script).ToDocument().Script;

        Assert.Equal(["opening", "which", "left <which.a", "right <which.b", "bye"], Shape(written));
        Assert.Equal("bye", written.NextIdOf(written.Find("right")!));
        var end = Script(Opening(), Ask("which", Choice("a", "left"), Choice("b", "right")), Close("right"), Say("left"));
        var kept = ScriptTree.Of(end).ToDocument().Script;
        Assert.Contains(new ScriptFinding.DeadEnd("left"), ScriptCheck.Run(kept, ["en"], "en", ["not_safe"]));
    }

    [Fact]
    public void Ids_that_repeat_and_steps_that_lead_nowhere_do_no_harm()
    {
        var script = Script(Opening(), Say("a", next: "gone"), Say("a"), Ask("b", Choice("x", "b"), Choice("x", "gone")), Close());

        var written = ScriptTree.Of(script).ToDocument().Script;

        Assert.Equal(["opening", "bye <opening.no", "a", "a", "b"], Shape(written));
        Assert.Equal("gone", written.Find("a")!.NextStepId);
        Assert.Empty(ScriptTree.Of(ScriptDocument.Empty).All);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Whatever_is_moved_no_step_is_lost(string key)
    {
        var script = CampaignTemplate.Find(key)!.Script;
        var ids = script.Steps.Select(step => step.Id).Order(StringComparer.Ordinal).ToList();
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var tree = ScriptTree.Of(script);
            var nodes = tree.All.ToList();
            var node = nodes[random.Next(nodes.Count)];
            var other = nodes[random.Next(nodes.Count)];
            _ = random.Next(6) switch
            {
                0 => tree.MoveUp(node),
                1 => tree.MoveDown(node),
                2 => tree.MoveIn(node),
                3 => tree.MoveOut(node),
                4 => other.Answers.Count > 0 && tree.MoveUnder(node, other.Answers[random.Next(other.Answers.Count)]),
                _ => tree.MoveBeside(node, other, random.Next(2) == 0),
            };
            script = tree.ToDocument(node).Script;
            Assert.Equal(ids, script.Steps.Select(step => step.Id).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Answers_are_found_that_lead_to_a_step()
    {
        Assert.Equal(new Dictionary<string, string> { ["opening"] = "yes", ["needs"] = "legal" }, Branched.AnswersTo("advice"));
        Assert.Empty(Branched.AnswersTo("opening")!);
        Assert.Null(Branched.AnswersTo("elsewhere"));
    }

    private static ScriptTreeNode Node(ScriptTree tree, string id) => tree.All.First(node => node.Step.Id == id);

    private static bool Try(ScriptDocument script, string id, Func<ScriptTree, ScriptTreeNode, bool> act)
    {
        var tree = ScriptTree.Of(script);
        var done = act(tree, Node(tree, id));
        Assert.True(done || Shape(script).SequenceEqual(Shape(tree.ToDocument().Script)));
        return done;
    }

    private static ScriptDocument Moved(ScriptDocument script, string id, Func<ScriptTree, ScriptTreeNode, bool> act)
    {
        var tree = ScriptTree.Of(script);
        var node = Node(tree, id);
        Assert.True(act(tree, node));
        var (moved, index) = tree.ToDocument(node);
        Assert.Equal(id, moved.Steps[index].Id);
        return moved;
    }

    private static List<string> Shape(ScriptDocument script) =>
        ScriptTree.Of(script).All.Select(node => node.Under is { } under ? $"{node.Step.Id} <{under.Question.Step.Id}.{under.Choice.Id}" : node.Step.Id).ToList();

    /// <summary>Every way out of every step, by id.</summary>
    private static SortedSet<string> Ways(ScriptDocument script) =>
        [.. script.Conversation.SelectMany(step => step.Choices.Count > 0
            ? step.Choices.Select(choice => $"{step.Id}.{choice.Id} > {script.NextIdOf(step, choice)}")
            : [$"{step.Id} > {script.NextIdOf(step)}"])];
}
