namespace Agent.Terminals;

/// <summary>
/// Finds the control sequences in a terminal's output (ECMA-48; https://vt100.net/emu/dec_ansi_parser), whatever pieces
/// it comes in. Text passes at the speed of a search for ESC.
/// </summary>
internal abstract class EscapeParser
{
    /// <summary>Of a sequence that means anything; what is longer is passed over.</summary>
    private const int MostParameterBytes = 64;

    private const int MostStringBytes = 1024;

    private enum State : byte
    {
        Ground,
        Escape,
        Intermediate,
        Sequence,
        SystemString,
        OtherString,
    }

    private byte[] _collected = new byte[MostStringBytes];
    private State _state;
    private int _length;
    private bool _tooLong;
    private bool _stringEscape;
    private byte _intermediate;
    private int _characterBytes;

    /// <summary>The next byte begins something new: neither a sequence nor a character is under way.</summary>
    public bool IsBetween => _state == State.Ground && _characterBytes == 0;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_state == State.Ground)
            {
                var escape = bytes.IndexOf((byte)0x1b);
                TrackCharacter(escape < 0 ? bytes : bytes[..escape]);
                if (escape < 0)
                {
                    return;
                }

                bytes = bytes[escape..];
                _characterBytes = 0;
            }

            Step(bytes[0]);
            bytes = bytes[1..];
        }
    }

    /// <summary>ESC and what follows it.</summary>
    protected abstract void OnEscape(byte intermediate, byte final);

    /// <summary>CSI, with the parameters and intermediates as they are, for example <c>?1049</c>.</summary>
    protected abstract void OnSequence(ReadOnlySpan<byte> parameters, byte final);

    /// <summary>OSC, without its end.</summary>
    protected abstract void OnSystemString(ReadOnlySpan<byte> content);

    /// <summary>A parser in the same state that goes its own way.</summary>
    protected EscapeParser CloneParser()
    {
        var copy = (EscapeParser)MemberwiseClone();
        copy._collected = [.. _collected];
        return copy;
    }

    private void Step(byte value)
    {
        switch (value)
        {
            case 0x1b when _state is State.SystemString or State.OtherString:
                _stringEscape = true;
                return;
            case 0x1b:
                Enter(State.Escape);
                return;
            case 0x18 or 0x1a: // CAN, SUB
                Enter(State.Ground);
                return;
            case < 0x20 when _state is not (State.SystemString or State.OtherString):
                return; // carried out in the middle of a sequence
        }

        switch (_state)
        {
            case State.Escape:
                Escape(value);
                break;
            case State.Intermediate:
                if (value >= 0x30)
                {
                    Enter(State.Ground);
                    OnEscape(_intermediate, value);
                }

                break;
            case State.Sequence:
                Sequence(value);
                break;
            default:
                String(value);
                break;
        }
    }

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'[':
                Enter(State.Sequence);
                break;
            case (byte)']':
                Enter(State.SystemString);
                break;
            case (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_':
                Enter(State.OtherString);
                break;
            case < 0x30:
                Enter(State.Intermediate);
                _intermediate = value;
                break;
            default:
                Enter(State.Ground);
                OnEscape(0, value);
                break;
        }
    }

    private void Sequence(byte value)
    {
        if (value is >= 0x40 and <= 0x7e)
        {
            Enter(State.Ground, keep: true);
            if (!_tooLong)
            {
                OnSequence(_collected.AsSpan(0, _length), value);
            }
        }
        else if (value < 0x40)
        {
            Collect(value, MostParameterBytes);
        }
        else
        {
            Enter(State.Ground); // no sequence after all
        }
    }

    private void String(byte value)
    {
        if (_stringEscape)
        {
            // ESC \ ends it as a whole; ESC and anything else breaks it off and begins anew.
            var whole = value == (byte)'\\';
            End(whole);
            if (!whole)
            {
                Enter(State.Escape);
                Step(value);
            }
        }
        else if (value == 0x07)
        {
            End(whole: true);
        }
        else
        {
            Collect(value, MostStringBytes);
        }

        void End(bool whole)
        {
            var isSystem = _state == State.SystemString;
            Enter(State.Ground, keep: true);
            if (whole && isSystem && !_tooLong)
            {
                OnSystemString(_collected.AsSpan(0, _length));
            }
        }
    }

    private void Collect(byte value, int most)
    {
        if (_length < most)
        {
            _collected[_length++] = value;
        }
        else
        {
            _tooLong = true;
        }
    }

    private void Enter(State state, bool keep = false)
    {
        _state = state;
        _stringEscape = false;
        _characterBytes = 0;
        if (!keep)
        {
            (_length, _tooLong) = (0, false);
        }
    }

    /// <summary>Only the last bytes matter: whether they begin a character whose rest is still to come.</summary>
    private void TrackCharacter(ReadOnlySpan<byte> text)
    {
        foreach (var value in text[^Math.Min(4, text.Length)..])
        {
            _characterBytes = value switch
            {
                >= 0xf0 and <= 0xf4 => 3,
                >= 0xe0 and <= 0xef => 2,
                >= 0xc2 and <= 0xdf => 1,
                >= 0x80 and <= 0xbf when _characterBytes > 0 => _characterBytes - 1,
                _ => 0,
            };
        }
    }
}
