# A spec, read by Nix itself: nothing is built for it, so nothing is imported from a derivation.
{ lib }:

let
  readToml = file: builtins.fromTOML (builtins.readFile file);

  # The names in a folder that fit a part of an `include` pattern, as wdgen matches them.
  fitting =
    part: base:
    let
      form = builtins.replaceStrings [ "\\*" ] [ "[^/]*" ] (lib.escapeRegex part);
      fits = name: builtins.match form name != null && !lib.hasPrefix "." name;
      names = if builtins.pathExists base then lib.attrNames (builtins.readDir base) else [ ];
    in
    map (name: base + "/${name}") (lib.filter fits names);

  expandPart =
    bases: part:
    if part == "" || part == "." then
      bases
    else if lib.hasInfix "*" part then
      lib.concatMap (fitting part) bases
    else
      map (base: base + "/${part}") bases;

  included =
    spec: pattern:
    lib.filter builtins.pathExists (
      lib.foldl' expandPart [ (dirOf spec) ] (lib.splitString "/" pattern)
    );
in
rec {
  # The files of a spec, itself first.
  files = spec: [ spec ] ++ lib.concatMap (included spec) ((readToml spec).include or [ ]);

  # Its targets by name, as the files have them.
  targets = spec: lib.foldl' (all: file: all // ((readToml file).target or { })) { } (files spec);
}
