using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Agent.Hosting;

namespace Agent.Tests.Layout;

/// <summary>The Agent uses of Ide.Core only what is said on the wire and the plumbing of streams, never the server's half.</summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] Leaves = ["Ide.Core.Protocol", "Ide.Core.Streams", "Ide.Core.Documents"];

    [Fact]
    public void The_Agent_sees_only_the_leaves_of_Core()
    {
        var outside = TypeReferences("Ide.Core")
            .Where(name => !Leaves.Any(leaf => name.StartsWith(leaf + ".", StringComparison.Ordinal)));

        Assert.Empty(outside);
    }

    [Theory]
    [InlineData("System.Security.Cryptography")]
    [InlineData("System.Net.Security")]
    [InlineData("System.Diagnostics.Process")]
    public void The_Agent_does_without_what_an_image_may_lack_or_what_forks_unsafely(string assembly) =>
        Assert.Empty(TypeReferences(assembly));

    [Fact]
    public void The_Agent_sends_no_enum_of_its_own() => Assert.Empty(WireEnums.In(typeof(AgentOptions).Assembly));

    private static List<string> TypeReferences(string assembly)
    {
        using var file = new PEReader(File.OpenRead(typeof(AgentOptions).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.TypeReferences
               let type = metadata.GetTypeReference(handle)
               where type.ResolutionScope.Kind == HandleKind.AssemblyReference
               let scope = metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope)
               where metadata.GetString(scope.Name) == assembly
               select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
        ];
    }
}
