using System.Text;
using System.Text.Json;
using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Contexts;

/// <summary>
/// The drivers as interpreters get them: anonymous files in memory, handed over as descriptors, so that nothing of a driver
/// lies where user code could change it.
/// </summary>
internal sealed class KernelFiles
{
    private const string PythonPrefix = "kernels/python/";

    /// <summary>What python3 gets as -c.</summary>
    public string PythonBootstrap { get; } = Encoding.UTF8.GetString(Read("kernels/python/bootstrap.py"));

    /// <summary>What node gets as -e.</summary>
    public string NodeBootstrap { get; } = Encoding.UTF8.GetString(Read("kernels/node/bootstrap.cjs"));

    /// <summary>The Python driver's modules: one JSON object, name to source. To be disposed of by the caller.</summary>
    public static SafeFileHandle OpenPythonModules()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var resource in typeof(KernelFiles).Assembly.GetManifestResourceNames())
            {
                if (resource.StartsWith(PythonPrefix + "ide_kernel/", StringComparison.Ordinal))
                {
                    json.WriteString(ModuleOf(resource), Read(resource));
                }
            }

            json.WriteEndObject();
        }

        return DescriptorPair.MemoryFile(buffer.ToArray());
    }

    /// <summary>kernel.cjs.gz or typescript.cjs.gz. To be disposed of by the caller.</summary>
    public static SafeFileHandle OpenNodeBundle(string name) => DescriptorPair.MemoryFile(Read($"kernels/node/{name}"));

    private static string ModuleOf(string resource)
    {
        var name = resource[PythonPrefix.Length..^".py".Length].Replace('/', '.');
        return name.EndsWith(".__init__", StringComparison.Ordinal) ? name[..^".__init__".Length] : name;
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(KernelFiles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The Agent was built without {resource}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
