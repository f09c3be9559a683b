# A generated tree that was committed. It is read, never built.
{ lib }:

rec {
  # Whether a path would have to be built before it can be read: that is import from derivation, which Hydra and
  # `nix flake check` refuse and which makes every evaluation wait for a build.
  isBuilt =
    path: lib.any (context: context ? outputs) (lib.attrValues (builtins.getContext (toString path)));

  # What wdgen wrote of a target; nothing where there is no tree yet.
  files =
    folder:
    let
      manifest = folder + "/manifest.json";
    in
    if builtins.pathExists manifest then (builtins.fromJSON (builtins.readFile manifest)).files else [ ];

  # Paths of the generated NixOS modules, as the manifest lists them.
  modules =
    folder:
    lib.filter (path: lib.hasPrefix "modules/" path && lib.hasSuffix ".nix" path) (
      map (file: file.path) (files folder)
    );

  # Paths of files that are gone, or no longer what wdgen wrote.
  changed =
    folder:
    let
      isSame =
        { path, sha256, ... }:
        builtins.pathExists (folder + "/${path}") && builtins.hashFile "sha256" (folder + "/${path}") == sha256;
    in
    map (file: file.path) (lib.filter (file: !isSame file) (files folder));
}
