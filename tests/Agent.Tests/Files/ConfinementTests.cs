using Agent.Files;
using Ide.Core.Protocol.Errors;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

public sealed class ConfinementTests
{
    private static readonly FileUser Nobody = new(54321, 54321);

    [Theory]
    [InlineData("/../../../../../../etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("absolute")]
    [InlineData("climbing")]
    [InlineData("outside/passwd")]
    public void No_path_and_no_link_leads_out_of_the_sandbox(string path)
    {
        using var sandbox = new Sandbox();
        sandbox.Link("absolute", "/etc/passwd");
        sandbox.Link("climbing", "../../../../../../../../etc/passwd");
        sandbox.Link("outside", "/etc");
        Assert.Equal(ErrorCode.FileNotFound, CodeOf(() => sandbox.Read(path)));
        Directory.CreateDirectory(Path.Combine(sandbox.Folder, "etc"));
        sandbox.Put("/etc/passwd", "the sandbox's own");
        Assert.Equal("the sandbox's own", sandbox.Read(path).Content);
        sandbox.Write(path, "changed");
        Assert.Equal("changed", sandbox.Get("/etc/passwd"));
    }

    [Fact]
    public void What_lies_behind_two_dots_is_what_the_kernel_says_and_not_the_text()
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.OnMachine("/deep/down"));
        sandbox.Put("/deep/x", "deep");
        sandbox.Put("x", "shallow");
        sandbox.Link("link", "/deep/down");
        Assert.Equal("deep", sandbox.Read("link/../x").Content);
        Assert.Equal("/deep/x", WriteFile.Run(sandbox.Root, new(At("link/../x"), "y")).Path);
    }

    [Fact]
    public void Links_of_proc_that_lead_anywhere_are_not_followed()
    {
        using var machine = SandboxRoot.Open("/");
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => ReadFile.Run(machine, new(At("/proc/self/root/etc/passwd")), default)));
        Assert.Equal(ErrorCode.ValidationFailed, CodeOf(() => ReadFile.Run(machine, new(At("/proc/self/exe")), default)));
    }

    [Fact]
    public async Task A_directory_that_turns_into_a_link_on_the_way_does_not_lead_deletion_astray()
    {
        using var sandbox = new Sandbox();
        using var outside = new Sandbox();
        outside.Put("precious", "x");
        using var stop = new CancellationTokenSource();
        var swapper = Task.Run(() =>
        {
            var (path, aside) = (sandbox.OnMachine("tree/inner"), sandbox.OnMachine("aside"));
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    Directory.Move(path, aside);
                    File.CreateSymbolicLink(path, outside.Workspace);
                    File.Delete(path);
                    Directory.Move(aside, path);
                }
                catch (Exception race) when (race is IOException or UnauthorizedAccessException)
                {
                    // What was a link is the other's new directory by now.
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 200; i++)
        {
            try
            {
                Directory.CreateDirectory(sandbox.OnMachine("tree/inner/leaf"));
                DeleteFile.Run(sandbox.Root, new(At("tree"), Recursive: true));
            }
            catch (Exception race) when (race is AgentException or IOException)
            {
                // The swapper was quicker: this round the ground was gone.
            }
        }

        await stop.CancelAsync();
        await swapper;
        Assert.Equal("x", outside.Get("precious"));
    }

    [Fact]
    public void The_users_rights_hold_also_where_the_agent_is_root()
    {
        using var sandbox = new Sandbox(Nobody);
        sandbox.Write("mine", "x");
        Assert.Equal("54321:54321", Run("stat", "-c", "%u:%g", sandbox.OnMachine("mine")).Trim());

        sandbox.Put("/secret", "root's");
        sandbox.SetMode("/secret", "400");
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => sandbox.Read("/secret")));
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => sandbox.Write("/secret", "y")));
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => sandbox.Write("/new", "y")));
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => DeleteFile.Run(sandbox.Root, new(At("/secret")))));
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => MakeDirectory.Run(sandbox.Root, new(At("/dir")))));
        Assert.Equal("root's", sandbox.Get("/secret"));

        // And afterwards the thread has its own again.
        Assert.Equal("root's", File.ReadAllText(sandbox.OnMachine("/secret")));
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_not_replaced_either()
    {
        using var sandbox = new Sandbox(Nobody);
        sandbox.Write("fixed", "old");
        sandbox.SetMode("fixed", "400");
        Assert.Equal(ErrorCode.PermissionDenied, CodeOf(() => sandbox.Write("fixed", "new")));
        var entry = ListFiles.Run(sandbox.Root, new(At(".")), default).Files.Single();
        Assert.Equal(("r--------", true, false, false),
            (entry.Mode, entry.Permissions.Readable, entry.Permissions.Writable, entry.Permissions.Executable));
    }

    [Fact]
    public void What_is_mounted_is_neither_deleted_nor_renamed()
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.OnMachine("mounted"));
        Run("mount", "-t", "tmpfs", "tmpfs", sandbox.OnMachine("mounted"));
        try
        {
            sandbox.Put("mounted/x", "kept");
            Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => DeleteFile.Run(sandbox.Root, new(At("mounted"), Recursive: true))));
            Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => RenameFile.Run(sandbox.Root, new(At("mounted"), At("other")))));
            Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => DeleteFile.Run(sandbox.Root, new(At("/"), Recursive: true))));
            Assert.Equal("kept", sandbox.Get("mounted/x"));
        }
        finally
        {
            Run("umount", sandbox.OnMachine("mounted"));
        }
    }

    [Theory]
    [InlineData("/workspace")]
    [InlineData("/home/user")]
    [InlineData("/home")]
    [InlineData("/tmp")]
    [InlineData("/up/workspace")]
    [InlineData("/home/user/..")]
    public void What_everything_starts_in_is_neither_deleted_nor_renamed_and_what_is_in_it_is(string path)
    {
        using var sandbox = new Sandbox();
        Directory.CreateDirectory(sandbox.OnMachine("/home/user"));
        Directory.CreateDirectory(sandbox.OnMachine("/tmp"));
        sandbox.Link("/up", "/");
        MakeDirectory.Run(sandbox.Root, new(At($"{path}/workspace-2")));

        Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => DeleteFile.Run(sandbox.Root, new(At(path), Recursive: true))));
        Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => RenameFile.Run(sandbox.Root, new(At(path), At("/other")))));
        Assert.Equal(ErrorCode.ResourceBusy, CodeOf(() => MoveFile.Run(sandbox.Root, new(At(path), At("/other")))));
        DeleteFile.Run(sandbox.Root, new(At($"{path}/workspace-2"), Recursive: true));
        Assert.True(FileExists.Run(sandbox.Root, At(path)));
    }
}
