using Ide.Web.Hosting;

namespace Ide.Web.Tests.Hosting;

public sealed class CommandLineTests
{
    private static (Dictionary<string, string?> Settings, string? Refusal) Read(string line, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(static pair => pair.Name, static pair => pair.Value);
        CommandLine.TryRead(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => variables.GetValueOrDefault(name), out var settings, out _, out var refusal);
        return (settings, refusal);
    }

    [Fact]
    public void Switches_and_variables_say_the_same_and_the_line_wins()
    {
        var (settings, refusal) = Read("--port 9000 --on-exit=keep", ("IDE_PORT", "1"), ("IDE_PREVIEW_DOMAIN", "p.example"), ("IDE_TOKEN", ""));

        Assert.Null(refusal);
        Assert.Equal(
            [KeyValuePair.Create("Ide:OnExit", "keep"), KeyValuePair.Create("Ide:Port", "9000"), KeyValuePair.Create("Ide:PreviewDomain", "p.example")],
            settings.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value!)).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--prot 9000", "--prot is not an option of this server; --help lists them.")]
    [InlineData("port", "port is not an option of this server; --help lists them.")]
    [InlineData("--port", "--port needs a value.")]
    [InlineData("--port --host x", "--port needs a value.")]
    [InlineData("--port http", "--port http is not a port: expected 0 to 65535.")]
    [InlineData("--port 65536", "--port 65536 is not a port: expected 0 to 65535.")]
    [InlineData("--url ide.example.org", "--url ide.example.org must be an address like https://ide.example.org.")]
    [InlineData("--on-exit maybe", "--on-exit maybe must be stop or keep.")]
    public void What_makes_no_sense_is_said_in_a_sentence(string line, string sentence) => Assert.Equal(sentence, Read(line).Refusal);

    [Fact]
    public void A_variable_that_makes_no_sense_is_named() =>
        Assert.Equal("IDE_PORT none is not a port: expected 0 to 65535.", Read("", ("IDE_PORT", "none")).Refusal);

    [Theory]
    [InlineData("preview.example.org", "ide.example.org", true)]
    [InlineData("example.org", "example.org", true)]
    [InlineData("EXAMPLE.org.", "ide.example.org", true)]
    [InlineData("a.example.co.uk", "b.example.co.uk", true)]
    [InlineData("a.co.uk", "b.co.uk", false)]
    [InlineData("example-previews.org", "example.org", false)]
    [InlineData("previews.localhost", "localhost", false)]
    [InlineData("localhost", "localhost", false)]
    [InlineData("localhost", "ide.example.org", false)]
    public void A_preview_domain_of_the_same_site_is_recognised(string preview, string ide, bool isShared) =>
        Assert.Equal(isShared, RegistrableDomain.IsShared(preview, ide));

    public static TheoryData<string, string, string> BadOptions => new()
    {
        { "Host", "example.org", "--host" },
        { "Url", "ftp://example.org", "--url" },
        { "Url", "https://example.org/path", "--url" },
        { "Token", "has a blank in it", "--token" },
        { "Token", "short", "--token" },
        { "Owner", " ", "--owner" },
        { "Provider", "docker", "--provider" },
        { "PreviewDomain", "https://example.org", "--preview-domain" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_are_checked_before_the_server_starts(string option, string value, string named)
    {
        var options = new ServerOptions();
        typeof(ServerOptions).GetProperty(option)!.SetValue(options, option == "Url" ? new Uri(value) : value);

        var result = new ServerOptionsRules().Validate(null, options);

        Assert.True(result.Failed);
        Assert.Contains(named, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Previews_on_the_IDEs_own_site_are_refused()
    {
        var options = new ServerOptions { Url = new("https://ide.example.org"), PreviewDomain = "previews.example.org" };

        Assert.Contains("same site", new ServerOptionsRules().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }
}
