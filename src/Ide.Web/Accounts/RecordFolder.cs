using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ide.Core.Sandboxes;

namespace Ide.Web.Accounts;

/// <summary>
/// Records of one kind, a file each, all of them in memory. What a call has changed is on disk when it returns. Readers
/// never wait; changes come one after another.
/// </summary>
/// <remarks>Counts are small (people, tokens, links), so there is no eviction and no index.</remarks>
internal sealed class RecordFolder<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _records = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly JsonTypeInfo<T> _json;

    /// <exception cref="InvalidDataException">A file is not what was written: starting without it could let somebody in.</exception>
    public RecordFolder(string directory, JsonTypeInfo<T> json)
    {
        (_directory, _json) = (directory, json);
        PrivateDirectory.Make(directory);
        foreach (var path in Directory.EnumerateFiles(directory, "*.json"))
        {
            _records[Path.GetFileNameWithoutExtension(path)] = Read(path, json);
        }
    }

    /// <summary>Raised when a record has changed, by the call that changed it.</summary>
    public event Action? Changed;

    public IEnumerable<T> All => _records.Values;

    public T? Find(string id) => _records.GetValueOrDefault(id);

    /// <summary>Changes one record as one step.</summary>
    /// <param name="id">Which; it is also the file's name.</param>
    /// <param name="change">From what there is (null: nothing) to what shall be (null: removed; the same: no change).</param>
    /// <returns>What there is now.</returns>
    public T? Change(string id, Func<T?, T?> change)
    {
        T? next;
        lock (_gate)
        {
            var present = _records.GetValueOrDefault(id);
            next = change(present);
            if (ReferenceEquals(next, present))
            {
                return present;
            }

            var path = Path.Combine(_directory, id + ".json");
            if (next is null)
            {
                AtomicFile.Delete(path);
                _records.TryRemove(id, out _);
            }
            else
            {
                AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(next, _json));
                _records[id] = next;
            }
        }

        Changed?.Invoke();
        return next;
    }

    public void Put(string id, T record) => Change(id, _ => record);

    /// <returns>What was removed; null when there was nothing.</returns>
    public T? Remove(string id)
    {
        T? removed = null;
        Change(id, present =>
        {
            removed = present;
            return null;
        });
        return removed;
    }

    private static T Read(string path, JsonTypeInfo<T> json)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), json)
                ?? throw new InvalidDataException($"The record {path} is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The record {path} cannot be read: {exception.Message}", exception);
        }
    }
}
