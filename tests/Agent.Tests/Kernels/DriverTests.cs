namespace Agent.Tests.Kernels;

/// <summary>The drivers against the real interpreters, without an Agent.</summary>
public sealed class DriverTests
{
    public static TheoryData<string> PythonFiles => FilesIn("python", "test_*.py");

    public static TheoryData<string> NodeFiles => FilesIn("node", "*.test.mjs");

    [Theory]
    [MemberData(nameof(PythonFiles))]
    public async Task The_Python_driver_passes_its_tests(string file)
    {
        var said = await DriverScript.RunAsync("/usr/bin/python3", [file, "-v"], Path.Combine(DriverScript.Folder(), "python"));
        Assert.Matches("Ran [1-9][0-9]* test", said);
    }

    [Theory]
    [MemberData(nameof(NodeFiles))]
    public async Task The_Node_driver_passes_its_tests(string file)
    {
        var said = await DriverScript.RunAsync("node", ["--test", file], Path.Combine(DriverScript.Folder(), "node"));
        Assert.Matches("# pass [1-9]", said);
        Assert.Contains("# fail 0", said, StringComparison.Ordinal);
    }

    private static TheoryData<string> FilesIn(string language, string pattern) =>
        [.. Directory.GetFiles(Path.Combine(DriverScript.Folder(), language), pattern).Select(static file => Path.GetFileName(file))];
}
