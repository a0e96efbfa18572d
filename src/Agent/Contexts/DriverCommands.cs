using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ide.Core.Protocol.Contexts;

namespace Agent.Contexts;

/// <summary>The frames that the Agent sends to a driver.</summary>
internal static class DriverCommands
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Execute(long id, ExecuteCodeRequest request) =>
        Frame("execute", json =>
        {
            var (environment, figureFormats) = (request.EnvVars, request.FigureFormats);
            json.WriteNumber("id", id);
            json.WriteString("code", request.Code);
            if (request.FirstLine is { } line)
            {
                json.WriteNumber("firstLine", line);
            }

            if (environment is { Count: > 0 })
            {
                json.WriteStartObject("env");
                foreach (var (name, value) in environment)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            if (figureFormats is not null)
            {
                json.WriteStartArray("figureFormats");
                foreach (var format in figureFormats)
                {
                    json.WriteStringValue(format);
                }

                json.WriteEndArray();
            }
        });

    public static ReadOnlyMemory<byte> Interrupt(long id) => Frame("interrupt", json => json.WriteNumber("id", id));

    public static ReadOnlyMemory<byte> Acknowledge(long barrier) =>
        Frame("barrier_ack", json => json.WriteNumber("barrier", barrier));

    /// <param name="value">Null: there is no answer to come.</param>
    public static ReadOnlyMemory<byte> Input(string? value) => Frame("input_reply", json =>
    {
        if (value is null)
        {
            json.WriteBoolean("eof", true);
        }
        else
        {
            json.WriteString("value", value);
        }
    });

    public static ReadOnlyMemory<byte> Ask(long request, DriverQuestion question) => Frame(question.Kind, json =>
    {
        json.WriteNumber("request", request);
        question.Write(json);
    });

    private static ReadOnlyMemory<byte> Frame(string type, Action<Utf8JsonWriter> members)
    {
        var frame = new ArrayBufferWriter<byte>(256);
        frame.Advance(4);
        using (var json = new Utf8JsonWriter(frame, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            members(json);
            json.WriteEndObject();
        }

        var bytes = frame.WrittenMemory.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(bytes.Length - 4));
        return bytes;
    }
}
