using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;

namespace Ide.Core.Tests.Protocol;

public sealed class EnumsTests
{
    [Fact]
    public void Every_enum_that_is_sent_is_sent_and_taken_by_name()
    {
        var converters = typeof(Role).Assembly.GetTypes()
            .Where(static type => type.IsEnum)
            .SelectMany(static type => type.GetCustomAttributes(typeof(JsonConverterAttribute), false).Cast<JsonConverterAttribute>())
            .Select(static attribute => attribute.ConverterType!)
            .ToList();

        Assert.NotEmpty(converters);
        Assert.DoesNotContain(
            converters, static converter => converter.IsGenericType && converter.GetGenericTypeDefinition() == typeof(JsonStringEnumConverter<>));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    [InlineData("\"boss\"")]
    public void What_is_no_members_name_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Role>(json));
}
