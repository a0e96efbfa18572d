using System.Text;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>Replaces or makes a file from content inside JSON.</summary>
internal static class WriteFile
{
    /// <returns>What changed, for the others to know.</returns>
    public static FileChange Run(SandboxRoot root, WriteFileRequest request)
    {
        var bytes = BytesOf(request);
        using var place = LocateTarget(root, request.Path);
        using var file = new NewFile(root, place);
        file.Append(bytes);
        return file.Commit(WriteCondition.None).ToChange();
    }

    public static Place LocateTarget(SandboxRoot root, SandboxPath path)
    {
        using var rights = root.Act();
        return root.LocateTarget(path);
    }

    public static FileChange ToChange(this WrittenFile written) =>
        new(written.Path.Value, written.Replaced ? FileChanges.Modified : FileChanges.Created);

    private static byte[] BytesOf(WriteFileRequest request)
    {
        if (request.Encoding != FileEncoding.Base64)
        {
            return Encoding.UTF8.GetBytes(request.Content);
        }

        try
        {
            return Convert.FromBase64String(request.Content);
        }
        catch (FormatException)
        {
            throw AgentException.Invalid("content", "expected base64, as encoding says");
        }
    }
}
