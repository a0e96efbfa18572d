using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>One line of the tree as it is shown.</summary>
/// <param name="Name">As the sandbox has it; what is shown of it is made safe where it is shown.</param>
/// <param name="Depth">From 0.</param>
/// <param name="Position">Among what is in the same folder, from 1.</param>
/// <param name="Siblings">How many there are in the same folder, itself included.</param>
public sealed record ExplorerRow(SandboxPath Path, string Name, bool IsFolder, int Depth, bool IsOpen, int Position = 1, int Siblings = 1)
{
    public bool IsHidden => Name.StartsWith('.');
}
