using Agent.Files;
using Ide.Core.Protocol.Errors;

namespace Agent.Tests.Files;

public sealed class PathGlobTests
{
    [Theory]
    [InlineData("*.py", "a.py")]
    [InlineData("*.py", "deep/er/a.py")]
    [InlineData("*.py", "a.pyc", false)]
    [InlineData("build", "x/build/out.o")]
    [InlineData("build/", "x/build/out.o")]
    [InlineData("src/*.ts", "src/a.ts")]
    [InlineData("src/*.ts", "src/x/a.ts", false)]
    [InlineData("src/*.ts", "x/src/a.ts", false)]
    [InlineData("/src", "src/x/a.ts")]
    [InlineData("./src/", "src/a", true)]
    [InlineData("src/**/a.ts", "src/a.ts")]
    [InlineData("src/**/a.ts", "src/x/y/a.ts")]
    [InlineData("**/x/*", "a/x/b")]
    [InlineData("**", "a/b")]
    [InlineData("*.{ts,js}", "a.js")]
    [InlineData("*.{t{s,sx},js}", "a.tsx")]
    [InlineData("*.{ts,js}", "a.py", false)]
    [InlineData("a?c", "abc")]
    [InlineData("[a-c]x", "bx")]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[", "[")]
    [InlineData("[]", "[]")]
    [InlineData("a[]", "ab", false)]
    [InlineData("[!]", "[!]")]
    [InlineData("[]x]", "]")]
    [InlineData("[!]x]", "]", false)]
    [InlineData("[^]x]", "y")]
    [InlineData("a{b", "a{b")]
    [InlineData(".*", ".env")]
    [InlineData("*a*a*b", "aaaaaaab")]
    public void A_glob_means_what_gitignore_means_by_it(string glob, string path, bool matches = true) =>
        Assert.Equal(matches, PathGlob.Parse("include", glob).Matches(path));

    [Fact]
    public void Globs_are_bounded_together_since_each_path_is_compared_with_all()
    {
        Assert.True(new PathGlobs([.. Enumerable.Repeat("*.{ts,js}", 100)], null).Includes("a.js"));
        Assert.Equal(ErrorCode.ValidationFailed, Sandbox.CodeOf(() => Assert.NotNull(new PathGlobs([.. Enumerable.Repeat("a", 101)], null))));
        Assert.Equal(ErrorCode.ValidationFailed, Sandbox.CodeOf(() => Assert.NotNull(new PathGlobs(null, [.. Enumerable.Repeat(new string('a', 1000), 100)]))));
        Assert.Equal(ErrorCode.ValidationFailed, Sandbox.CodeOf(() => Assert.NotNull(new PathGlobs([.. Enumerable.Repeat($"{{{new string(',', 63)}}}{new string('a', 900)}", 2)], null))));
    }

    [Fact]
    public void A_hostile_glob_costs_no_time_or_is_refused()
    {
        var stars = PathGlob.Parse("include", string.Concat(Enumerable.Repeat("*a", 500)) + "b");
        Assert.False(stars.Matches(new string('a', 255)));
        Assert.False(PathGlob.Parse("include", string.Concat(Enumerable.Repeat("**/a/", 200)) + "b").Matches(string.Join('/', Enumerable.Repeat("a", 400))));
        Assert.Equal(ErrorCode.ValidationFailed, Sandbox.CodeOf(() => PathGlob.Parse("include", string.Concat(Enumerable.Repeat("{a,b}", 60)))));
        Assert.Equal(ErrorCode.ValidationFailed, Sandbox.CodeOf(() => PathGlob.Parse("include", new string('{', 2000))));
    }
}
