using System.Collections.Frozen;

namespace Ide.Web.Ui;

/// <summary>How a file shows in trees and tabs: a symbol of the sprite and a class for its colour.</summary>
public sealed record FileLook(string Icon, string Look)
{
    private static readonly FileLook Text = new("file-text", "text");
    private static readonly FileLook Code = new("file-code", "code");
    private static readonly FileLook Image = new("file-image", "image");
    private static readonly FileLook Data = new("file-spreadsheet", "data");
    private static readonly FileLook Config = new("file-cog", "config");
    private static readonly FileLook Braces = new("file-braces", "config");
    private static readonly FileLook Shell = new("file-terminal", "data");
    private static readonly FileLook Archive = new("file-archive", "config");

    private static readonly FrozenDictionary<string, FileLook> ByExtension = new (FileLook Look, string Extensions)[]
    {
        (Code, "py js mjs cjs ts mts tsx jsx php rb java c h cpp hpp cc rs go swift kt scala cs html css scss sql r lua"),
        (Image, "png jpg jpeg gif webp svg bmp ico avif"),
        (Data, "csv tsv xlsx xls parquet arrow feather db sqlite"),
        (Config, "toml ini cfg conf env lock yml yaml"),
        (Braces, "json jsonl ipynb xml"),
        (Shell, "sh bash zsh fish"),
        (Archive, "zip gz tgz tar xz bz2 7z whl jar"),
    }.SelectMany(static row => row.Extensions.Split(' '), static (row, extension) => (row.Look, extension))
        .ToFrozenDictionary(static row => row.extension, static row => row.Look, StringComparer.OrdinalIgnoreCase);

    public static FileLook Of(string name) =>
        ByExtension.GetValueOrDefault(Path.GetExtension(name).TrimStart('.')) ?? Text;
}
