using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// Sandboxes on this machine, in two nested worlds under bubblewrap, without a daemon: the Agent and its state in the outer
/// one, everything that a user starts in the inner one. They outlive the server; docs/isolation.md tells what closes them off.
/// </summary>
public sealed class LocalProvider : ISandboxProvider, IDisposable
{
    /// <summary>What <see cref="SandboxRecord.Provider"/> says of this provider's sandboxes.</summary>
    public const string ProviderName = "local";

    private const string Bubblewrap = "/usr/bin/bwrap";

    /// <summary>Where <c>ide-launcher host --stage</c> brings directories for the sandbox's user.</summary>
    private const string Stage = "/mnt";

    /// <summary>A start that takes longer than this has failed.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly SandboxCatalog _catalog;
    private readonly AgentBinaries _binaries;
    private readonly HostUsers _users;
    private readonly ControlGroups _groups;

    /// <param name="catalog">Where the sandboxes' directories are.</param>
    /// <param name="agentDirectory">Where the build has put the Agent and its launcher.</param>
    /// <param name="dataDirectory">The server's data directory.</param>
    /// <exception cref="AgentException">This machine cannot run sandboxes; the message says what to do about it.</exception>
    public LocalProvider(SandboxCatalog catalog, string agentDirectory, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!File.Exists(Bubblewrap))
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, "Sandboxes need bubblewrap: install the package bubblewrap.");
        }

        if (ForbiddenBy() is { } setting)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, $"Sandboxes need user namespaces, which this machine forbids: set the sysctl {setting}.");
        }

        _catalog = catalog;
        _groups = ControlGroups.Find(ServerName(dataDirectory));
        _binaries = AgentBinaries.Install(agentDirectory, dataDirectory);
        _binaries.RemoveOthers(catalog.Load().Select(PlacesOf).Select(Incarnation.Load)
            .Where(incarnation => incarnation is { IsAlive: true }).Select(incarnation => incarnation!.Binaries).ToHashSet());
        _users = new HostUsers(dataDirectory);
    }

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public async Task<SandboxRecord> PrepareAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Network == NetworkAccess.Egress && EgressNetwork.Missing is { } missing)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, missing);
        }

        return record with { HostUser = await _users.TakeAsync(cancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public async Task<SandboxRecord> StartAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        if (Directory.Exists(PlacesOf(record).Run))
        {
            await StopAsync(record, cancellationToken).ConfigureAwait(false);
            // What an earlier life said is no word of this one, also where this one ends before it says anything.
            File.Delete(PlacesOf(record).Log);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartLimit);
        try
        {
            return await StartWorldsAsync(record, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await StopAsync(record, CancellationToken.None).ConfigureAwait(false);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new AgentException(
                    ErrorCode.SandboxUnavailable, $"The sandbox did not start within {StartLimit.TotalSeconds:0} s. Its last words: {LastWords(record)}", null, failure);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsAlive(SandboxRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Incarnation.Load(PlacesOf(record)) is { IsAlive: true };
    }

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        // Through the directory's descriptor: a path of any length, where the address itself holds only 107 bytes.
        using var run = HostCalls.OpenDirectory(PlacesOf(record).Run);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var address = new UnixDomainSocketEndPoint($"/proc/self/fd/{run.DangerousGetHandle()}/{SandboxPlaces.SocketName}");
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"The Agent of {record.Id} does not listen.", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? LastWords(SandboxRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            var lines = File.ReadAllLines(PlacesOf(record).Log);
            return lines.FirstOrDefault(IsOfWorld) ?? lines.LastOrDefault(IsTelling);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> MendAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var places = PlacesOf(record);
        if (Incarnation.Load(places) is not { IsAlive: true, Network.IsAlive: false } noted)
        {
            return false;
        }

        var restrictions = Restrictions(record, _groups.DirectoriesOf(record.Id));
        var network = await EgressNetwork.ConnectAsync(
            _binaries.Launcher, restrictions, record.HostUser, noted.World.Pid, places, cancellationToken).ConfigureAwait(false);
        try
        {
            await (noted with { Network = network }).SaveAsync(places, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch
        {
            // One that is noted nowhere would never be ended, and the next look would start another beside it.
            network.Kill();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var places = PlacesOf(record);
        await new SandboxProcesses(record, places, _groups).EndAsync(cancellationToken).ConfigureAwait(false);
        await _groups.RemoveAsync(record.Id, cancellationToken).ConfigureAwait(false);
        places.ForgetIncarnation();
    }

    /// <inheritdoc/>
    public async Task DestroyAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        await StopAsync(record, cancellationToken).ConfigureAwait(false);
        var places = PlacesOf(record);
        foreach (var directory in new[] { places.Files, places.State, places.Config, places.Run }.Where(Directory.Exists))
        {
            await DirectoryRemoval.RemoveAsync(directory, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of what the server holds; sandboxes go on.</summary>
    public void Dispose()
    {
        _groups.RemoveEmptyFamily();
        _users.Dispose();
    }

    /// <summary>The setting that allows user namespaces where the machine has it otherwise; the second one is Debian's own.</summary>
    private static string? ForbiddenBy()
    {
        return IsZero("user/max_user_namespaces") ? "user.max_user_namespaces to 10000"
            : IsZero("kernel/unprivileged_userns_clone") ? "kernel.unprivileged_userns_clone to 1"
            : null;

        static bool IsZero(string name) => File.Exists($"/proc/sys/{name}") && File.ReadAllText($"/proc/sys/{name}").Trim() == "0";
    }

    /// <summary>Short, and another one for each data directory.</summary>
    private static string ServerName(string dataDirectory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory))))[..8];

    private SandboxPlaces PlacesOf(SandboxRecord record) => new(_catalog, record.Id);

    private async Task<SandboxRecord> StartWorldsAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        var places = PlacesOf(record);
        await MakePlacesAsync(record, places, cancellationToken).ConfigureAwait(false);
        var (groups, heldByGroups) = _groups.Create(record.Id, record.Limits);

        var restrictions = Restrictions(record, groups);
        await HostLauncher.StartAsync(
            _binaries.Launcher,
            [.. restrictions, .. LimitRules.HostOptions(record.Limits, heldByGroups), .. StageOf(record, places), .. WorldCommand.Descriptors(places), "--env", "PATH=/usr/bin:/bin"],
            WorldCommand.Build(record, SourcesOf(record, places)),
            cancellationToken).ConfigureAwait(false);

        var world = await WaitForWorldAsync(record, places, cancellationToken).ConfigureAwait(false);
        var network = record.Network == NetworkAccess.Egress
            ? await EgressNetwork.StartAsync(_binaries.Launcher, restrictions, record.HostUser, world.Pid, places, cancellationToken).ConfigureAwait(false)
            : null;
        await new Incarnation(world, network, _binaries.Directory).SaveAsync(places, cancellationToken).ConfigureAwait(false);
        return record with { LimitsHeldBy = LimitRules.HeldBy(record.Limits, heldByGroups) };
    }

    private static async Task MakePlacesAsync(SandboxRecord record, SandboxPlaces places, CancellationToken cancellationToken)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var directory in new[] { places.Run, places.State, places.Config, places.Files })
        {
            Directory.CreateDirectory(directory, ownerOnly);
        }

        RootFilesystem.Create(places, record.HostUser);
        RootFilesystem.WriteEtc(places, record);
        var config = new AgentConfig
        {
            SandboxId = record.Id,
            Secret = record.Secret,
            StateDirectory = "/state",
            Environment = RootFilesystem.Environment(record),
            MemoryMb = record.Limits.MemoryMb,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(config, HelloJson.Default.AgentConfig);
        await AtomicFile.WriteAsync(places.AgentConfig, json, cancellationToken, lasting: false).ConfigureAwait(false);
        if (record.HostUser is { } user)
        {
            foreach (var path in new[] { places.Files, places.State, places.AgentConfig })
            {
                HostCalls.ChangeOwner(path, user);
            }
        }
    }

    private static IReadOnlyList<string> Restrictions(SandboxRecord record, IReadOnlyList<string> groups)
    {
        string[] identity = record.HostUser is { } user ? ["--uid", $"{user}", "--gid", $"{user}"] : [];
        return [.. groups.SelectMany(group => new[] { "--cgroup", group }), .. identity];
    }

    /// <summary>The sandbox's user cannot walk through directories that are root's alone, so they are brought to it.</summary>
    private IEnumerable<string> StageOf(SandboxRecord record, SandboxPlaces places) => record.HostUser is null
        ? []
        : ["--stage", $"state={places.State}", "--stage", $"config={places.Config}", "--stage", $"files={places.Files}", "--stage", $"agent={_binaries.Directory}"];

    private WorldSources SourcesOf(SandboxRecord record, SandboxPlaces places) => record.HostUser is null
        ? new(places.State, places.Config, places.Files, _binaries.Directory)
        : new($"{Stage}/state", $"{Stage}/config", $"{Stage}/files", $"{Stage}/agent");

    private async Task<HostProcess> WaitForWorldAsync(SandboxRecord record, SandboxPlaces places, CancellationToken cancellationToken)
    {
        var processes = new SandboxProcesses(record, places, _groups);
        while (true)
        {
            if (processes.World is { } world)
            {
                return world;
            }

            if (LastWords(record) is { } words && IsOfWorld(words))
            {
                throw new AgentException(ErrorCode.SandboxUnavailable, $"The sandbox could not be closed off, so it was not started: {words}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a line of the Agent's may say why it ended: not the rest of a longer message, and not that all goes its way.</summary>
    private static bool IsTelling(string line) =>
        line.Length > 0 && char.IsLetterOrDigit(line[0]) && !line.Contains(" info: ", StringComparison.Ordinal);

    /// <summary>Whether a line of the log is bubblewrap's or the launcher's: what the Agent says then is only a consequence.</summary>
    private static bool IsOfWorld(string line) =>
        line.StartsWith("bwrap:", StringComparison.Ordinal) || line.StartsWith("ide-launcher:", StringComparison.Ordinal);
}
