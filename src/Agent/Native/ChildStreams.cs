using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>The pipes of one child: our ends as streams, its ends until they are handed over.</summary>
internal sealed class ChildStreams : IDisposable
{
    private readonly List<SafeFileHandle> _theirs = [];
    private readonly List<(int Number, SafeFileHandle Handle)> _installed = [];

    public ChildStreams(SpawnRequest request)
    {
        _installed.AddRange(request.Descriptors);
        try
        {
            if (request.Input == StandardInput.Pipe && IsFree(request, 0))
            {
                var (reader, writer) = DescriptorPair.Pipe(large: false);
                Install(0, reader);
                Input = new DescriptorStream(writer);
            }

            Output = IsFree(request, 1) ? MakeOutput(1) : null;
            Error = IsFree(request, 2) ? MakeOutput(2) : null;
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public DescriptorStream? Input { get; }

    public DescriptorStream? Output { get; }

    public DescriptorStream? Error { get; }

    /// <summary>What the child gets, and where.</summary>
    public IReadOnlyList<(int Number, SafeFileHandle Handle)> Installed => _installed;

    /// <summary>After this an end of file means that the child and its children closed their ends.</summary>
    public void CloseTheirs()
    {
        foreach (var handle in _theirs)
        {
            handle.Dispose();
        }
    }

    public void Dispose()
    {
        CloseTheirs();
        Input?.Dispose();
        Output?.Dispose();
        Error?.Dispose();
    }

    private static bool IsFree(SpawnRequest request, int number) =>
        request.Terminal is null && !request.Descriptors.Any(descriptor => descriptor.Number == number);

    private DescriptorStream MakeOutput(int number)
    {
        var (reader, writer) = DescriptorPair.Pipe(large: number == 1);
        Install(number, writer);
        return new DescriptorStream(reader);
    }

    private void Install(int number, SafeFileHandle handle)
    {
        _theirs.Add(handle);
        _installed.Add((number, handle));
    }
}
