using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Terminals;

/// <summary>
/// What a viewer says in a text frame; keystrokes travel as bytes in binary ones. The hierarchy is closed: nested and
/// sealed. From a viewer without the right to type, only <see cref="Acknowledge"/> has an effect.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Resize), "resize")]
[JsonDerivedType(typeof(Hide), "hidden")]
[JsonDerivedType(typeof(Acknowledge), "ack")]
public abstract record TerminalControl
{
    private TerminalControl() { }

    /// <summary>This viewer is visible and has room for so much. The smallest that all have room for holds.</summary>
    public sealed record Resize(int Cols, int Rows) : TerminalControl;

    /// <summary>Nobody looks at this viewer now: its size does not count until its next <see cref="Resize"/>.</summary>
    public sealed record Hide : TerminalControl;

    /// <summary>
    /// This viewer has dealt with everything before <paramref name="Offset"/>. Optional; once said, no more than 512 KiB
    /// are sent beyond it, so a browser that cannot keep up slows the program instead of filling its memory.
    /// </summary>
    public sealed record Acknowledge(long Offset) : TerminalControl;
}
