# Where the product is published and how, for ./run and ./bench. Sourced after prerequisites.sh, not run.

app=artifacts/publish/Ide.Web/release
agent=artifacts/publish/Agent/release_linux-x64
stamp=artifacts/run.stamp
sources=(src wwwroot Directory.Build.props Directory.Packages.props global.json package-lock.json tsconfig.json)

# Installs what the product needs and publishes it, when something is newer than what was published last.
prepare_product() {
    install_packages "$product_packages"
    open_network_device
    require_sdks
    install_npm_packages
    if changed_since "$stamp" "${sources[@]}"; then
        publish_product
    fi
}

publish_product() {
    local log=artifacts/build.log
    mkdir -p artifacts
    touch artifacts/run.begun
    for project in Agent Ide.Web; do
        printf 'Building %s\n' "$project"
        if ! dotnet publish "src/$project" -c Release -v q --nologo >"$log" 2>&1; then
            cat "$log" >&2
            df --output=avail . | tail -n 1 | grep -qE '^ *[0-9]{1,5}$' && fail "No room is left on the disk: free some and run this again."
            fail "Building $project failed; what the compiler said is above."
        fi
    done
    # What changed while it was being built is built again the next time.
    mv artifacts/run.begun "$stamp"
}
