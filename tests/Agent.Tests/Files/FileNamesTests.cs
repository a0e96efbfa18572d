using System.Text;
using Agent.Files;
using Agent.Native.FileSystem;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

public sealed class FileNamesTests
{
    [Fact]
    public void Every_name_leads_back_to_its_bytes()
    {
        var random = new Random(7);
        var pieces = new[] { "a", "é", "\uef80", "\uefff", "\uee00", "👍", "\u202e" }.Select(Encoding.UTF8.GetBytes).ToArray();
        for (var i = 0; i < 5000; i++)
        {
            var name = new List<byte>();
            for (var length = random.Next(1, 12); length > 0; length--)
            {
                name.AddRange(random.Next(3) == 0 ? [(byte)random.Next(1, 256)] : pieces[random.Next(pieces.Length)]);
            }

            byte[] bytes = [.. name, 0];
            Assert.Equal(bytes, FileNames.Bytes(FileNames.Text(bytes)));
        }
    }

    [Fact]
    public void A_plain_name_stays_as_it_is() => Assert.Equal("größe 👍\n.txt", FileNames.Text(FileNames.Bytes("größe 👍\n.txt")));

    [Fact]
    public void What_is_not_UTF_8_can_be_listed_read_renamed_and_deleted()
    {
        using var sandbox = new Sandbox();
        Run("/usr/bin/python3", "-c", $"""
            import os
            os.chdir('{sandbox.Workspace}')
            os.mkdir(b'caf\xe9')
            open(b'caf\xe9/\xff\xfe', 'w').write('x')
            """);
        Assert.Equal(["caf\uefe9", "caf\uefe9/\uefff\ueffe"], sandbox.List(".", recursive: true));
        Assert.Equal("x", sandbox.Read("caf\uefe9/\uefff\ueffe").Content);
        RenameFile.Run(sandbox.Root, new(At("caf\uefe9"), At("café")));
        DeleteFile.Run(sandbox.Root, new(At("café/\uefff\ueffe")));
        Assert.Equal(["café"], sandbox.List(".", recursive: true));
    }
}
