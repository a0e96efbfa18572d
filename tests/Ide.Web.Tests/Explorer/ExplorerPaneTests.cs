using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Explorer;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components.Web;

namespace Ide.Web.Tests.Explorer;

public sealed class ExplorerPaneTests : BunitContext
{
    private readonly FakeFiles _files = new("/workspace/report.py", "/workspace/data/", "/workspace/data/sales.csv");
    private readonly WorkbenchState _workbench = new();
    private readonly List<(string Path, bool TakesKeyboard)> _opened = [];

    public ExplorerPaneTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        _workbench.FileOpening += (path, takesKeyboard) =>
        {
            _opened.Add((path, takesKeyboard));
            return Task.CompletedTask;
        };
    }

    [Fact]
    public void A_click_opens_a_file_and_leaves_the_keyboard_in_the_tree_and_a_second_one_goes_to_its_text()
    {
        var pane = Show(Role.Editor);

        pane.Find("[data-path='/workspace/report.py']").Click(new MouseEventArgs { Detail = 1 });
        pane.Find("[data-path='/workspace/report.py']").Click(new MouseEventArgs { Detail = 2 });

        Assert.Equal([("/workspace/report.py", false), ("/workspace/report.py", true)], _opened);
        Assert.Equal("true", pane.Find("[data-path='/workspace/report.py']").GetAttribute("aria-selected"));
    }

    [Fact]
    public void A_folder_that_is_chosen_opens_and_tells_so()
    {
        var pane = Show(Role.Viewer);

        pane.Find("[data-path='/workspace/data']").Click(new MouseEventArgs { Detail = 1 });
        pane.Find("[data-path='/workspace/data']").Click(new MouseEventArgs { Detail = 2 });

        Assert.Equal("true", pane.Find("[data-path='/workspace/data']").GetAttribute("aria-expanded"));
        Assert.Equal("2", pane.Find("[data-path='/workspace/data/sales.csv']").GetAttribute("aria-level"));
        Assert.Empty(_opened);
    }

    [Fact]
    public async Task News_of_a_file_shows_it()
    {
        var pane = Show(Role.Viewer);
        _files.Paths.Add("/workspace/new.txt");

        await pane.InvokeAsync(() => pane.Instance.FilesChangedAsync(["/workspace/new.txt"]));

        Assert.NotNull(pane.Find("[data-path='/workspace/new.txt']"));
    }

    [Fact]
    public void A_viewer_finds_what_changes_files_disabled_with_the_reason()
    {
        var pane = Show(Role.Viewer);

        pane.Find("[role=tree]").ContextMenu();

        var item = pane.FindAll("[role=menuitem]").Single(static item => item.TextContent.Trim() == "New file");
        Assert.True(item.HasAttribute("disabled"));
        Assert.Contains("viewer", item.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_file_is_named_in_the_tree_and_then_opened()
    {
        var pane = Show(Role.Editor);
        await pane.InvokeAsync(() => pane.Instance.RunAsync(ExplorerCommands.NewFile));

        pane.Find(".tree-field").Input("made.py");
        pane.Find(".tree-edit").Submit();

        Assert.Equal([("/workspace/made.py", true)], _opened);
        Assert.Empty(pane.FindAll(".tree-field"));
    }

    [Fact]
    public async Task A_name_that_was_being_typed_before_the_page_was_loaded_anew_has_its_field_again_by_which_it_is_known_and_a_viewer_has_none()
    {
        var pane = Show(Role.Editor);
        await pane.InvokeAsync(() => pane.Instance.TakeUpAsync("rename /workspace/data/sales.csv"));
        Assert.Equal("sales.csv", pane.Find("[data-kept='explorer-name rename /workspace/data/sales.csv'] [data-keep]").GetAttribute("value"));

        var viewers = Show(Role.Viewer);
        await viewers.InvokeAsync(() => viewers.Instance.TakeUpAsync("file /workspace"));
        Assert.Empty(viewers.FindAll(".tree-field"));
    }

    [Fact]
    public async Task The_file_in_front_in_the_editor_is_selected_but_not_under_an_open_menu()
    {
        var pane = Show(Role.Editor);
        await pane.InvokeAsync(() => pane.Instance.FollowAsync("/workspace/data/sales.csv"));
        Assert.Equal("true", pane.Find("[data-path='/workspace/data/sales.csv']").GetAttribute("aria-selected"));
        Assert.Empty(_opened);

        pane.Find("[data-path='/workspace/data']").ContextMenu();
        await pane.InvokeAsync(() => pane.Instance.FollowAsync("/workspace/report.py"));

        Assert.Equal("false", pane.Find("[data-path='/workspace/report.py']").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task A_new_file_is_named_in_its_folder_and_what_appears_above_takes_nothing_of_the_name()
    {
        var pane = Show(Role.Editor);
        pane.Find("[data-path='/workspace/data']").Click();
        await pane.InvokeAsync(() => pane.Instance.RunAsync(ExplorerCommands.NewFile));
        pane.Find(".tree-field").Input("ma");
        _files.Paths.Add("/workspace/above/");

        await pane.InvokeAsync(() => pane.Instance.FilesChangedAsync(["/workspace/above"]));

        Assert.Equal("ma", pane.Find(".tree-field").GetAttribute("value"));
        Assert.Equal(
            ["above", "data", "(name)", "sales.csv", "report.py"],
            pane.FindAll("[role=treeitem]").Select(static item => item.QuerySelector(".tree-name")?.TextContent ?? "(name)"));
    }

    [Fact]
    public async Task Escape_gives_up_a_new_file()
    {
        var pane = Show(Role.Editor);
        await pane.InvokeAsync(() => pane.Instance.RunAsync(ExplorerCommands.NewFile));

        pane.Find(".tree-edit").KeyDown("Escape");

        Assert.Empty(pane.FindAll(".tree-field"));
    }

    [Fact]
    public void Files_that_cannot_be_shown_say_why_and_offer_another_try()
    {
        _files.Refusal = "The sandbox does not answer.";
        var pane = Show(Role.Viewer);
        Assert.Contains("The sandbox does not answer.", pane.Markup, StringComparison.Ordinal);

        _files.Refusal = null;
        pane.Find(".empty-state button").Click();

        Assert.NotNull(pane.Find("[data-path='/workspace/report.py']"));
    }

    [Fact]
    public async Task What_is_cut_and_pasted_moves_and_who_has_it_open_is_told()
    {
        var renamed = new List<string>();
        _workbench.FileRenamed += (from, to) =>
        {
            renamed.Add($"{from} {to}");
            return Task.CompletedTask;
        };
        var pane = Show(Role.Editor);
        pane.Find("[data-path='/workspace/report.py']").Click();
        await KeyAsync(pane, "x", ctrl: true);
        Assert.Contains("cut", pane.Find("[data-path='/workspace/report.py']").ClassList);
        await KeyAsync(pane, "d");
        await KeyAsync(pane, "v", ctrl: true);

        Assert.Equal(["/workspace/report.py /workspace/data/report.py"], renamed);
        Assert.Equal("true", pane.Find("[data-path='/workspace/data/report.py']").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Many_are_selected_by_keys_and_deleted_after_one_question()
    {
        _files.Paths.UnionWith(["/workspace/a", "/workspace/b"]);
        var pane = Show(Role.Editor);
        await KeyAsync(pane, "a");
        await KeyAsync(pane, "ArrowDown", shift: true);
        await KeyAsync(pane, "Delete");
        Assert.Contains("Delete these 2?", pane.Markup, StringComparison.Ordinal);
        Assert.Contains("/workspace/a", _files.Paths);

        pane.Find("dialog .button-danger").Click();

        Assert.Equal(["/workspace/data/", "/workspace/data/sales.csv", "/workspace/report.py"], _files.Paths);
    }

    [Fact]
    public async Task A_viewer_changes_nothing_by_keys_commands_or_drags()
    {
        var pane = Show(Role.Viewer);
        var before = _files.Paths.ToList();
        pane.Find("[data-path='/workspace/report.py']").Click();
        foreach (var key in (string[])["F2", "Delete"])
        {
            await KeyAsync(pane, key);
        }

        await KeyAsync(pane, "c", ctrl: true);
        await KeyAsync(pane, "v", ctrl: true);
        await pane.InvokeAsync(() => pane.Instance.RunAsync(ExplorerCommands.Duplicate));
        await pane.InvokeAsync(() => pane.Instance.DropAsync("/workspace/report.py", "/workspace/data", isCopy: false));

        Assert.Equal(before, _files.Paths);
        Assert.Empty(pane.FindAll(".tree-field"));
        Assert.Equal("false", pane.Find("[data-path='/workspace/report.py']").GetAttribute("draggable"));
    }

    [Fact]
    public void A_hostile_name_shows_as_text_that_deceives_nobody()
    {
        _files.Paths.UnionWith(["/workspace/<img src=x onerror=alert(1)>", "/workspace/photo\u202egpj.exe", "/workspace/two\nlines", "/workspace/caf\uefe9"]);
        var pane = Show(Role.Editor);

        Assert.Empty(pane.FindAll(".tree-name img"));
        Assert.Superset(
            new HashSet<string> { "<img src=x onerror=alert(1)>", @"photo\u202egpj.exe", @"two\nlines", @"caf\xe9" },
            pane.FindAll(".tree-name").Select(static name => name.TextContent).ToHashSet());
    }

    private static Task KeyAsync(IRenderedComponent<ExplorerPane> pane, string key, bool ctrl = false, bool shift = false) =>
        pane.Find("[role=tree]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = key, CtrlKey = ctrl, ShiftKey = shift });

    private IRenderedComponent<ExplorerPane> Show(Role role)
    {
        Assert.True(SandboxId.TryParse("sales", out var id));
        return Render<ExplorerPane>(parameters => parameters
            .Add(pane => pane.View, new WorkbenchView(id, "Sales", "Ann", role))
            .Add(pane => pane.Files, _files)
            .AddCascadingValue(_workbench));
    }
}
