using Ide.Core.Protocol.Files;
using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

public sealed class TransferTests
{
    private readonly FakeFiles _files = new("/workspace/a.txt", "/workspace/d/", "/workspace/d/a.txt", "/workspace/e/");
    private readonly Queue<ClashAnswer> _answers = [];
    private readonly Transfer _transfer;

    public TransferTests() => _transfer = new(_files, _ => Task.FromResult(_answers.Dequeue()));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ClashChoice.Skip, "/workspace/a.txt /workspace/d/ /workspace/d/a.txt /workspace/e/")]
    [InlineData(ClashChoice.Replace, "/workspace/d/ /workspace/d/a.txt /workspace/e/")]
    [InlineData(ClashChoice.KeepBoth, "/workspace/d/ /workspace/d/a copy.txt /workspace/d/a.txt /workspace/e/")]
    public async Task A_name_that_is_taken_is_asked_about(ClashChoice choice, string expected)
    {
        _answers.Enqueue(new(choice, ForAll: false));

        await _transfer.RunAsync([Row("a.txt")], At("d"), isCopy: false, Stop);

        Assert.Equal(expected, string.Join(' ', _files.Paths));
    }

    [Fact]
    public async Task A_copy_beside_its_original_gets_a_name_of_its_own_unasked()
    {
        await _transfer.RunAsync([Row("a.txt")], SandboxPath.Workspace, isCopy: true, Stop);
        await _transfer.RunAsync([Row("a.txt"), Row("d", isFolder: true)], SandboxPath.Workspace, isCopy: true, Stop);

        Assert.Equal(["/workspace/a copy.txt", "/workspace/a copy 2.txt", "/workspace/d copy"], _transfer.Done.Select(static done => done.To.Value));
    }

    [Fact]
    public async Task What_cannot_be_moved_is_said_and_does_not_keep_the_others_back()
    {
        await _transfer.RunAsync([Row("d", isFolder: true), Row("gone"), Row("a.txt")], At("e"), isCopy: false, Stop);
        await _transfer.RunAsync([Row("d", isFolder: true)], At("d"), isCopy: true, Stop);

        Assert.Equal(["gone: There is no /workspace/gone.", "d cannot go into itself."], _transfer.Failures);
    }

    [Fact]
    public async Task An_answer_for_all_is_asked_for_once_and_to_stop_ends_it()
    {
        _files.Paths.UnionWith(["/workspace/b", "/workspace/e/b", "/workspace/e/a.txt"]);
        _answers.Enqueue(new(ClashChoice.Replace, ForAll: true));
        await _transfer.RunAsync([Row("a.txt"), Row("b")], At("e"), isCopy: true, Stop);
        Assert.Equal(2, _transfer.Done.Count);

        var stopped = new Transfer(_files, static _ => Task.FromResult(new ClashAnswer(ClashChoice.Stop, ForAll: false)));
        await stopped.RunAsync([Row("a.txt"), Row("b")], At("e"), isCopy: true, Stop);
        Assert.Empty(stopped.Done);
    }

    private static ExplorerRow Row(string path, bool isFolder = false) => new(At(path), path, isFolder, 0, IsOpen: false);

    private static SandboxPath At(string path) => SandboxPath.Workspace.Resolve(path);
}
