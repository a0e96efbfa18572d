using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Agent.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>
/// The variables for everything that starts in the sandbox: those that it was made with, and what was set and unset
/// since. Kept on disk, readable by the Agent alone.
/// </summary>
internal sealed class SandboxEnvironment
{
    /// <summary>The kernel starts no program with a longer one, its name, the = and a NUL included (MAX_ARG_STRLEN).</summary>
    private const int MostVariableBytes = 128 * 1024;

    /// <summary>Of all together; the kernel takes 2 MiB, of which the arguments need some.</summary>
    private const int MostBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly EventJournal _journal;
    private readonly IReadOnlyDictionary<string, string> _made;
    private ImmutableSortedDictionary<string, string?> _changes;

    public SandboxEnvironment(AgentConfig config, StateDirectory state, EventJournal journal)
    {
        _path = Path.Combine(state.Root, "environment.json");
        _journal = journal;
        _made = config.Environment;
        _changes = Load(_path).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>For something that starts now.</summary>
    /// <param name="own">Variables of its own, which win; null: none.</param>
    public Dictionary<string, string> For(IReadOnlyDictionary<string, string>? own = null)
    {
        var variables = new Dictionary<string, string>(_made, StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var (name, value) in _changes)
            {
                if (value is null)
                {
                    variables.Remove(name);
                }
                else
                {
                    variables[name] = value;
                }
            }
        }

        foreach (var (name, value) in own ?? ImmutableDictionary<string, string>.Empty)
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <param name="changes">Null unsets.</param>
    /// <exception cref="AgentException">With all that is set already they are more than any program could be started with.</exception>
    public void Change(IReadOnlyDictionary<string, string?> changes, string actor)
    {
        lock (_gate)
        {
            var next = _changes.SetItems(changes);
            if (next.Sum(SizeOf) > MostBytes)
            {
                throw AgentException.Invalid("env", $"expected at most {MostBytes} bytes, with what was set before");
            }

            _changes = next;
            var fresh = _path + ".new";
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, string?>(_changes), EnvironmentStateJson.Default.DictionaryStringString));
            File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(fresh, _path, overwrite: true);
        }

        _journal.Append(new EnvironmentChanged { Actor = actor, Names = [.. changes.Keys.Take(1000)] });
    }

    /// <exception cref="AgentException">A name that no shell takes, a NUL in a value, or more than a program can be started with: VALIDATION_FAILED.</exception>
    public static void Check<T>(string field, IEnumerable<KeyValuePair<string, T>>? variables)
        where T : class?
    {
        var sum = 0L;
        foreach (var (name, value) in variables ?? [])
        {
            if (!ShellScript.IsVariable(name) || name.Length > 255)
            {
                throw AgentException.Invalid($"{field}.{name}", "expected a name of letters, digits and _, not beginning with a digit");
            }

            if (value is string text && text.Contains('\0', StringComparison.Ordinal))
            {
                throw AgentException.Invalid($"{field}.{name}", "expected a value without NUL");
            }

            var size = SizeOf(KeyValuePair.Create(name, value as string));
            if (size > MostVariableBytes)
            {
                throw AgentException.Invalid($"{field}.{name}", $"expected at most {MostVariableBytes} bytes: no program starts with more");
            }

            sum += size;
        }

        if (sum > MostBytes)
        {
            throw AgentException.Invalid(field, $"expected at most {MostBytes} bytes in all");
        }
    }

    private static long SizeOf(KeyValuePair<string, string?> variable) =>
        variable.Key.Length + 2L + Encoding.UTF8.GetByteCount(variable.Value ?? "");

    private static Dictionary<string, string?> Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), EnvironmentStateJson.Default.DictionaryStringString) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return [];
        }
    }
}

/// <summary>The JSON of the kept variables.</summary>
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class EnvironmentStateJson : JsonSerializerContext;
