using System.Diagnostics;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// Removes a tree that its user may have made hard to remove: directories without permission to write or to list, names that
/// are no text, paths that are longer than any call takes. <c>rm</c> knows them all.
/// </summary>
internal static class DirectoryRemoval
{
    /// <exception cref="IOException">Something of it is still there.</exception>
    public static async Task RemoveAsync(string directory, CancellationToken cancellationToken)
    {
        var complaint = await RunAsync("/usr/bin/rm", ["-rf", "--", directory], cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(directory))
        {
            await RunAsync("/usr/bin/chmod", ["-R", "--", "u+rwX", directory], cancellationToken).ConfigureAwait(false);
            complaint = await RunAsync("/usr/bin/rm", ["-rf", "--", directory], cancellationToken).ConfigureAwait(false);
        }

        if (Directory.Exists(directory))
        {
            throw new IOException($"{directory} could not be removed: {complaint}");
        }
    }

    /// <returns>The beginning of what it complained of: a tree may have a million reasons.</returns>
    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        try
        {
            var complaint = new char[500];
            var length = await process.StandardError.ReadBlockAsync(complaint, cancellationToken).ConfigureAwait(false);
            await process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new(complaint, 0, length);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
