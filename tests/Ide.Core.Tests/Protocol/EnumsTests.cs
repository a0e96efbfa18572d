using System.Text.Json;
using Ide.Core.Protocol.Access;
using Testing;

namespace Ide.Core.Tests.Protocol;

public sealed class EnumsTests
{
    [Fact]
    public void Every_enum_of_the_contract_is_taken_by_name_alone()
    {
        Assert.Contains(typeof(Role), WireEnums.In(typeof(Role).Assembly));
        Assert.Empty(WireEnums.TakenByNumber(typeof(Role).Assembly));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    [InlineData("\"boss\"")]
    public void What_is_no_members_name_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Role>(json));
}
