using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes;

/// <summary>
/// Keeps a data directory to one server. The system lets go of it when the server ends, however it ends.
/// </summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="AgentException">Another server has it.</exception>
    public DataLock(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        try
        {
            // FileShare.None is flock(2) on Linux.
            _file = new FileStream(Path.Combine(dataDirectory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.GetType() == typeof(IOException))
        {
            throw new AgentException(
                ErrorCode.ResourceBusy, $"The data folder {dataDirectory} is in use by another server. Stop it, or choose another folder with --data.", null, failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
