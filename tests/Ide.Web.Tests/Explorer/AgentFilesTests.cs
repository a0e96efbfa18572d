using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Web.Accounts;
using Ide.Web.Explorer;
using Ide.Web.Gateway;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Ide.Web.Tests.Explorer;

public sealed class AgentFilesTests : WebTest
{
    private FakeAgent _agent = null!;
    private AgentFiles _files = null!;

    public override async ValueTask InitializeAsync()
    {
        _agent = await App.AddSandboxAsync("box");
        _ = App.Address;
        var owner = App.Services.GetRequiredService<AccountStore>().Owner;
        var caller = new Caller { Person = owner, Name = owner.Name, Credential = new Credential.OfSession(Id<Session>.New()) };
        Assert.True(SandboxId.TryParse("box", out var sandbox));
        _files = new(App.Services.GetRequiredService<AgentApi>(), caller, sandbox);
    }

    [Theory]
    [InlineData("""{"success":true}""")]
    [InlineData("""{"success":true,"path":"/workspace","files":null,"count":0,"truncated":false,"timestamp":"2025-01-01T00:00:00Z"}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task Nonsense_from_a_sandbox_is_a_refusal_that_the_page_can_show(string answer)
    {
        _agent.Answer("POST /api/list-files", context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(answer);
        });

        var refusal = await Assert.ThrowsAsync<AgentException>(() => _files.ListAsync(SandboxPath.Workspace, Cancel));

        Assert.Equal("The sandbox answered what is not an answer.", refusal.Message);
    }

    [Fact]
    public async Task A_new_file_must_be_new()
    {
        await _files.CreateFileAsync(SandboxPath.Workspace.Child("a & b.py"), Cancel);

        var request = Assert.Single(_agent.Requests, static request => request.Call == "PUT /api/files/raw");
        Assert.Equal("*", request.Headers["If-None-Match"]);
        Assert.Equal("?path=%2Fworkspace%2Fa%20%26%20b.py", request.Query);
        Assert.Empty(request.Body);
    }

    [Fact]
    public async Task A_rename_replaces_nothing()
    {
        await _files.MoveAsync(SandboxPath.Workspace.Child("a"), SandboxPath.Workspace.Child("b"), overwrite: false, Cancel);

        var request = Assert.Single(_agent.Requests, static request => request.Call == "POST /api/move");
        Assert.Equal("""{"sourcePath":"/workspace/a","destinationPath":"/workspace/b","overwrite":false}""", request.Text);
    }
}
