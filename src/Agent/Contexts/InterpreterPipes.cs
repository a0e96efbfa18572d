using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Contexts;

/// <summary>The four pipes of an interpreter: our ends, and its ends until they are handed over.</summary>
internal sealed class InterpreterPipes : IDisposable
{
    public InterpreterPipes()
    {
        var (inputReader, inputWriter) = DescriptorPair.Pipe(large: false);
        var (outputReader, outputWriter) = DescriptorPair.Pipe(large: true);
        var (stdoutReader, stdoutWriter) = DescriptorPair.Pipe(large: true);
        var (stderrReader, stderrWriter) = DescriptorPair.Pipe(large: false);
        Theirs = new(inputReader, outputWriter, stdoutWriter, stderrWriter);
        Commands = new(inputWriter);
        Frames = new(outputReader);
        Stdout = new(stdoutReader);
        Stderr = new(stderrReader);
    }

    /// <summary>What the interpreter gets.</summary>
    internal readonly record struct Ends(SafeFileHandle In, SafeFileHandle Out, SafeFileHandle Stdout, SafeFileHandle Stderr);

    public Ends Theirs { get; }

    public DescriptorStream Commands { get; }

    public PolledDescriptor Frames { get; }

    public PolledDescriptor Stdout { get; }

    public PolledDescriptor Stderr { get; }

    /// <summary>After this an end of file means that the interpreter and its children closed their ends.</summary>
    public void CloseTheirs()
    {
        Theirs.In.Dispose();
        Theirs.Out.Dispose();
        Theirs.Stdout.Dispose();
        Theirs.Stderr.Dispose();
    }

    public void Dispose()
    {
        CloseTheirs();
        Commands.Dispose();
        Frames.Dispose();
        Stdout.Dispose();
        Stderr.Dispose();
    }
}
