namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>What people expect of a Linux of their own. Packages come from folders, so no network is needed.</summary>
public sealed class UsableLinuxTests
{
    public static TheoryData<ServerUser> Both => [ServerUser.Root, ServerUser.Ordinary];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Pip_installs_into_the_home_and_what_it_installed_is_there_after_stop_and_start(ServerUser user)
    {
        await using var server = await EscapeTests.WithSandboxAsync(user);
        await server.OutputAsync("one", """
            /usr/bin/python3 - <<'END'
            import zipfile
            with zipfile.ZipFile('demo-1.0-py3-none-any.whl', 'w') as wheel:
                wheel.writestr('demo.py', 'def main(): print("hello from demo")')
                wheel.writestr('demo-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n')
                wheel.writestr('demo-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
                wheel.writestr('demo-1.0.dist-info/entry_points.txt', '[console_scripts]\nsay-demo = demo:main\n')
                wheel.writestr('demo-1.0.dist-info/RECORD', '')
            END
            /usr/bin/python3 -m pip install --no-index ./demo-1.0-py3-none-any.whl
            """);
        const string use = "/usr/bin/python3 -c 'import demo; print(demo.__file__)'; say-demo";
        Assert.Matches("^/home/user/.local/lib/python3[.0-9]*/site-packages/demo.py\nhello from demo\n$", await server.OutputAsync("one", use));

        // A virtual environment keeps its own to itself.
        Assert.Matches("^/workspace/apart/lib/python3[.0-9]*/site-packages/demo.py\n$", await server.OutputAsync("one", """
            /usr/bin/python3 -m venv apart && . apart/bin/activate
            pip install --no-index ./demo-1.0-py3-none-any.whl > /dev/null
            python -c 'import demo; print(demo.__file__)'; deactivate
            """));

        await server.AskAsync("stop", "one");
        await server.AskAsync("wake", "one");

        Assert.EndsWith("hello from demo\n", await server.OutputAsync("one", use), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Npm_installs_globally_into_the_home_and_what_it_installed_is_there_after_stop_and_start(ServerUser user)
    {
        await using var server = await EscapeTests.WithSandboxAsync(user);

        Assert.Equal("hello from npm\nhello from npm\n", await server.OutputAsync("one", """
            mkdir package && cd package
            echo '{"name": "demo", "version": "1.0.0", "bin": {"npm-demo": "demo.js"}}' > package.json
            printf '#!/usr/bin/env node\nconsole.log("hello from npm")\n' > demo.js && chmod +x demo.js
            npm install --global --offline --no-audit --no-fund . > /dev/null
            npm-demo
            cd / && node -e 'require("demo/demo.js")'
            """));

        await server.AskAsync("stop", "one");
        await server.AskAsync("wake", "one");

        Assert.Equal("hello from npm\n", await server.OutputAsync("one", "npm-demo"));
    }

    [Fact]
    public async Task A_virtual_environment_can_be_made()
    {
        await using var server = await EscapeTests.WithSandboxAsync(ServerUser.Root);

        Assert.Equal("/workspace/venv\n", await server.OutputAsync("one", "/usr/bin/python3 -m venv venv && venv/bin/python -c 'import sys; print(sys.prefix)'"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_root_directory_is_the_users_to_add_to_and_usr_is_not(ServerUser user)
    {
        await using var server = await EscapeTests.WithSandboxAsync(user);

        Assert.Equal(
            "added\nRead-only file system\n/home/user\nuser\n1777\nC.UTF-8\n",
            await server.OutputAsync("one", """
                mkdir /app /build && echo added > /server.js && cat /server.js
                touch /usr/file 2>&1 | sed 's/.*: //'
                echo ~; whoami; stat -c %a /tmp; echo $LANG
                """));
    }

    [Fact]
    public async Task Tools_that_people_reach_for_are_on_the_path()
    {
        await using var server = await EscapeTests.WithSandboxAsync(ServerUser.Root);

        Assert.Equal("", await server.OutputAsync("one", "for tool in python python3 pip pip3 node npm git ping bash sh tar gzip ps less curl vi; do command -v $tool > /dev/null || echo $tool; done"));
    }
}
