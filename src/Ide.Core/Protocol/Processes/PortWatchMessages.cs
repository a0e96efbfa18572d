using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Processes;

/// <summary>How a port shows that it is ready.</summary>
[JsonConverter(typeof(NamedEnumConverter<PortWatchMode>))]
public enum PortWatchMode
{
    /// <summary>It answers a GET with a status in the wanted range.</summary>
    [JsonStringEnumMemberName("http")]
    Http,

    /// <summary>It accepts a connection; nothing is sent.</summary>
    [JsonStringEnumMemberName("tcp")]
    Tcp,
}

/// <summary>
/// The body of <c>POST /api/port-watch</c>: waits until a program of the sandbox serves a port of its loopback. The shape and the
/// defaults are those of the port watch in the container API of the Cloudflare Sandbox SDK (<c>packages/shared</c>,
/// <c>PortWatchRequest</c>), so that its <c>waitForPort</c> works here.
/// </summary>
public sealed record PortWatchRequest
{
    /// <summary>1 to 65535; else INVALID_PORT.</summary>
    public required int Port { get; init; }

    /// <summary>Null: <see cref="PortWatchMode.Http"/>.</summary>
    public PortWatchMode? Mode { get; init; }

    /// <summary>
    /// What is asked for, with its query: begins with <c>/</c>, at most 2,048 characters, none of them a control. Null: <c>/</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The least status that is ready; null: 200.</summary>
    public int? StatusMin { get; init; }

    /// <summary>The greatest status that is ready, not below <see cref="StatusMin"/>; null: 399.</summary>
    public int? StatusMax { get; init; }

    /// <summary>The watch ends with this background process; none of this id: PROCESS_NOT_FOUND.</summary>
    public ProcessId? ProcessId { get; init; }

    /// <summary>Milliseconds from one try to the next; null: 500. What is below 100 counts as 100, what is above 10,000 as 10,000.</summary>
    public int? Interval { get; init; }
}

/// <summary>
/// What a watch of a port tells: <see cref="Watching"/>, then exactly one of the others. The hierarchy is closed: nested and sealed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Watching), "watching")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(ProcessExited), "process_exited")]
[JsonDerivedType(typeof(Failed), "error")]
public abstract record PortWatchEvent
{
    private PortWatchEvent(int port) => Port = port;

    /// <summary>The port of the request.</summary>
    public int Port { get; }

    /// <summary>The first event: the request is understood, and the first try begins.</summary>
    public sealed record Watching(int Port) : PortWatchEvent(Port);

    /// <summary>The port is ready.</summary>
    /// <param name="StatusCode">What it answered with; left out with <see cref="PortWatchMode.Tcp"/>.</param>
    public sealed record Ready(
        int Port,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StatusCode) : PortWatchEvent(Port);

    /// <summary>The process has ended, and the port was not ready until then.</summary>
    /// <param name="ExitCode">Left out where there is none: it could not be started, or its Agent ended.</param>
    public sealed record ProcessExited(
        int Port,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ExitCode) : PortWatchEvent(Port);

    /// <summary>The watch cannot go on.</summary>
    /// <param name="Message">For people.</param>
    [method: JsonConstructor]
    public sealed record Failed(int Port, [property: JsonPropertyName("error")] string Message) : PortWatchEvent(Port);
}
