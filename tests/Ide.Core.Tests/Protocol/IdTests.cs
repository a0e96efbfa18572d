using System.Text.Json;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Tests.Protocol;

public sealed class IdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("my-sandbox-2")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void A_sandbox_id_that_fits_a_DNS_label_is_taken(string text) => Assert.True(SandboxId.TryParse(text, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData("../x")]
    [InlineData("api")]
    [InlineData("www")]
    [InlineData("admin")]
    [InlineData("root")]
    [InlineData("system")]
    [InlineData("01234567890123456789012345678901234567890")]
    public void Any_other_sandbox_id_is_refused(string? text) => Assert.False(SandboxId.TryParse(text, out _));

    [Theory]
    [InlineData("run_1", true)]
    [InlineData("A-b_9", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("é", false)]
    public void A_run_id_is_of_the_contracts_alphabet(string text, bool valid) =>
        Assert.Equal(valid, RunId.TryParse(text, out _));

    [Fact]
    public void A_run_id_of_65_characters_is_refused() => Assert.False(RunId.TryParse(new('a', 65), out _));

    [Fact]
    public void Made_ids_are_valid_and_differ()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => SandboxId.New()).ToHashSet();

        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.True(SandboxId.TryParse(id.Value, out _)));
    }

    [Fact]
    public void JSON_that_breaks_an_ids_rule_is_refused_with_the_rule()
    {
        var exception = Assert.Throws<BrokenRuleException>(() => JsonSerializer.Deserialize<RunId>("\"a b\""));

        Assert.Contains(RunId.Rule, exception.Message, StringComparison.Ordinal);
    }
}
