using System.Text;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>Replaces or makes a file from content inside JSON.</summary>
internal static class WriteFile
{
    private const int PieceBytes = 64 * 1024;

    /// <returns>What changed, for the others to know.</returns>
    public static FileChange Run(SandboxRoot root, WriteFileRequest request)
    {
        var bytes = request.Encoding == FileEncoding.Base64 ? BytesOf(request.Content) : null;
        using var place = LocateTarget(root, request.Path);
        using var file = new NewFile(root, place);
        if (bytes is null)
        {
            Append(file, request.Content);
        }
        else
        {
            file.Append(bytes);
        }

        return file.Commit(WriteCondition.None).ToChange();
    }

    public static Place LocateTarget(SandboxRoot root, SandboxPath path)
    {
        using var rights = root.Act();
        return root.LocateTarget(path);
    }

    public static FileChange ToChange(this WrittenFile written) =>
        new(written.Path.Value, written.Replaced ? FileChanges.Modified : FileChanges.Created);

    /// <summary>As UTF-8, without a second copy of the whole.</summary>
    private static void Append(NewFile file, ReadOnlySpan<char> text)
    {
        var encoder = Encoding.UTF8.GetEncoder();
        var piece = new byte[PieceBytes];
        for (var isDone = false; !isDone;)
        {
            encoder.Convert(text, piece, flush: true, out var taken, out var length, out isDone);
            file.Append(piece.AsSpan(0, length));
            text = text[taken..];
        }
    }

    private static byte[] BytesOf(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw AgentException.Invalid("content", "expected base64, as encoding says");
        }
    }
}
