using System.Text;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>
/// Files and directories as one zip, made while it is sent: links as links, names as they are, modes and times. What cannot
/// be in it is named in a last entry, so that nobody takes a part for the whole.
/// </summary>
internal sealed class GetArchive(SandboxRoot root, HttpContext context)
{
    private const string NotIncluded = "NOT INCLUDED.txt";
    private const int MostNotIncludedBytes = 256 * 1024;

    /// <summary>The zip's directory is kept until its end; about half a million entries.</summary>
    private const int MostDirectoryBytes = 64 * 1024 * 1024;

    private static readonly HashSet<string> Packed = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".mp4", ".webm", ".ogg", ".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".whl", ".jar", ".parquet",
    };

    private readonly ZipWriter _zip = new(context.Response.BodyWriter);
    private readonly StringBuilder _notIncluded = new();

    /// <param name="paths">One, or several that then lie beside each other in the archive.</param>
    public async Task RunAsync(IReadOnlyList<SandboxPath> paths)
    {
        var tops = new List<Place>();
        try
        {
            foreach (var path in paths)
            {
                tops.Add(Locate(path));
            }

            RawHeaders.Set(context.Response, (paths.Count == 1 && NameOf(paths[0]) is { Length: > 0 } name ? name : "files") + ".zip", "application/zip");
            context.Response.Headers.CacheControl = "no-store";
            foreach (var top in tops)
            {
                await AddTopAsync(top);
            }
        }
        finally
        {
            tops.ForEach(static top => top.Dispose());
        }

        if (_notIncluded.Length > 0)
        {
            await AddBytesAsync(NotIncluded, 0x81a4, DateTimeOffset.UtcNow, Encoding.UTF8.GetBytes(_notIncluded.ToString()));
        }

        await _zip.FinishAsync(context.RequestAborted);
    }

    /// <summary>What cannot be had is refused before the answer begins.</summary>
    private Place Locate(SandboxPath path)
    {
        using var rights = root.Act();
        var place = root.Locate(path);
        try
        {
            if (place.ExistingStatus().Kind == FileKind.Directory)
            {
                place.OpenDirectory().Dispose();
            }

            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private async Task AddTopAsync(Place top)
    {
        var name = NameOf(top.Path);
        var status = StatusOf(top);
        if (status.Kind != FileKind.Directory)
        {
            await AddAsync(new(top.Directory, top.Name, name, status, null), name);
            return;
        }

        var prefix = name.Length == 0 ? "" : name + "/";
        if (prefix.Length > 0)
        {
            await AddBytesAsync(prefix, 0x4000 | status.Permissions, status.ModifiedAt, default);
        }

        using var walk = new TreeWalk(root, static _ => true);
        walk.Start(top);
        while (walk.TryNext(out var entry))
        {
            if (_zip.DirectoryBytes > MostDirectoryBytes)
            {
                Miss(prefix + entry.Relative, "and all that follows: these are too many files for one archive.");
                return;
            }

            await AddAsync(entry, prefix + entry.Relative);
        }
    }

    private async Task AddAsync(WalkedEntry entry, string name)
    {
        var status = entry.Status;
        switch (status.Kind)
        {
            case FileKind.Directory:
                await AddBytesAsync(name + "/", 0x4000 | status.Permissions, status.ModifiedAt, default);
                break;
            case FileKind.Link when LinkOf(entry) is { } target:
                await AddBytesAsync(name, 0xa1ff, status.ModifiedAt, target.AsMemory(0, target.Length - 1));
                break;
            case FileKind.File:
                await AddFileAsync(entry, name);
                break;
            default:
                Miss(name, "It is neither a file nor a directory nor a link.");
                break;
        }

        if (entry.Closed is { } reason)
        {
            Miss(name, reason);
        }
    }

    private async Task AddFileAsync(WalkedEntry entry, string name)
    {
        using var file = OpenedEntry.TryOpen(root, entry.Directory, entry.Name);
        if (file is null)
        {
            Miss(name, "It may not be read.");
            return;
        }

        var status = file.Status;
        var compress = !Packed.Contains(Path.GetExtension(name));
        await _zip.AddAsync(
            NameBytes(name), 0x8000 | status.Permissions, status.ModifiedAt, status.Size, compress,
            (buffer, offset) => file.Read(buffer.Span, offset) is >= 0 and var count
                ? count
                : throw new AgentException(ErrorCode.StreamError, $"{name} could not be read to its end."),
            context.RequestAborted);
    }

    private Task AddBytesAsync(string name, uint mode, DateTimeOffset modifiedAt, ReadOnlyMemory<byte> content) => _zip.AddAsync(
        NameBytes(name), mode, modifiedAt, content.Length, compress: false,
        (buffer, offset) =>
        {
            var part = content[(int)offset..];
            part = part[..Math.Min(part.Length, buffer.Length)];
            part.CopyTo(buffer);
            return part.Length;
        },
        context.RequestAborted);

    private FileStatus StatusOf(Place place)
    {
        using var rights = root.Act();
        return place.ExistingStatus();
    }

    private byte[]? LinkOf(WalkedEntry entry)
    {
        using var rights = root.Act();
        return FileNames.ReadLink(entry.Directory, entry.Name);
    }

    private void Miss(string name, string reason)
    {
        if (_notIncluded.Length < MostNotIncludedBytes)
        {
            _notIncluded.Append(name).Append(": ").Append(reason).Append('\n');
        }
    }

    private static string NameOf(SandboxPath path) => path.Name is ".." or "" ? "" : path.Name;

    private static byte[] NameBytes(string name) => FileNames.Bytes(name)[..^1];
}
