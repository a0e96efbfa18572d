using System.Text.Json;
using Ide.Core.Protocol;

namespace Ide.Core.Sandboxes;

/// <summary>
/// Which sandboxes there are: one directory each below <c>DATA/sandboxes</c>, with its record in <c>sandbox.json</c>. A
/// directory without a record is a creation or a removal that a crash cut short; <see cref="Leftovers"/> names them.
/// </summary>
public sealed class SandboxCatalog
{
    private const string RecordName = "sandbox.json";

    private readonly string _root;

    public SandboxCatalog(string dataDirectory)
    {
        _root = Path.Combine(Path.GetFullPath(dataDirectory), "sandboxes");
        Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string DirectoryOf(SandboxId id) => Path.Combine(_root, id.Value);

    /// <summary>All records on disk.</summary>
    /// <exception cref="InvalidDataException">A record is there and cannot be understood: a person must look.</exception>
    public IReadOnlyList<SandboxRecord> Load() =>
    [
        .. from directory in Directory.EnumerateDirectories(_root)
           let path = Path.Combine(directory, RecordName)
           where File.Exists(path)
           select Read(path),
    ];

    /// <summary>Directories without a record.</summary>
    public IReadOnlyList<SandboxId> Leftovers() =>
    [
        .. from directory in Directory.EnumerateDirectories(_root)
           where !File.Exists(Path.Combine(directory, RecordName))
           let id = SandboxId.TryParse(Path.GetFileName(directory), out var parsed) ? parsed : (SandboxId?)null
           where id is not null
           select id.Value,
    ];

    public Task SaveAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(
            DirectoryOf(record.Id), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return AtomicFile.WriteAsync(
            Path.Combine(DirectoryOf(record.Id), RecordName),
            JsonSerializer.SerializeToUtf8Bytes(record, CatalogJson.Default.SandboxRecord),
            cancellationToken);
    }

    /// <summary>Forgets a sandbox: from then on it is a leftover, whatever happens.</summary>
    public void Forget(SandboxId id) => AtomicFile.Delete(Path.Combine(DirectoryOf(id), RecordName));

    /// <summary>Removes the directory of a sandbox that is forgotten and whose provider has removed its own.</summary>
    public void RemoveDirectory(SandboxId id)
    {
        if (Directory.Exists(DirectoryOf(id)))
        {
            Directory.Delete(DirectoryOf(id), recursive: true);
        }
    }

    private static SandboxRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CatalogJson.Default.SandboxRecord)
                ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} cannot be understood: {exception.Message}", exception);
        }
    }
}
