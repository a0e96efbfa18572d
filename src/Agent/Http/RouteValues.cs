using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>Reads typed values out of a request's path and query.</summary>
internal static class RouteValues
{
    /// <exception cref="AgentException">The value is missing or breaks its type's rule.</exception>
    public static T RouteValue<T>(this HttpRequest request, string name)
        where T : struct, ITextValue<T> =>
        T.TryParse(request.RouteValues[name] as string, out var value)
            ? value
            : throw AgentException.Invalid(name, $"expected {T.Rule}");

    /// <summary>The value of a query parameter; null when it is absent or empty.</summary>
    /// <exception cref="AgentException">The value breaks its type's rule.</exception>
    public static T? QueryValue<T>(this HttpRequest request, string name)
        where T : struct, ITextValue<T>
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : T.TryParse(text, out var value) ? value
            : throw AgentException.Invalid(name, $"expected {T.Rule}");
    }

    /// <exception cref="AgentException">The query parameter is missing or breaks its type's rule.</exception>
    public static T RequiredQueryValue<T>(this HttpRequest request, string name)
        where T : struct, ITextValue<T> =>
        request.QueryValue<T>(name) ?? throw AgentException.Invalid(name, $"expected {T.Rule}");

    /// <summary>All values of a query parameter that may be there several times.</summary>
    /// <exception cref="AgentException">The query parameter is missing, or one of its values breaks its type's rule.</exception>
    public static IReadOnlyList<T> RequiredQueryValues<T>(this HttpRequest request, string name)
        where T : struct, ITextValue<T>
    {
        var texts = request.Query[name];
        return texts.Count == 0
            ? throw AgentException.Invalid(name, $"expected {T.Rule}")
            : [.. texts.Select(text => T.TryParse(text, out var value) ? value : throw AgentException.Invalid(name, $"expected {T.Rule}"))];
    }

    /// <summary>A whole number that is not negative; null when it is absent or empty.</summary>
    /// <exception cref="AgentException">The value is no such number.</exception>
    public static long? QueryNumber(this HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, System.Globalization.NumberStyles.None, null, out var value) ? value
            : throw AgentException.Invalid(name, "expected a whole number that is not negative");
    }
}
