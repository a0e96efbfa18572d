using System.Net;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class ViewerTests(Browsers browsers)
{
    [Fact]
    public async Task A_viewer_sees_everything_and_changes_nothing()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Watched");
        await annsPage.WriteFileAsync("hello.py", "print('hello ' + 'viewer')\n");
        await SandboxPage.EndsAsync(await annsPage.RunFileAsync());
        var annsTerminal = await annsPage.OpenTerminalAsync();
        await annsPage.TypeLineAsync(annsTerminal, "echo seen-$((1+1))");

        await using var vic = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Vic", asViewer: true));
        var vicsPage = new SandboxPage(vic.Page);
        await vicsPage.IsLiveAsync();

        await Assertions.Expect(vicsPage.Runs.First).ToContainTextAsync("hello viewer");
        var vicsTerminal = vic.Page.GetByTestId("terminal").First;
        await SandboxPage.ShowsAsync(vicsTerminal, "seen-2");
        await vicsPage.TypeLineAsync(vicsTerminal, "touch /workspace/forged");
        await Assertions.Expect(vicsPage.RunButton.And(vic.Page.Locator(":enabled:visible"))).ToHaveCountAsync(0);
        await Assertions.Expect(vicsPage.NewTerminal.And(vic.Page.Locator(":enabled:visible"))).ToHaveCountAsync(0);
        await Assertions.Expect(vic.Page.GetByTestId("invite")).ToHaveCountAsync(0);

        // A line of the editor's own, after the viewer's, shows that the terminal would have run it by now.
        await annsPage.TypeLineAsync(annsTerminal, "ls /workspace; echo done-$((1+2))");
        await SandboxPage.ShowsAsync(annsTerminal, "done-3");
        await Assertions.Expect(annsTerminal).Not.ToContainTextAsync("forged");
    }

    [Fact]
    public async Task A_viewers_own_browser_is_refused_what_changes_the_sandbox()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Watched");
        await using var vic = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Vic", asViewer: true));
        await new SandboxPage(vic.Page).IsLiveAsync();

        foreach (var (path, body) in new[]
        {
            ("api/execute", """{"command": "touch forged"}"""),
            ("api/write", """{"path": "forged", "content": ""}"""),
            ("api/execute/code", """{"code": "1"}"""),
            ("api/terminals", "{}"),
        })
        {
            var status = await vic.Page.EvaluateAsync<int>(
                """
                async ([path, body]) => (await fetch(path, {
                  method: "POST", body, headers: { "Content-Type": "application/json" },
                })).status
                """,
                new[] { $"/sandboxes/{annsPage.SandboxId}/{path}", body });
            Assert.Equal((path, (int)HttpStatusCode.Forbidden), (path, status));
        }
    }
}
