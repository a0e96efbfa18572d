using Ide.Core.Protocol.Files;
using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

public sealed class ExplorerKeysTests
{
    private static readonly ExplorerRow Folder = new(At("src"), "src", IsFolder: true, 0, IsOpen: true);
    private static readonly ExplorerRow Inside = new(At("src/a"), "a", IsFolder: false, 1, IsOpen: false);
    private static readonly ExplorerRow Closed = new(At("zoo"), "zoo", IsFolder: true, 0, IsOpen: false);
    private static readonly ExplorerRow[] Rows = [Folder, Inside, Closed];

    [Theory]
    [InlineData("ArrowDown", null, "src")]
    [InlineData("ArrowDown", "src", "src/a")]
    [InlineData("ArrowDown", "zoo", "zoo")]
    [InlineData("ArrowUp", "src", "src")]
    [InlineData("End", "src", "zoo")]
    [InlineData("Home", "zoo", "src")]
    [InlineData("PageDown", "src", "zoo")]
    [InlineData("PageUp", "zoo", "src")]
    [InlineData("ArrowRight", "src", "src/a")]
    [InlineData("ArrowLeft", "src/a", "src")]
    public void Moves_the_selection(string key, string? from, string to) =>
        Assert.Equal(new ExplorerMove(Select: At(to)), ExplorerKeys.Next(key, Rows, from is null ? null : At(from)));

    [Theory]
    [InlineData("Enter", "src/a")]
    [InlineData("ArrowRight", "zoo")]
    [InlineData("ArrowLeft", "src")]
    public void Opens_closes_and_looks_at(string key, string at) =>
        Assert.Equal(at, ExplorerKeys.Next(key, Rows, At(at)).Choose?.Path.Value["/workspace/".Length..]);

    [Theory]
    [InlineData("x")]
    [InlineData("ArrowRight")]
    public void Leaves_other_keys_alone(string key) => Assert.Equal(default, ExplorerKeys.Next(key, Rows, At("src/a")));

    [Fact]
    public void An_empty_tree_takes_any_key() => Assert.Equal(default, ExplorerKeys.Next("ArrowDown", [], null));

    [Theory]
    [InlineData("F2", false, "explorer.rename")]
    [InlineData("Delete", false, "explorer.delete")]
    [InlineData("C", true, "explorer.copy")]
    [InlineData("x", true, "explorer.cut")]
    [InlineData("v", true, "explorer.paste")]
    [InlineData("v", false, null)]
    [InlineData("Delete", true, null)]
    public void Has_keys_for_what_is_done_to_files(string key, bool ctrl, string? command) =>
        Assert.Equal(command, ExplorerKeys.CommandOf(key, ctrl, shift: false, alt: false));

    private static SandboxPath At(string name) => SandboxPath.Workspace.Resolve(name);
}
