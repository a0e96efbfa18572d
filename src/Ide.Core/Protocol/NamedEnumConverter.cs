using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>An enum as the name of its member and nothing else: a number would also make members that there are not.</summary>
public sealed class NamedEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
