using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Ide.Web.Tests;

/// <summary>
/// bUnit was built against another version of AngleSharp.Diffing than the one that restores; the runtime would refuse it.
/// </summary>
internal static class AngleSharpDiffing
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
