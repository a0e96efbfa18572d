using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Sessions;

/// <summary>
/// The pipes of one shell: seven sets of standard input, output and error, made before the shell, which opens them anew
/// for each command. A set is free again when nobody holds it any more, so each command's pipes are its own.
/// </summary>
/// <remarks>
/// Seven, since the launcher installs at most 29 descriptors. A session whose earlier commands left that many programs
/// behind, each still holding its output, is refused further commands until one of them ends.
/// </remarks>
internal sealed class ShellPipes : IDisposable
{
    public const int Slots = 7;

    private readonly string _directory;
    private readonly NamedPipe[] _pipes = new NamedPipe[3 * Slots];
    private readonly bool[] _taken = new bool[Slots];

    /// <param name="directory">Made, and removed on disposal.</param>
    public ShellPipes(string directory)
    {
        _directory = directory;
        Directory.CreateDirectory(directory);
        for (var i = 0; i < _pipes.Length; i++)
        {
            _pipes[i] = new(Path.Combine(directory, $"{i}"));
        }
    }

    /// <summary>What the shell must find, and where. The caller closes them.</summary>
    public IReadOnlyList<(int Number, SafeFileHandle Handle)> OpenPaths() =>
        [.. _pipes.Select(static (pipe, i) => (ShellScript.FirstPipeDescriptor + i, pipe.OpenPath()))];

    /// <summary>A set of pipes that nobody holds; null: there is none.</summary>
    public CommandPipes? Take()
    {
        lock (_taken)
        {
            var slot = Array.IndexOf(_taken, false);
            if (slot < 0)
            {
                return null;
            }

            _taken[slot] = true;
            return new(slot, _pipes[3 * slot], _pipes[3 * slot + 1], _pipes[3 * slot + 2]);
        }
    }

    public void Return(CommandPipes pipes)
    {
        pipes.Dispose();
        lock (_taken)
        {
            _taken[pipes.Slot] = false;
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }
}

/// <summary>The Agent's ends of one command's pipes.</summary>
internal sealed class CommandPipes : IDisposable
{
    private readonly NamedPipe _input;
    private readonly SafeFileHandle _heldOutput;
    private readonly SafeFileHandle _heldError;

    public CommandPipes(int slot, NamedPipe input, NamedPipe output, NamedPipe error)
    {
        Slot = slot;
        _input = input;
        Output = new(output.OpenReader());
        Error = new(error.OpenReader());
        // A writer of our own, until the shell has come and gone: a reader without one would find the end at once.
        _heldOutput = output.OpenWriter();
        _heldError = error.OpenWriter();
    }

    public int Slot { get; }

    public DescriptorStream Output { get; }

    public DescriptorStream Error { get; }

    /// <summary>Where to write what the command reads, once it has come to read; disposal is the end of file.</summary>
    public DescriptorStream? TryOpenInput() => _input.TryOpenWriter() is { } writer ? new(writer) : null;

    /// <summary>The command has ended: the end of file now means that nobody holds the pipes.</summary>
    public void LetGo()
    {
        _heldOutput.Dispose();
        _heldError.Dispose();
    }

    public void Dispose()
    {
        LetGo();
        Output.Dispose();
        Error.Dispose();
    }
}
