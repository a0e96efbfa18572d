using System.Globalization;
using System.Text;

namespace Agent.Terminals;

/// <summary>
/// The state of a terminal that does not show in its last lines of output but decides how they look and what keys send:
/// the alternate screen, bracketed paste, mouse, cursor keys. A viewer who joins late is brought into it first.
/// </summary>
internal sealed class TerminalModes : EscapeParser
{
    /// <summary>DEC private modes that emulators keep, with what they are on an empty screen.</summary>
    private static readonly (int Mode, bool Default)[] Tracked =
    [
        (1, false), // cursor keys send application codes
        (5, false), // reverse video
        (6, false), // origin
        (7, true), // wrap at the margin
        (9, false), (1000, false), (1002, false), (1003, false), // mouse
        (1005, false), (1006, false), (1015, false), (1016, false), // how the mouse is reported
        (1004, false), // focus is reported
        (12, false), // the cursor blinks
        (25, true), // the cursor shows
        (45, false), // wrap backwards
        (66, false), // keypad
        (1007, false), // the wheel sends cursor keys
        (2004, false), // bracketed paste
    ];

    /// <summary>They exclude each other: to set one ends the others.</summary>
    private static readonly int[] MouseModes = [9, 1000, 1002, 1003];

    private Dictionary<int, bool> _changed = [];
    private int _alternateScreen;
    private bool _insert;
    private bool _newLine;
    private int _cursorStyle;
    private string _title = "";

    /// <summary>A program has the whole screen to itself.</summary>
    public bool IsAlternateScreen => _alternateScreen != 0;

    public TerminalModes Clone()
    {
        var copy = (TerminalModes)CloneParser();
        copy._changed = new(_changed);
        return copy;
    }

    /// <summary>What brings an empty screen into this state.</summary>
    public string ToSequences()
    {
        var text = new StringBuilder();
        if (_title.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\e]2;{_title}\a");
        }

        if (_alternateScreen != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[?{_alternateScreen}h");
        }

        foreach (var (mode, isSet) in _changed.OrderBy(static mode => mode.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[?{mode}{(isSet ? 'h' : 'l')}");
        }

        text.Append(_insert ? "\e[4h" : "").Append(_newLine ? "\e[20h" : "");
        return _cursorStyle == 0 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"\e[{_cursorStyle} q").ToString();
    }

    protected override void OnEscape(byte intermediate, byte final)
    {
        switch (((char)intermediate, (char)final))
        {
            case ('\0', 'c'): // full reset
                Reset();
                _alternateScreen = 0;
                _title = "";
                break;
            case ('\0', '='):
                Set(66, true);
                break;
            case ('\0', '>'):
                Set(66, false);
                break;
        }
    }

    protected override void OnSequence(ReadOnlySpan<byte> parameters, byte final)
    {
        switch ((char)final)
        {
            case 'h' or 'l' when !parameters.IsEmpty && parameters[0] == (byte)'?':
                foreach (var mode in Numbers(parameters[1..]))
                {
                    SetPrivate(mode, final == (byte)'h');
                }

                break;
            case 'h' or 'l':
                foreach (var mode in Numbers(parameters))
                {
                    _insert = mode == 4 ? final == (byte)'h' : _insert;
                    _newLine = mode == 20 ? final == (byte)'h' : _newLine;
                }

                break;
            case 'p' when parameters.SequenceEqual("!"u8): // soft reset
                Reset();
                break;
            case 'q' when !parameters.IsEmpty && parameters[^1] == (byte)' ':
                _cursorStyle = Numbers(parameters[..^1]) is [>= 0 and <= 6 and var style, ..] ? style : 0;
                break;
        }
    }

    protected override void OnSystemString(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("0;"u8) || content.StartsWith("2;"u8))
        {
            _title = new string([.. Encoding.UTF8.GetString(content[2..]).Where(static character => !char.IsControl(character)).Take(256)]);
        }
    }

    private void SetPrivate(int mode, bool isSet)
    {
        if (mode is 47 or 1047 or 1049)
        {
            _alternateScreen = isSet ? mode : 0;
        }
        else if (MouseModes.Contains(mode))
        {
            foreach (var other in MouseModes)
            {
                Set(other, isSet && other == mode);
            }
        }
        else
        {
            Set(mode, isSet);
        }
    }

    private void Set(int mode, bool isSet)
    {
        foreach (var (tracked, byDefault) in Tracked)
        {
            if (tracked == mode && isSet != byDefault)
            {
                _changed[mode] = isSet;
            }
            else if (tracked == mode)
            {
                _changed.Remove(mode);
            }
        }
    }

    private void Reset()
    {
        _changed.Clear();
        (_insert, _newLine, _cursorStyle) = (false, false, 0);
    }

    private static List<int> Numbers(ReadOnlySpan<byte> parameters)
    {
        var numbers = new List<int>();
        foreach (var range in parameters.Split((byte)';'))
        {
            numbers.Add(int.TryParse(parameters[range], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        }

        return numbers;
    }
}
