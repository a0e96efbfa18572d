using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Sandboxes.Local;

/// <summary>The processes of the host that make up a running sandbox.</summary>
/// <param name="World">Pid 1 of the outer world: when it ends, all of the sandbox ends.</param>
/// <param name="Network">The user-mode network; null without one.</param>
/// <param name="Binaries">The folder of the Agent that it runs.</param>
internal sealed record Incarnation(HostProcess World, HostProcess? Network, string Binaries)
{
    public bool IsAlive => World.IsAlive;

    /// <summary>The one noted on disk; null when none is, or what is there is no longer whole.</summary>
    public static Incarnation? Load(SandboxPlaces places)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(places.Incarnation), IncarnationJson.Default.Incarnation);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Need not last longer than the processes: nothing of them survives a loss of power.</summary>
    public Task SaveAsync(SandboxPlaces places, CancellationToken cancellationToken) => AtomicFile.WriteAsync(
        places.Incarnation, JsonSerializer.SerializeToUtf8Bytes(this, IncarnationJson.Default.Incarnation), cancellationToken, lasting: false);
}

/// <summary>What bubblewrap writes to its <c>--info-fd</c>; we need one member of it.</summary>
internal sealed record WorldInfo([property: JsonPropertyName("child-pid")] int ChildPid);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Incarnation))]
[JsonSerializable(typeof(WorldInfo))]
internal sealed partial class IncarnationJson : JsonSerializerContext;
