using Agent.Native;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>The user's file system, as soon as the user's world is up.</summary>
internal sealed class SandboxFiles
{
    private readonly Task<SandboxRoot> _root;

    public SandboxFiles(Launcher launcher, SandboxPath? home) => _root = OpenAsync(launcher, home);

    public SandboxFiles(SandboxRoot root) => _root = Task.FromResult(root);

    /// <exception cref="AgentException">The user's world is gone.</exception>
    public async Task<SandboxRoot> GetRootAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _root.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, "The sandbox is starting anew.");
        }
    }

    private static async Task<SandboxRoot> OpenAsync(Launcher launcher, SandboxPath? home) =>
        new(await launcher.Root, home: home);
}
