using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>The desktop that a person's browser stands on: a folder of their own, whose files can be dragged into the page.</summary>
internal sealed class Desktop : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ide-desktop-").FullName;

    /// <returns>Where it stands.</returns>
    public string Write(string path, byte[] content)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return full;
    }

    /// <summary>A file of this many bytes, of which none but the first and the last take room.</summary>
    public string WriteSparse(string path, long length)
    {
        var full = Write(path, "first"u8.ToArray());
        using var file = File.OpenWrite(full);
        file.Position = length - "last".Length;
        file.Write("last"u8);
        return full;
    }

    public void MakeFolder(string path) => Directory.CreateDirectory(Path.Combine(_folder, path));

    /// <summary>
    /// Drags files and folders into the page and lets them fall, as the window system reports it to the browser: what the page
    /// gets to read is what a real drop gives it, folders included.
    /// </summary>
    public async Task DropAsync(IPage page, ILocator target, params string[] names)
    {
        await target.ScrollIntoViewIfNeededAsync();
        var box = (await target.BoundingBoxAsync())!;
        var dragged = new Dictionary<string, object>
        {
            ["items"] = Array.Empty<object>(),
            ["files"] = names.Select(name => Path.Combine(_folder, name)).ToArray(),
            ["dragOperationsMask"] = 1, // to copy
        };
        var browser = await page.Context.NewCDPSessionAsync(page);
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await browser.SendAsync("Input.dispatchDragEvent", new()
            {
                ["type"] = type,
                ["x"] = box.X + (box.Width / 2),
                ["y"] = box.Y + box.Height - 4,
                ["data"] = dragged,
            });
        }

        await browser.DetachAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
