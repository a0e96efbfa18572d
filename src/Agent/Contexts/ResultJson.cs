using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Agent.Contexts;

/// <summary>
/// Turns a MIME bundle into the members of <c>execute/code</c>'s result: the well-known types under their short names, all
/// others in <c>mime</c>. A member whose value is not of its type's form is left out.
/// </summary>
internal static class ResultJson
{
    private enum Form
    {
        Text,
        Base64,
        Json,
    }

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, (string Member, Form Form)> Members = new(StringComparer.Ordinal)
    {
        ["text/plain"] = ("text", Form.Text),
        ["text/html"] = ("html", Form.Text),
        ["image/png"] = ("png", Form.Base64),
        ["image/jpeg"] = ("jpeg", Form.Base64),
        ["image/svg+xml"] = ("svg", Form.Text),
        ["text/latex"] = ("latex", Form.Text),
        ["text/markdown"] = ("markdown", Form.Text),
        ["application/javascript"] = ("javascript", Form.Text),
        ["application/json"] = ("json", Form.Json),
        ["application/pdf"] = ("pdf", Form.Base64),
        ["application/vnd.ide.chart+json"] = ("chart", Form.Json),
        ["application/vnd.ide.table+json"] = ("data", Form.Json),
    };

    public static ReadOnlyMemory<byte> Of(JsonElement data, JsonElement metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            var others = false;
            foreach (var (name, value) in Properties(data))
            {
                if (!Members.TryGetValue(name, out var member))
                {
                    others = true;
                }
                else if (HasForm(value, member.Form))
                {
                    json.WritePropertyName(member.Member);
                    value.WriteTo(json);
                }
            }

            if (others)
            {
                WriteOthers(json, data);
            }

            json.WritePropertyName("metadata");
            metadata.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteOthers(Utf8JsonWriter json, JsonElement data)
    {
        json.WriteStartObject("mime");
        foreach (var (name, value) in Properties(data))
        {
            if (!Members.ContainsKey(name))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Of members that come twice, the last.</summary>
    private static Dictionary<string, JsonElement> Properties(JsonElement data)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in data.EnumerateObject())
        {
            found[property.Name] = property.Value;
        }

        return found;
    }

    private static bool HasForm(JsonElement value, Form form) => form switch
    {
        Form.Json => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array,
        Form.Base64 => value.ValueKind == JsonValueKind.String && Base64.IsValid(value.GetString()),
        _ => value.ValueKind == JsonValueKind.String,
    };
}
