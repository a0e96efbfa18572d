using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Products;

/// <summary>Somebody who has followed an invitation to one sandbox, as a browser does.</summary>
/// <param name="Headers">What the person's browser sends along: the sign-in cookie, and where the page is from.</param>
internal sealed record InvitedPerson(IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<InvitedPerson> JoinAsync(ProductServer server, Sandbox sandbox, string name, CancellationToken cancellationToken)
    {
        using var invited = await server.Client.PostAsJsonAsync(
            $"/api/sandboxes/{sandbox.Id}/invitations", new { name, role = "viewer" }, cancellationToken);
        await invited.SucceededAsync(cancellationToken);
        var link = (await invited.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("link").GetString()!;

        var origin = server.Address.GetLeftPart(UriPartial.Authority);
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        using var click = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, new Uri(link).AbsolutePath));
        click.Headers.Add("Origin", origin);
        using var joined = await browser.SendAsync(click, cancellationToken);
        return joined.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? new InvitedPerson(new Dictionary<string, string>
            {
                ["Cookie"] = string.Join("; ", cookies.Select(static cookie => cookie.Split(';')[0])),
                ["Origin"] = origin,
            })
            : throw new HttpRequestException($"The invitation was answered with {(int)joined.StatusCode} and no cookie.");
    }
}
