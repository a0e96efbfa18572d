using System.Text;
using Agent.Processes;

namespace Agent.Tests.Processes;

public sealed class HttpStatusLineTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", 200)]
    [InlineData("HTTP/1.0 404\r\n", 404)]
    [InlineData("HTTP/1.1 500\n", 500)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n", 101)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 \r\n", 204)]
    [InlineData("HTTP/2.0 200 OK\r\n", null)]
    [InlineData("HTTP/1.1 2000 \r\n", null)]
    [InlineData("HTTP/1.1 2x0 OK\r\n", null)]
    [InlineData("HTTP/1.1  200 OK\r\n", null)]
    [InlineData("SSH-2.0-OpenSSH", null)]
    [InlineData("\0\0\0\u0012", null)]
    public void It_is_read_the_same_whatever_pieces_it_comes_in(string answer, int? expected)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        int? status = null;
        var known = Enumerable.Range(0, bytes.Length + 1).First(length => HttpStatusLine.TryRead(bytes.AsSpan(0, length), out status));
        Assert.Equal(expected, status);
        Assert.All(Enumerable.Range(known, bytes.Length + 1 - known), length =>
            Assert.Equal((true, expected), (HttpStatusLine.TryRead(bytes.AsSpan(0, length), out var later), later)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n")]
    public void What_is_not_whole_yet_asks_for_more(string answer) =>
        Assert.False(HttpStatusLine.TryRead(Encoding.Latin1.GetBytes(answer), out _));
}
