using Ide.Web.Accounts;
using Ide.Web.App;
using Ide.Web.Errors;
using Ide.Web.Gateway;
using Ide.Web.Hosting;
using Ide.Web.Sandboxes;
using Ide.Web.Streaming;

// Behind what ./run puts before it, too.
if (args.Any(static argument => argument is "--help" or "-h"))
{
    Console.Write(CommandLine.Usage);
    return 0;
}

if (!CommandLine.TryRead(args, Environment.GetEnvironmentVariable, out var settings, out var rest, out var refusal))
{
    Console.Error.WriteLine(refusal);
    return 2;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = [.. rest],
    ContentRootPath = rest.Exists(static argument => argument.StartsWith("--contentRoot=")) ? null : AppContext.BaseDirectory,
});
builder.Configuration.AddInMemoryCollection(settings);

builder.Services
    .AddHost()
    .AddErrorAnswers()
    .AddAccounts()
    .AddSandboxes()
    .AddLocalSandboxes()
    .AddGateway()
    .AddStreaming()
    .AddPages();

return await Start.RunAsync(builder, static app =>
{
    app.UseErrorAnswers();
    app.UseHost();
    app.UseRouting();
    app.UseAccounts();
    app.UseAntiforgery();

    app.MapHealth();
    app.MapAccounts();
    app.MapSandboxes();
    app.MapGateway();
    app.MapStreaming();
    app.MapPages();
});
