using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Terminals;

/// <summary>
/// What a terminal says to a viewer in a text frame; output travels as bytes in binary ones. The hierarchy is closed:
/// nested and sealed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Resized), "resize")]
[JsonDerivedType(typeof(Typist), "typist")]
[JsonDerivedType(typeof(Typing), "typing")]
[JsonDerivedType(typeof(Exited), "exit")]
[JsonDerivedType(typeof(Refused), "error")]
public abstract record TerminalNotice
{
    private TerminalNotice() { }

    /// <summary>The first frame.</summary>
    /// <param name="Offset">
    /// Position of the first byte that follows in the whole output. Later than what was asked for: the bytes between are
    /// no longer kept, and the viewer starts on an empty screen.
    /// </param>
    /// <param name="Live">Bytes before this position are replay: questions in them have been answered long ago.</param>
    /// <param name="Id">The terminal, also when it was made for this socket.</param>
    /// <param name="Modes">
    /// Escape sequences that bring an empty screen into the state (alternate screen, bracketed paste, mouse, …) that the
    /// first byte finds; to be written first and not counted. Null: none needed.
    /// </param>
    public sealed record Ready(
        long Offset,
        int Cols,
        int Rows,
        long Live,
        TerminalId Id,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Modes = null) : TerminalNotice;

    /// <summary>The size that all viewers share is now this.</summary>
    public sealed record Resized(int Cols, int Rows) : TerminalNotice;

    /// <summary>
    /// Whether this viewer's emulator answers the program's questions (device attributes, cursor position, colours):
    /// only that of who typed last does. Answers of others are dropped.
    /// </summary>
    public sealed record Typist(bool You) : TerminalNotice;

    /// <summary>Somebody else types: told at their first keystroke, then twice a second at most while they go on.</summary>
    /// <param name="Name">The name that the web server vouches for; never what a viewer says of itself.</param>
    public sealed record Typing(string Name) : TerminalNotice;

    /// <summary>The program ended, and all that it wrote has been sent. The last frame.</summary>
    /// <param name="Code">The exit code, 128+N for death by signal N.</param>
    /// <param name="Signal">For example SIGKILL; null when no signal ended it.</param>
    public sealed record Exited(int Code, string? Signal) : TerminalNotice;

    /// <summary>A control frame was not understood; or, as the last frame, why the socket closes.</summary>
    public sealed record Refused(string Message) : TerminalNotice;
}
