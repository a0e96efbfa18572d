using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>
/// What a watch tells; the format is <c>FileWatchSSEEvent</c> of the Cloudflare Sandbox SDK. The hierarchy is closed: nested and sealed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Watching), "watching")]
[JsonDerivedType(typeof(Changed), "event")]
[JsonDerivedType(typeof(Missed), "error")]
[JsonDerivedType(typeof(Stopped), "stopped")]
public abstract record WatchEvent
{
    private WatchEvent() { }

    /// <summary>The first event: what happens from now on is told.</summary>
    /// <param name="Path">As it was asked for, absolute; what is told begins with it.</param>
    public sealed record Watching(SandboxPath Path, string WatchId) : WatchEvent;

    /// <summary>One change. Several of one file within 20 ms may be told as one.</summary>
    /// <param name="Path">A name that is no UTF-8 stands as it does in lists.</param>
    /// <param name="Timestamp">When it was seen.</param>
    public sealed record Changed(FileWatchEventType EventType, string Path, bool IsDirectory, DateTimeOffset Timestamp) : WatchEvent;

    /// <summary>
    /// Something was not told: look again at all below <paramref name="Path"/>. The watch goes on, unless <c>stopped</c> follows at
    /// once. It comes when the reader is so slow, or so much happens at once, that the kernel's queue (usually 16,384 events) is full.
    /// </summary>
    /// <param name="Message">For people.</param>
    /// <param name="Path">Ours beside the SDK's fields.</param>
    [method: JsonConstructor]
    public sealed record Missed([property: JsonPropertyName("error")] string Message, string Path) : WatchEvent;

    /// <summary>
    /// The last event: the directory was deleted or moved away, it has more directories than can be watched, or the sandbox stops.
    /// </summary>
    /// <param name="Reason">For people.</param>
    public sealed record Stopped(string Reason) : WatchEvent;
}
