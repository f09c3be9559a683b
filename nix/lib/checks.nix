# One derivation a target, so that remote builders and Hydra spread a fleet, and so that a change in one target
# rebuilds the check of no other.
{ lib }:

let
  reader = import ./spec.nix { inherit lib; };
in
{
  pkgs,
  # wdgen itself.
  wdgen,
  # The folder that holds the spec and the committed tree, as a path.
  root,
  spec ? "watchdog.toml",
  tree ? "generated",
  # Names, when not all.
  targets ? lib.attrNames (reader.targets (root + "/${spec}")),
  # Further options of `wdgen check`, such as "--strict".
  checkFlags ? [ ],
}:

let
  specPath = root + "/${spec}";
  # Records of evidence lie beside the spec.
  evidence = dirOf specPath + "/evidence";

  source =
    target:
    lib.fileset.toSource {
      inherit root;
      fileset = lib.fileset.unions (
        reader.files specPath
        ++ [
          (lib.fileset.maybeMissing (root + "/${tree}/${target}"))
          (lib.fileset.maybeMissing (evidence + "/${target}"))
        ]
      );
    };

  check =
    target:
    pkgs.runCommand "wdgen-check-${target}"
      {
        nativeBuildInputs = [ wdgen ];
        src = source target;
      }
      ''
        cd "$src"
        at=(${lib.escapeShellArgs [ "--spec" spec "--out" tree "--target" target ]})
        wdgen generate --check "''${at[@]}"
        wdgen check "''${at[@]}" ${lib.escapeShellArgs checkFlags}
        touch "$out"
      '';
in
lib.listToAttrs (map (target: lib.nameValuePair "wdgen-${target}" (check target)) targets)
