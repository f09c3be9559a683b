{
  lib,
  buildNpmPackage,
  fetchurl,
  importNpmLock,
  installShellFiles,
  makeWrapper,
  nodejs,
}:

let
  root = ../.;
  inherit (lib.importJSON (root + "/package.json")) version;
  lock = lib.importJSON (root + "/package-lock.json");

  # The lock names no registry. The tarballs are fetched by nixpkgs' own name for it, and checked against the lock.
  tarball =
    path: { version, integrity, ... }:
    let
      name = lib.last (lib.splitString "node_modules/" path);
    in
    fetchurl {
      url = "mirror://npm/${name}/-/${baseNameOf name}-${version}.tgz";
      hash = integrity;
    };
in
buildNpmPackage {
  pname = "wdgen";
  inherit version nodejs;

  src = lib.fileset.toSource {
    inherit root;
    fileset = lib.fileset.unions (
      map (name: root + "/${name}") [
        "CHANGELOG.md"
        "README.md"
        "bin"
        "package-lock.json"
        "package.json"
        "scripts"
        "src"
        "templates"
        "tsconfig.json"
      ]
    );
  };

  npmDeps = importNpmLock {
    npmRoot = root;
    packageSourceOverrides = lib.mapAttrs tarball (removeAttrs lock.packages [ "" ]);
  };
  npmConfigHook = importNpmLock.npmConfigHook;

  nativeBuildInputs = [ installShellFiles makeWrapper ];

  # The bundles in dist/ hold everything: no node_modules are installed.
  dontNpmInstall = true;
  installPhase = ''
    runHook preInstall
    mkdir -p "$out/lib/wdgen" "$out/bin"
    cp -r bin dist package.json "$out/lib/wdgen/"
    makeWrapper ${lib.getExe nodejs} "$out/bin/wdgen" --add-flags "$out/lib/wdgen/bin/wdgen.cjs"
    for shell in bash zsh fish; do
      "$out/bin/wdgen" completion "$shell" > "wdgen.$shell"
    done
    installShellCompletion wdgen.bash wdgen.zsh wdgen.fish
    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    "$out/bin/wdgen" init --list-boards > boards
    grep -q rock64 boards
  '';

  meta = {
    description = "One typed watchdog spec in; the NixOS, Buildroot and systemd files that bring a machine back out";
    license = lib.licenses.mit;
    mainProgram = "wdgen";
    platforms = lib.platforms.unix;
  };
}
