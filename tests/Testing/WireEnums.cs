using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Testing;

/// <summary>The enums that an assembly sends as JSON: all that say how.</summary>
public static class WireEnums
{
    public static IReadOnlyList<Type> In(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(static type => type.IsEnum
            && (type.IsDefined(typeof(JsonConverterAttribute), inherit: false)
                || type.GetFields().Any(static member => member.IsDefined(typeof(JsonStringEnumMemberNameAttribute), inherit: false)))),
    ];

    /// <summary>Those that are taken by number too, as JSON's number or as a text of digits.</summary>
    public static IEnumerable<Type> TakenByNumber(Assembly assembly) =>
        In(assembly).Where(static type => IsTaken(type, "0") || IsTaken(type, "\"0\""));

    private static bool IsTaken(Type type, string json)
    {
        try
        {
            JsonSerializer.Deserialize(json, type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
