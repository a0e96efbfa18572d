using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Agent.Contexts;

namespace Agent.Tests.Contexts;

/// <summary>What comes out of a driver's pipe may have been written by anybody.</summary>
public sealed class DriverFramesTests
{
    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_messages()
    {
        string[] messages = ["""{"type":"a","text":"äß😀"}""", """{"type":"b"}""", $$"""{"type":"c","text":"{{new string('x', 300)}}"}"""];
        byte[] stream = [.. messages.SelectMany(Frame)];
        for (var size = 1; size <= stream.Length; size++)
        {
            Assert.Equal(messages, Read(stream, size));
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":\"\u00ff\"}", true)]
    public void What_is_no_object_in_utf8_is_refused(string body, bool latin = false)
    {
        var bytes = (latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body);
        Assert.Throws<DriverProtocolException>(() => Read(Frame(bytes), 4096));
    }

    [Fact]
    public void Too_long_and_too_deep_messages_are_refused_before_memory_is_spent_on_them()
    {
        Assert.Throws<DriverProtocolException>(() => Read([0xff, 0xff, 0xff, 0xff], 4));
        Assert.Throws<DriverProtocolException>(() => Read(Frame(new string('[', 100) + new string(']', 100)), 4096));
        var frames = new DriverFrames();
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, DriverFrames.MostFrameBytes);
        header.CopyTo(frames.Room);
        frames.Advance(4);
        Assert.Null(frames.TryRead());
        Assert.True(frames.Room.Length < 1024 * 1024);
    }

    [Fact]
    public void A_large_message_comes_through_and_its_buffer_goes()
    {
        var text = new string('x', 10_000_000);
        Assert.Equal([$$"""{"t":"{{text}}"}"""], Read(Frame($$"""{"t":"{{text}}"}"""), 1 << 16));
    }

    [Theory]
    [InlineData("""{"no":"type"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"result"}""")]
    [InlineData("""{"type":"result","execution":"1","data":{},"metadata":{}}""")]
    [InlineData("""{"type":"result","execution":1.5,"data":{},"metadata":{}}""")]
    [InlineData("""{"type":"result","execution":1,"data":[],"metadata":{}}""")]
    [InlineData("""{"type":"update_display","execution":1,"data":{},"metadata":{}}""")]
    [InlineData("""{"type":"error","execution":1,"ename":"e","evalue":"v","traceback":"t"}""")]
    [InlineData("""{"type":"error","execution":1,"ename":"e","evalue":"v","traceback":[1]}""")]
    [InlineData("""{"type":"input_request","execution":1}""")]
    [InlineData("""{"type":"done","execution":1}""")]
    public void A_message_with_a_wrong_member_is_refused(string body)
    {
        using var document = JsonDocument.Parse(body);
        Assert.Throws<DriverProtocolException>(() => DriverMessage.Read(document.RootElement));
    }

    [Fact]
    public void A_message_of_an_unknown_kind_has_no_effect()
    {
        using var document = JsonDocument.Parse("""{"type":"later_version"}""");
        Assert.Equal(new DriverMessage.Unknown(), DriverMessage.Read(document.RootElement));
    }

    [Fact]
    public void A_result_keeps_only_members_of_their_types_form()
    {
        using var data = JsonDocument.Parse(
            """{"text/plain":"t","text/html":["no"],"image/png":"no base64!","image/jpeg":"AAAA","application/json":"text","x/own":[1],"text/plain":"last"}""");
        using var metadata = JsonDocument.Parse("{}");
        Assert.Equal(
            """{"text":"last","jpeg":"AAAA","mime":{"x/own":[1]},"metadata":{}}""",
            Encoding.UTF8.GetString(ResultJson.Of(data.RootElement, metadata.RootElement).Span));
    }

    private static byte[] Frame(string body) => Frame(Encoding.UTF8.GetBytes(body));

    private static byte[] Frame(byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    private static List<string> Read(byte[] stream, int size)
    {
        var frames = new DriverFrames();
        var messages = new List<string>();
        for (var at = 0; at < stream.Length;)
        {
            var count = Math.Min(Math.Min(size, stream.Length - at), frames.Room.Length);
            stream.AsMemory(at, count).CopyTo(frames.Room);
            frames.Advance(count);
            at += count;
            while (frames.TryRead() is { } message)
            {
                messages.Add(message.RootElement.GetRawText());
                message.Dispose();
            }
        }

        return messages;
    }
}
