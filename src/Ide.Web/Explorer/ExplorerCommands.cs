namespace Ide.Web.Explorer;

/// <summary>The names of what can be done in the tree; ExplorerCommands.ts registers them with the page.</summary>
public static class ExplorerCommands
{
    public const string NewFile = "explorer.newFile";
    public const string NewFolder = "explorer.newFolder";
    public const string Rename = "explorer.rename";
    public const string Delete = "explorer.delete";
    public const string Cut = "explorer.cut";
    public const string Copy = "explorer.copy";
    public const string Paste = "explorer.paste";
    public const string Duplicate = "explorer.duplicate";
    public const string Download = "explorer.download";
    public const string CopyPath = "explorer.copyPath";
    public const string Upload = "explorer.upload";
    public const string UploadFolder = "explorer.uploadFolder";
    public const string Refresh = "explorer.refresh";
    public const string CollapseAll = "explorer.collapseAll";

    /// <summary>Of the tree alone, by its keys.</summary>
    public const string SelectAll = "selectAll", ForgetCut = "forgetCut";
}
