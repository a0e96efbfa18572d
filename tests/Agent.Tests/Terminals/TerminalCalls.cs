using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Agent.Tests.Sessions;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Terminals;

/// <summary>An Agent's terminals, as those who use them reach them.</summary>
internal static class TerminalCalls
{
    extension(AgentApp app)
    {
        public async Task<string> CreateTerminalAsync() => (string)(await app.PostAsync("/api/terminals", new { }))["id"]!;

        public async Task<JsonNode?> FindTerminalAsync(string id)
        {
            using var list = await app.SendAsync(HttpMethod.Get, "/api/terminals", role: Role.Viewer);
            var listed = JsonNode.Parse(await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return listed!["terminals"]!.AsArray().SingleOrDefault(terminal => (string)terminal!["id"]! == id);
        }

        public Task<TerminalClient> AttachTerminalAsync(string id, Role role = Role.Editor, long? after = null) =>
            app.OpenTerminalAsync($"sessionId={id}" + (after is null ? "" : $"&after={after}"), role);

        public async Task<TerminalClient> OpenTerminalAsync(string query = "", Role role = Role.Editor)
        {
            var client = new TerminalClient(await app.ConnectAsync($"/ws/pty?{query}", role));
            await client.HearAsync("ready");
            return client;
        }
    }
}
