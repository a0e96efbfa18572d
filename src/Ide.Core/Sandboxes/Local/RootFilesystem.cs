using System.Text;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// What a sandbox's programs find as <c>/</c>: a directory of their own in which they may add what they like, with the
/// host's <c>/usr</c> read-only in it and a named list of entries of <c>/etc</c>.
/// </summary>
internal static class RootFilesystem
{
    private const UnixFileMode PublicFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode PublicDirectory =
        PublicFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode SharedDirectory = PublicDirectory | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    /// <summary>The user's name and home inside.</summary>
    public const string UserName = "user";

    public const string Home = "/home/user";

    private static readonly (string Path, UnixFileMode Mode)[] Directories =
        [("workspace", PublicDirectory), ("home/user/.local/bin", PublicDirectory), ("tmp", SharedDirectory), ("var/tmp", SharedDirectory)];

    /// <summary>What is mounted over, so that nothing of the user's is ever seen there.</summary>
    private static readonly string[] MountPoints = ["usr", "etc", "proc", "dev", "run"];

    /// <summary>Where the merged layout of every supported Debian keeps them.</summary>
    private static readonly string[] Links = ["bin", "sbin", "lib", "lib64"];

    /// <summary>Entries of the host's <c>/etc</c> that programs need and that tell nothing of the host.</summary>
    public static IReadOnlyList<string> HostEtc { get; } =
    [
        "alternatives", "ca-certificates", "fonts", "gai.conf", "ImageMagick-6", "inputrc", "java-17-openjdk", "ld.so.cache",
        "ld.so.conf", "ld.so.conf.d", "locale.alias", "localtime", "magic", "magic.mime", "matplotlibrc", "mime.types",
        "perl", "profile.d", "protocols", "python3", "python3.11", "python3.13", "R", "rpc", "services", "ssl", "terminfo",
        "timezone",
    ];

    /// <summary>Entries that are written for the sandbox.</summary>
    public static IReadOnlyList<string> OwnEtc { get; } =
        ["passwd", "group", "hosts", "hostname", "resolv.conf", "nsswitch.conf", "bash.bashrc"];

    /// <summary>
    /// Makes what is missing; what is there stays as it is. The tree is the user's, who may have put links there to lead a
    /// server that is root astray: none is followed. Nothing of the sandbox may run meanwhile.
    /// </summary>
    public static void Create(SandboxPlaces places, int? owner)
    {
        File.SetUnixFileMode(places.Files, PublicDirectory);
        foreach (var directory in MountPoints)
        {
            var path = Path.Combine(places.Files, directory);
            if (IsLink(path) || File.Exists(path))
            {
                File.Delete(path);
            }

            MakeDirectory(places.Files, directory, PublicDirectory, owner);
        }

        foreach (var (directory, mode) in Directories)
        {
            MakeDirectory(places.Files, directory, mode, owner);
        }

        foreach (var link in Links)
        {
            var path = Path.Combine(places.Files, link);
            if (new FileInfo(path).LinkTarget is { } target && target != $"usr/{link}")
            {
                File.Delete(path);
            }

            if (!IsLink(path) && !File.Exists(path) && !Directory.Exists(path))
            {
                File.CreateSymbolicLink(path, $"usr/{link}");
                Give(path, owner);
            }
        }
    }

    /// <summary>Writes <see cref="OwnEtc"/>, anew at each start: they follow the record.</summary>
    public static void WriteEtc(SandboxPlaces places, SandboxRecord record)
    {
        Directory.CreateDirectory(places.Etc);
        File.SetUnixFileMode(places.Config, PublicDirectory);
        File.SetUnixFileMode(places.Etc, PublicDirectory);
        Write("passwd", $"root:x:0:0:root:/root:/usr/sbin/nologin\n{UserName}:x:1000:1000:{UserName}:{Home}:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        Write("group", $"root:x:0:\ntty:x:5:\n{UserName}:x:1000:\nnogroup:x:65534:\n");
        Write("hosts", $"127.0.0.1 localhost {record.Id}\n::1 localhost\n");
        Write("hostname", $"{record.Id}\n");
        Write("resolv.conf", record.Network == NetworkAccess.Egress ? $"nameserver {EgressRules.Resolver}\n" : "");
        Write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n");
        Write("bash.bashrc", "PS1='\\[\\e[1;34m\\]\\w\\[\\e[0m\\] \\$ '\nalias ls='ls --color=auto' ll='ls -la' grep='grep --color=auto'\n");

        void Write(string name, string text)
        {
            var path = Path.Combine(places.Etc, name);
            File.WriteAllText(path, text, new UTF8Encoding(false));
            File.SetUnixFileMode(path, PublicFile);
        }
    }

    /// <summary>The variables that every program inside starts with, before the record's own.</summary>
    public static Dictionary<string, string> Environment(SandboxRecord record)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Home,
            ["USER"] = UserName,
            ["LOGNAME"] = UserName,
            ["SHELL"] = "/bin/bash",
            ["PATH"] = $"{Home}/.local/bin:{Home}/.npm-global/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games",
            ["LANG"] = "C.UTF-8",
            ["TMPDIR"] = "/tmp",
            // The user's packages go into the home, as pip has it where it may not write to /usr; Debian's would refuse otherwise.
            ["PIP_BREAK_SYSTEM_PACKAGES"] = "1",
            ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
            ["npm_config_prefix"] = $"{Home}/.npm-global",
            ["npm_config_update_notifier"] = "false",
            // What is installed globally is there for code, too, as people expect who know pip.
            ["NODE_PATH"] = $"{Home}/.npm-global/lib/node_modules",
        };
        foreach (var (name, value) in record.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static void MakeDirectory(string root, string relative, UnixFileMode mode, int? owner)
    {
        var path = root;
        foreach (var part in relative.Split('/'))
        {
            path = Path.Combine(path, part);
            if (IsLink(path) || File.Exists(path))
            {
                return;
            }

            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path);
                File.SetUnixFileMode(path, path.Length == root.Length + 1 + relative.Length ? mode : PublicDirectory);
                Give(path, owner);
            }
        }
    }

    /// <summary>Also when it leads nowhere.</summary>
    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void Give(string path, int? owner)
    {
        if (owner is { } user)
        {
            HostCalls.ChangeOwner(path, user);
        }
    }
}
