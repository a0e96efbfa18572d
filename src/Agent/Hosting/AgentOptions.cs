using System.Globalization;
using System.Text.Json;
using Ide.Core.Protocol.Hello;

namespace Agent.Hosting;

/// <summary>
/// What the Agent was started with: <c>Agent --config FILE --listen-fd N --launcher-fd N</c>. Both descriptors are
/// inherited: a listening Unix socket that its provider has bound, and the socket pair to the launcher.
/// </summary>
internal sealed record AgentOptions(AgentConfig Config, int ListenDescriptor, int LauncherDescriptor)
{
    public static AgentOptions Parse(IReadOnlyList<string> arguments)
    {
        string? config = null;
        int? listen = null;
        int? launcher = null;
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--config":
                    config = value;
                    break;
                case "--listen-fd":
                    listen = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--launcher-fd":
                    launcher = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                default:
                    throw new ArgumentException($"Unknown option {arguments[i]}.");
            }
        }

        return config is not null && listen is not null && launcher is not null
            ? new(Read(config), listen.Value, launcher.Value)
            : throw new ArgumentException("Usage: Agent --config FILE --listen-fd N --launcher-fd N");
    }

    private static AgentConfig Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), HelloJson.Default.AgentConfig)
            ?? throw new ArgumentException($"{path} holds no configuration.");
}
