# Where the product is published and how, for ./run and ./bench. Sourced after prerequisites.sh, not run.

app=artifacts/publish/Ide.Web/release_linux-x64
agent=artifacts/publish/Agent/release_linux-x64
stamp=artifacts/run.stamp
sources=(src wwwroot Directory.Build.props Directory.Packages.props global.json package-lock.json tsconfig.json)

# Installs what the product needs and publishes it, when something is newer than what was published last.
prepare_product() {
    require_sdks
    install_packages "$product_packages"
    require_dotnet
    open_network_device
    install_npm_packages
    if changed_since "$stamp" "${sources[@]}"; then
        publish_product
    fi
}

publish_product() {
    step "The folder $PWD cannot be written to; what was said is above." mkdir -p artifacts
    step "The folder $PWD/artifacts cannot be written to; what was said is above." touch artifacts/run.begun
    for project in Agent Ide.Web; do
        printf 'Building %s\n' "$project"
        # The servers that would make the next build faster would outlive the product.
        step "Building $project failed; what the compiler said is above." \
            dotnet publish "src/$project" -c Release -v q --nologo --disable-build-servers
    done
    # What changed while it was being built is built again the next time.
    mv artifacts/run.begun "$stamp"
}
