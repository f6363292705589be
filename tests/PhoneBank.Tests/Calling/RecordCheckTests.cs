using PhoneBank.Calling;
using PhoneBank.Scripts;
using PhoneBank.Tests.Scripts;

namespace PhoneBank.Tests.Calling;

public sealed class RecordCheckTests
{
    [Theory]
    [InlineData("my card is 4111 1111 1111 1111", true)]
    [InlineData("4111-1111-1111-1111.", true)]
    [InlineData("DE89 3704 0044 0532 0130 00", true)]
    [InlineData("gb82west12345698765432", true)]
    [InlineData("4111 1111 1111 1112", false)]
    [InlineData("call +972501234567890", false)]
    [InlineData("He will give 500 on 2026-11-24", false)]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١", true)]
    [InlineData("4111.1111.1111.1111 12/27 123", true)]
    [InlineData("from 18 to 20, 4111 1111 1111 1111 12 27", true)]
    [InlineData("3782 822463 10005", true)]
    [InlineData("DE89 3704 0044 0532 0130 00 please", true)]
    [InlineData("050-1234567, 052-7654321 or 03-9876543", false)]
    [InlineData("we12 people came and then went home again", false)]
    [InlineData("", false)]
    public void Card_and_account_numbers_are_recognised(string text, bool isOne) => Assert.Equal(isOne, AccountNumbers.IsIn(text));

    [Fact]
    public void What_two_tabs_typed_is_kept_and_what_they_chose_is_the_newer_tabs()
    {
        var script = ScriptBuilder.Script(
            ScriptBuilder.Ask("comes", ScriptBuilder.Choice("yes"), ScriptBuilder.Choice("no")),
            ScriptBuilder.Ask("word") with { Question = new() { Kind = QuestionKind.Text } });
        var kept = new CallDraft { NoteToCallers = "Likes mornings.", OutcomeKey = "talked", Answers = new Dictionary<string, string> { ["comes"] = "yes", ["word"] = "hope" } };
        var stale = new CallDraft { NoteToCallers = "Has a dog.", MessageToCoordinator = "Please ring.", OutcomeKey = "busy", Answers = new Dictionary<string, string> { ["comes"] = "no", ["word"] = "fear" } };
        var merged = DraftMerge.Merge(kept, stale, script);

        Assert.Equal("Likes mornings.\nHas a dog.", merged.NoteToCallers);
        Assert.Equal("Please ring.", merged.MessageToCoordinator);
        Assert.Equal(("talked", "yes", "hope\nfear"), (merged.OutcomeKey, merged.Answers["comes"], merged.Answers["word"]));
        Assert.Equal(merged.NoteToCallers, DraftMerge.Merge(merged, stale, script).NoteToCallers);
        Assert.Equal("Likes mornings. And tea.", DraftMerge.Merge(kept, new CallDraft { NoteToCallers = "Likes mornings. And tea." }, script).NoteToCallers);
    }
}
