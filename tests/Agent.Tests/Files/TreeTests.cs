using System.Text;
using Agent.Files;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

public sealed class TreeTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_directory_is_deleted_only_when_asked_for_and_then_with_links_but_not_their_targets()
    {
        Directory.CreateDirectory(_sandbox.OnMachine("tree/a/b"));
        _sandbox.Put("kept", "x");
        _sandbox.Put("tree/a/.hidden", "x");
        _sandbox.Link("tree/link", "/workspace");
        Assert.Equal(ErrorCode.IsDirectory, CodeOf(() => DeleteFile.Run(_sandbox.Root, new(At("tree")))));
        Assert.Equal(new FileChange("/workspace/tree", "deleted"), DeleteFile.Run(_sandbox.Root, new(At("tree"), Recursive: true)));
        Assert.Equal(["kept"], _sandbox.Names);
        Assert.Equal(ErrorCode.FileNotFound, CodeOf(() => DeleteFile.Run(_sandbox.Root, new(At("tree"), Recursive: true))));
    }

    [Fact]
    public void A_tree_deeper_than_any_path_and_with_names_that_are_no_text_is_deleted()
    {
        Run("/usr/bin/python3", "-c", $"""
            import os
            os.chdir('{_sandbox.Workspace}')
            for name in ['t'] + ['d' * 8] * 3000:
                os.mkdir(name)
                os.chdir(name)
            open(b'\xff\xfe', 'w').close()
            """);
        DeleteFile.Run(_sandbox.Root, new(At("t"), Recursive: true));
        Assert.Empty(_sandbox.Names);
    }

    [Fact]
    public void A_rename_replaces_unless_it_must_not()
    {
        _sandbox.Put("old", "1");
        _sandbox.Put("new", "2");
        Assert.Equal(ErrorCode.FileExists, CodeOf(() => RenameFile.Run(_sandbox.Root, new(At("old"), At("new"), Overwrite: false))));
        Assert.Equal(
            [new FileChange("/workspace/old", "deleted"), new FileChange("/workspace/new", "modified")],
            RenameFile.Run(_sandbox.Root, new(At("old"), At("new"))));
        Assert.Equal(("1", 1), (_sandbox.Get("new"), _sandbox.Names.Count));
        Directory.CreateDirectory(_sandbox.OnMachine("dir"));
        Assert.Equal(ErrorCode.IsDirectory, CodeOf(() => RenameFile.Run(_sandbox.Root, new(At("new"), At("dir")))));
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => RenameFile.Run(_sandbox.Root, new(At("dir"), At("dir/inside")))));
    }

    [Fact]
    public void A_move_to_another_file_system_carries_everything_over()
    {
        Directory.CreateDirectory(_sandbox.OnMachine("other"));
        Run("mount", "-t", "tmpfs", "tmpfs", _sandbox.OnMachine("other"));
        try
        {
            MakeTree("tree");
            var before = Describe("tree");
            Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => RenameFile.Run(_sandbox.Root, new(At("tree"), At("other/moved")))));
            MoveFile.Run(_sandbox.Root, new(At("tree"), At("other/moved")));
            Assert.Equal(before, Describe("other/moved"));
            Assert.False(Directory.Exists(_sandbox.OnMachine("tree")));
            Assert.Equal(["moved"], _sandbox.List("other", hidden: true));
        }
        finally
        {
            Run("umount", _sandbox.OnMachine("other"));
        }
    }

    [Fact]
    public void A_copy_has_contents_modes_times_links_and_pipes()
    {
        MakeTree("tree");
        var before = Describe("tree");
        Assert.Equal(new FileChange("/workspace/copy", "created"), CopyFile.Run(_sandbox.Root, new(At("tree"), At("copy"))));
        Assert.Equal(before, Describe("copy"));
        Assert.Equal(before, Describe("tree"));
        Assert.Equal(["copy", "tree"], _sandbox.Names);
    }

    [Fact]
    public void A_copy_that_fails_leaves_nothing()
    {
        MakeTree("tree");
        Run("mknod", _sandbox.OnMachine("tree/zzz"), "c", "1", "5");
        _sandbox.Put("file", "x");
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => CopyFile.Run(_sandbox.Root, new(At("tree"), At("copy")))));
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => CopyFile.Run(_sandbox.Root, new(At("tree"), At("tree/sub/self")))));
        Assert.Equal(ErrorCode.FileExists, CodeOf(() => CopyFile.Run(_sandbox.Root, new(At("file"), At("tree"), Overwrite: false))));
        Assert.Equal(ErrorCode.IsDirectory, CodeOf(() => CopyFile.Run(_sandbox.Root, new(At("file"), At("tree")))));
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => CopyFile.Run(_sandbox.Root, new(At("file"), At("file")))));
        Assert.Equal(["file", "tree"], _sandbox.Names);
        Assert.DoesNotContain(_sandbox.List("tree", recursive: true, hidden: true), static name => name.Contains(".~", StringComparison.Ordinal));
    }

    [Fact]
    public void Directories_are_made_with_those_above_them_and_each_is_told()
    {
        Assert.Equal(ErrorCode.FileNotFound, CodeOf(() => MakeDirectory.Run(_sandbox.Root, new(At("a/b/c")))));
        var made = MakeDirectory.Run(_sandbox.Root, new(At("a/b/c"), Recursive: true));
        Assert.Equal(["/workspace/a", "/workspace/a/b", "/workspace/a/b/c"], made.Select(static change => change.Path));
        Assert.Empty(MakeDirectory.Run(_sandbox.Root, new(At("a/b/c"), Recursive: true)));
        Assert.Equal(ErrorCode.FileExists, CodeOf(() => MakeDirectory.Run(_sandbox.Root, new(At("a")))));
        _sandbox.Put("file", "x");
        Assert.Equal(ErrorCode.NotDirectory, CodeOf(() => MakeDirectory.Run(_sandbox.Root, new(At("file/below"), Recursive: true))));
    }

    [Fact]
    public void A_list_is_sorted_and_hides_and_descends_as_asked()
    {
        Directory.CreateDirectory(_sandbox.OnMachine("src/lib"));
        _sandbox.Put("b", "12345");
        _sandbox.Put("a", "");
        _sandbox.Put(".env", "");
        _sandbox.Put("src/lib/x", "");
        _sandbox.Put(".~ide-123", "");
        _sandbox.Link("src/up", "..");
        Assert.Equal(["a", "b", "src"], _sandbox.List("."));
        Assert.Equal([".env", "a", "b", "src"], _sandbox.List(".", hidden: true));
        Assert.Equal(["a", "b", "src", "src/lib", "src/up", "src/lib/x"], _sandbox.List(".", recursive: true));
        Assert.Equal(ErrorCode.NotDirectory, CodeOf(() => _sandbox.List("b")));

        var files = ListFiles.Run(_sandbox.Root, new(At("."), new(Recursive: true)), default).Files;
        Assert.Equal(
            [("b", "/workspace/b", FileType.File, 5L), ("lib", "/workspace/src/lib", FileType.Directory, -1L), ("up", "/workspace/src/up", FileType.Symlink, 2L)],
            files.Where(static file => file.Name is "b" or "lib" or "up")
                .Select(static file => (file.Name, file.AbsolutePath, file.Type, file.Type == FileType.Directory ? -1 : file.Size)));
    }

    [Fact]
    public void A_list_of_too_much_says_that_it_is_cut()
    {
        Run("bash", "-c", $"mkdir {_sandbox.Workspace}/many && cd {_sandbox.Workspace}/many && seq 20100 | xargs touch");
        var list = ListFiles.Run(_sandbox.Root, new(At("."), new(Recursive: true)), default);
        Assert.Equal((20_000, 20_000, true), (list.Count, list.Files.Count, list.Truncated));
        Assert.False(ListFiles.Run(_sandbox.Root, new(At(".")), default).Truncated);
    }

    private void MakeTree(string path) => Run("bash", "-c", $$"""
        mkdir -p {{_sandbox.OnMachine(path)}}/sub/empty && cd {{_sandbox.OnMachine(path)}}
        head -c 3000000 /dev/urandom > big; : > empty; echo x > script; chmod 750 script; chmod 711 sub
        ln -s ../nowhere link; mkfifo pipe; touch -d '2001-02-03 04:05:06.789 UTC' script sub; truncate -s 10M sparse
        touch $'\xff\xfe'
        """);

    private string Describe(string path) => Run("bash", "-c", $"cd {_sandbox.OnMachine(path)} && find . -printf '%p %y %m %l %s\\n' | grep -v ' d .* [0-9]*$' | sort; stat -c '%n %a %y' script sub; find . -type f -exec sha256sum {{}} + | sort");
}
