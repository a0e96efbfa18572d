using Ide.Core.Protocol.Files;
using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

public sealed class ExplorerStateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly FakeFiles _files = new(
        "/workspace/b.py", "/workspace/A.md", "/workspace/src/", "/workspace/src/main.py", "/workspace/src/deep/", "/workspace/data/");

    private readonly ExplorerState _state;

    public ExplorerStateTests() => _state = new(_files);

    [Fact]
    public async Task Folders_come_first_and_names_are_sorted_as_people_read_them()
    {
        await _state.LoadAsync(Stop);

        Assert.Equal(["data", "src", "A.md", "b.py"], Shown());
    }

    [Fact]
    public async Task A_folder_is_listed_when_it_is_opened_and_not_before()
    {
        await _state.LoadAsync(Stop);
        Assert.Equal(["/workspace"], _files.Listed);

        await _state.ToggleAsync(At("src"), Stop);

        Assert.Equal(["data", "src", "  deep", "  main.py", "A.md", "b.py"], Shown());
        Assert.Equal(["/workspace", "/workspace/src"], _files.Listed);

        await _state.ToggleAsync(At("src"), Stop);

        Assert.Equal(["data", "src", "A.md", "b.py"], Shown());
    }

    [Fact]
    public async Task What_somebody_else_makes_shows_and_only_its_folder_is_listed_again()
    {
        await _state.LoadAsync(Stop);
        await _state.ToggleAsync(At("src"), Stop);
        _files.Paths.Add("/workspace/src/new.py");
        _files.Listed.Clear();

        await _state.RefreshForAsync([At("src/new.py")], Stop);

        Assert.Contains("  new.py", Shown());
        Assert.Equal(["/workspace/src"], _files.Listed);
    }

    [Fact]
    public async Task Changes_where_nobody_looks_cost_nothing()
    {
        await _state.LoadAsync(Stop);
        _files.Listed.Clear();

        await _state.RefreshForAsync([At("src/deep/x"), At("src/deep/y")], Stop);

        Assert.Empty(_files.Listed);
    }

    [Fact]
    public async Task An_open_folder_that_was_deleted_goes_without_a_fault()
    {
        await _state.LoadAsync(Stop);
        await _state.ToggleAsync(At("src"), Stop);
        _files.Paths.RemoveWhere(static path => path.StartsWith("/workspace/src", StringComparison.Ordinal));

        await _state.RefreshForAsync([At("src")], Stop);

        Assert.Equal(["data", "A.md", "b.py"], Shown());
    }

    [Fact]
    public async Task A_sandbox_that_cannot_be_reached_is_said_and_can_be_tried_again()
    {
        _files.Refusal = "The sandbox does not answer.";
        await _state.LoadAsync(Stop);
        Assert.Equal(("The sandbox does not answer.", false), (_state.Failure, _state.IsLoaded));

        _files.Refusal = null;
        await _state.LoadAsync(Stop);

        Assert.Equal((null, true), (_state.Failure, _state.IsLoaded));
    }

    [Fact]
    public async Task A_new_file_goes_into_the_selected_folder_and_is_selected()
    {
        await _state.LoadAsync(Stop);
        _state.Select(At("src"));
        await _state.BeginNewAsync(isFolder: false, Stop);

        var made = await _state.CommitEditAsync("x.py", Stop);

        Assert.Equal((At("src/x.py"), At("src/x.py"), null), (made, _state.Selected, _state.Edit));
        Assert.Contains("  x.py", Shown());
    }

    [Theory]
    [InlineData("b.py", "There is something called b.py already.")]
    [InlineData("", "A name is needed.")]
    [InlineData("/", "A name is needed.")]
    [InlineData("a/../b", "This name means something else.")]
    [InlineData("..", "This name means something else.")]
    public async Task A_name_that_will_not_do_is_explained_and_stays_to_be_mended(string name, string problem)
    {
        await _state.LoadAsync(Stop);
        await _state.BeginNewAsync(isFolder: false, Stop);

        var made = await _state.CommitEditAsync(name, Stop);

        Assert.Equal((null, problem), (made, _state.Edit?.Problem));
    }

    [Fact]
    public async Task A_file_that_is_renamed_keeps_its_place_in_the_folder()
    {
        await _state.LoadAsync(Stop);
        _state.BeginRename(_state.Rows.Single(static row => row.Name == "b.py"));

        var renamed = await _state.CommitEditAsync("c.py", Stop);

        Assert.Equal(At("c.py"), renamed);
        Assert.Equal(["data", "src", "A.md", "c.py"], Shown());
    }

    [Fact]
    public async Task A_name_that_was_being_typed_is_gone_on_with_where_it_was()
    {
        await _state.LoadAsync(Stop);
        await _state.TakeUpAsync(new(At("src"), false), Stop);
        Assert.Equal(new(At("src"), false), _state.Edit);
        Assert.Contains("  main.py", Shown());

        await _state.TakeUpAsync(new(SandboxPath.Workspace, true), Stop);
        Assert.Equal(new(SandboxPath.Workspace, true), _state.Edit);

        await _state.TakeUpAsync(new(At("src"), false, At("src/main.py")), Stop);
        Assert.Equal(new(At("src"), false, At("src/main.py")), _state.Edit);

        await _state.TakeUpAsync(new(At("src"), false, At("src/deep")), Stop);
        Assert.Equal(new(At("src"), true, At("src/deep")), _state.Edit);
    }

    [Theory]
    [InlineData("file /workspace/a folder")]
    [InlineData("folder /workspace")]
    [InlineData("rename /workspace/src/main.py")]
    public void An_edit_is_told_in_a_text_and_known_again(string text)
    {
        Assert.True(NameEdit.TryParse(text, out var edit));
        Assert.Equal(text, edit.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file")]
    [InlineData("else /workspace")]
    [InlineData("rename a\0b")]
    public void What_is_no_edit_is_not_taken_for_one(string text)
    {
        Assert.False(NameEdit.TryParse(text, out _));
    }

    [Fact]
    public async Task A_name_that_was_being_typed_for_what_is_gone_since_is_let_go()
    {
        await _state.LoadAsync(Stop);
        await _state.TakeUpAsync(new(SandboxPath.Workspace, false, At("gone.py")), Stop);
        await _state.TakeUpAsync(new(At("gone"), false), Stop);
        Assert.Null(_state.Edit);
    }

    [Fact]
    public async Task Keeping_the_name_is_no_rename()
    {
        await _state.LoadAsync(Stop);
        _state.BeginRename(_state.Rows.Single(static row => row.Name == "b.py"));

        Assert.Null(await _state.CommitEditAsync("b.py", Stop));
        Assert.Null(_state.Edit);
    }

    [Fact]
    public async Task A_deleted_folder_goes_with_all_in_it()
    {
        await _state.LoadAsync(Stop);

        var (deleted, failures) = await _state.DeleteAsync([RowOf("src")], Stop);
        Assert.Equal(At("src"), Assert.Single(deleted));
        Assert.Empty(failures);

        Assert.Equal(["data", "A.md", "b.py"], Shown());
        Assert.DoesNotContain("/workspace/src/main.py", _files.Paths);
    }

    [Fact]
    public async Task A_new_file_may_lie_in_folders_that_are_made_with_it()
    {
        await _state.LoadAsync(Stop);
        await _state.BeginNewAsync(isFolder: false, Stop);

        Assert.Equal(At("new/er/x.py"), await _state.CommitEditAsync("new/er/x.py", Stop));

        Assert.Equal(["data", "new", "  er", "    x.py", "src", "A.md", "b.py"], Shown());
    }

    [Fact]
    public async Task The_selection_and_the_keyboard_stay_with_their_files_whatever_shows_up_and_go_to_what_is_near_when_they_go()
    {
        await _state.LoadAsync(Stop);
        _state.Select(At("A.md"));
        _files.Paths.UnionWith(Enumerable.Range(0, 1000).Select(static number => $"/workspace/0{number:d4}"));
        await _state.RefreshForAsync([At("00000")], Stop);
        Assert.Equal(At("A.md"), _state.Selected);

        _files.Paths.Remove("/workspace/A.md");
        await _state.RefreshForAsync([At("A.md")], Stop);

        Assert.Equal(At("b.py"), _state.Selected);
    }

    [Fact]
    public async Task A_new_entry_whose_folder_somebody_else_deletes_meanwhile_is_given_up_and_said()
    {
        var lost = new List<string>();
        _state.EditLost += lost.Add;
        await _state.LoadAsync(Stop);
        _state.Select(At("data"));
        await _state.BeginNewAsync(isFolder: false, Stop);
        Assert.NotNull(_state.Edit);
        _files.Paths.Remove("/workspace/data/");

        await _state.RefreshForAsync([At("data")], Stop);

        Assert.Null(_state.Edit);
        Assert.Equal(["data"], lost);
    }

    [Fact]
    public async Task A_name_that_is_typed_for_what_somebody_else_deletes_meanwhile_is_given_up_and_said()
    {
        var lost = new List<string>();
        _state.EditLost += lost.Add;
        await _state.LoadAsync(Stop);
        _state.BeginRename(RowOf("b.py"));
        _files.Paths.Remove("/workspace/b.py");

        await _state.RefreshForAsync([At("b.py")], Stop);

        Assert.Equal((null, "b.py"), (_state.Edit, Assert.Single(lost)));
    }

    [Fact]
    public async Task Hidden_files_show_or_not_and_folders_collapse_all_at_once()
    {
        _files.Paths.Add("/workspace/.env");
        await _state.LoadAsync(Stop);
        await _state.ToggleAsync(At("src"), Stop);
        Assert.Contains(".env", Shown());

        _state.ShowHidden(false);
        _state.CollapseAll();

        Assert.Equal(["data", "src", "A.md", "b.py"], Shown());
        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4)], _state.Rows.Select(static row => (row.Position, row.Siblings)));
    }

    [Fact]
    public async Task A_file_is_revealed_with_the_folders_that_it_lies_in()
    {
        await _state.LoadAsync(Stop);

        Assert.NotNull(await _state.RevealAsync(At("src/main.py"), Stop));
        Assert.Equal((At("src/main.py"), true), (_state.Selected, Shown().Contains("  main.py")));
        Assert.Null(await _state.RevealAsync(SandboxPath.Workspace.Resolve("/etc/passwd"), Stop));
    }

    [Fact]
    public async Task The_file_in_front_is_selected_in_its_folders_also_when_it_is_new()
    {
        await _state.LoadAsync(Stop);
        Assert.True(await _state.FollowAsync(At("src/main.py"), Stop));
        Assert.Equal((At("src/main.py"), true), (_state.Selected, Shown().Contains("  main.py")));

        _files.Paths.Add("/workspace/new.txt");
        Assert.True(await _state.FollowAsync(At("new.txt"), Stop));
        Assert.Equal(At("new.txt"), _state.Selected);

        // One of several that are selected is selected already.
        _state.ExtendSelection(At("A.md"));
        Assert.True(await _state.FollowAsync(At("b.py"), Stop));
        Assert.Equal(3, _state.Selection.Count);
    }

    [Fact]
    public async Task The_file_in_front_is_not_selected_against_its_person()
    {
        _files.Paths.UnionWith(["/workspace/.env", "/workspace/z"]);
        await _state.LoadAsync(Stop);
        _state.Select(At("z"));
        Assert.False(await _state.FollowAsync(At("gone.py"), Stop));
        Assert.False(await _state.FollowAsync(SandboxPath.Workspace.Resolve("/etc/passwd"), Stop));

        _state.ShowHidden(false);
        Assert.False(await _state.FollowAsync(At(".env"), Stop));
        Assert.False(_state.ShowsHidden);

        // They go elsewhere while its folders are being listed.
        _files.Listing = () => _state.Select(At("A.md"));
        Assert.False(await _state.FollowAsync(At("src/main.py"), Stop));
        Assert.Equal(At("A.md"), _state.Selected);

        _files.Listing = null;
        _state.BeginRename(RowOf("z"));
        Assert.False(await _state.FollowAsync(At("b.py"), Stop));
        Assert.Equal((At("A.md"), At("z")), (_state.Selected, _state.Edit?.Renames));
    }

    [Fact]
    public async Task A_sandbox_that_does_not_answer_has_not_lost_its_files()
    {
        var lost = new List<string>();
        _state.EditLost += lost.Add;
        await _state.LoadAsync(Stop);
        await _state.ToggleAsync(At("src"), Stop);
        _state.BeginRename(RowOf("src/main.py"));
        _files.Refusal = "The sandbox does not answer.";

        Assert.False(await _state.FollowAsync(At("gone.py"), Stop));
        await _state.RefreshForAsync([At("b.py"), At("src/main.py")], Stop);

        Assert.Equal(["data", "src", "  deep", "  main.py", "A.md", "b.py"], Shown());
        Assert.Equal((At("src/main.py"), 0), (_state.Edit?.Renames, lost.Count));
    }

    private ExplorerRow RowOf(string path) => _state.Rows.Single(row => row.Path == At(path));

    private IEnumerable<string> Shown() => _state.Rows.Select(static row => new string(' ', 2 * row.Depth) + row.Name);

    private static SandboxPath At(string name) => SandboxPath.Workspace.Resolve(name);
}
