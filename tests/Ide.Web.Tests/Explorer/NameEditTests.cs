using Ide.Core.Protocol.Files;
using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

public sealed class NameEditTests
{
    [Theory]
    [InlineData("a.py", false, "a")]
    [InlineData("archive.tar.gz", false, "archive.tar")]
    [InlineData(".eslintrc.json", false, ".eslintrc")]
    [InlineData(".gitignore", false, ".gitignore")]
    [InlineData("Makefile", false, "Makefile")]
    [InlineData("my.folder", true, "my.folder")]
    public void Of_a_name_that_is_changed_what_is_likely_to_be_typed_over_is_chosen(string name, bool isFolder, string stem) =>
        Assert.Equal(stem, name[..new NameEdit(SandboxPath.Workspace, isFolder, SandboxPath.Workspace.Child(name)).StemOf(name)]);

    [Fact]
    public void Of_a_new_name_nothing_is() => Assert.Equal(0, new NameEdit(SandboxPath.Workspace, IsFolder: false).StemOf(""));
}
